package dev.evenkeel.prediction.request;

import dev.evenkeel.error.ErrorCode;
import dev.evenkeel.error.ServiceException;
import dev.evenkeel.image.BadImageException;
import dev.evenkeel.image.ImageDecoder;
import dev.evenkeel.prediction.InputSchema;
import dev.evenkeel.prediction.RawExamples;
import dev.evenkeel.training.data.Layout;

/** Reads one PNG or JPEG as an upload would: scaled to the model's size, in its channels. */
final class ImagePrediction {

  private ImagePrediction() {}

  /** Refuses a model that was trained on anything but pictures. */
  static Layout.Images requireImages(InputSchema schema) {
    boolean drawable = schema.width() == 1 || schema.width() == 3;
    if (schema.layout() instanceof Layout.Images images && images.bytes() && drawable) {
      return images;
    }
    String instead =
        schema.layout() instanceof Layout.Images
            ? "arrays that are no pictures of bytes in 1 or 3 channels. Send inputs, [height][width][channels] each."
            : "no images. See input of GET /api/v1/models/{id}.";
    throw new ServiceException(
        ErrorCode.UNSUPPORTED_MEDIA_TYPE, "The model was trained on %s".formatted(instead));
  }

  static RawExamples read(byte[] file, InputSchema schema) {
    Layout.Images images = requireImages(schema);
    byte[] pixels = decode(file, images, schema.width());
    RawExamples examples = new RawExamples(schema.width());
    examples.addExample();
    for (int at = 0; at < pixels.length; at += schema.width()) {
      examples.addPosition();
      for (int channel = 0; channel < schema.width(); channel++) {
        examples.set(channel, Byte.toUnsignedInt(pixels[at + channel]));
      }
    }
    return examples;
  }

  private static byte[] decode(byte[] file, Layout.Images images, int channels) {
    try (ImageDecoder decoder =
        new ImageDecoder(images.height(), images.width(), channels, ImageDecoder.MOST_PIXELS)) {
      return decoder.decode(file);
    } catch (BadImageException e) {
      throw new ServiceException(ErrorCode.INVALID_DATA, "The image %s.".formatted(e.getMessage()));
    }
  }
}
