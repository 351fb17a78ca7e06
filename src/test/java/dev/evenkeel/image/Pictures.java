package dev.evenkeel.image;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;

/** Makes picture files for tests, by the JDK's own writers or byte by byte. */
final class Pictures {

  private Pictures() {}

  static BufferedImage filled(int type, int width, int height, Color color) {
    BufferedImage image = new BufferedImage(width, height, type);
    for (int i = 0; i < width * height; i++) {
      image.setRGB(i % width, i / width, color.getRGB());
    }
    return image;
  }

  static BufferedImage noise(int width, int height) {
    java.util.Random random = new java.util.Random(1);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      image.setRGB(i % width, i / width, random.nextInt());
    }
    return image;
  }

  static byte[] png(BufferedImage image) throws IOException {
    return write(image, "png", false);
  }

  static byte[] jpeg(BufferedImage image, boolean progressive) throws IOException {
    return write(image, "jpeg", progressive);
  }

  static byte[] write(BufferedImage image, String format, boolean progressive) throws IOException {
    ImageWriter writer =
        ImageIO.getImageWriters(ImageTypeSpecifier.createFromRenderedImage(image), format).next();
    ImageWriteParam param = writer.getDefaultWriteParam();
    param.setProgressiveMode(
        progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (var out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), param);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /** A gray image of zeros that takes next to nothing as a file. */
  static byte[] blank(int width, int height) throws IOException {
    ByteArrayOutputStream pixels = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflate = new DeflaterOutputStream(pixels)) {
      for (int y = 0; y < height; y++) {
        deflate.write(new byte[width + 1]);
      }
    }
    return assembled(width, height, 8, 0, pixels.toByteArray());
  }

  static byte[] rawPng(int width, int height, int bits, int type, byte[] scanlines)
      throws IOException {
    ByteArrayOutputStream pixels = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflate = new DeflaterOutputStream(pixels)) {
      deflate.write(scanlines);
    }
    return assembled(width, height, bits, type, pixels.toByteArray());
  }

  private static byte[] assembled(int width, int height, int bits, int type, byte[] pixels)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeLong(0x89504E470D0A1A0AL);
    ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
    chunk(out, "IHDR", header.put((byte) bits).put((byte) type).array());
    chunk(out, "IDAT", pixels);
    chunk(out, "IEND", new byte[0]);
    return bytes.toByteArray();
  }

  static void chunk(DataOutputStream out, String type, byte[] content) throws IOException {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 checksum = new CRC32();
    checksum.update(name);
    checksum.update(content);
    out.writeInt(content.length);
    out.write(name);
    out.write(content);
    out.writeInt((int) checksum.getValue());
  }
}
