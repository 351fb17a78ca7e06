package dev.evenkeel.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * Decodes PNG and JPEG files and scales them to one size. How much memory an image takes does not
 * depend on how many pixels it has: of large ones only every k-th row and column is looked at. The
 * orientation that a camera notes (EXIF) is ignored.
 *
 * <p>One thread; closing gives native memory back.
 */
public final class ImageDecoder implements AutoCloseable {

  /** The most pixels that an image may have, unless something else is asked for. */
  public static final long MOST_PIXELS = 100_000_000;

  private static final long MOST_DECODED_PIXELS = 4_000_000;

  private final int channels;
  private final long maxPixels;
  private final ImageScaler scaler;
  private final Map<String, ImageReader> readers = new HashMap<>();
  private boolean truncated;

  /**
   * @param channels 1 for gray, 3 for colours
   */
  public ImageDecoder(int height, int width, int channels, long maxPixels) {
    if (channels != 1 && channels != 3) {
      throw new IllegalArgumentException("Channels (%d) must be 1 or 3.".formatted(channels));
    }
    this.channels = channels;
    this.maxPixels = maxPixels;
    scaler = new ImageScaler(height, width, channels);
  }

  /**
   * The pixels of an image file, scaled.
   *
   * @param file may be changed
   * @return [height, width, channels] unsigned bytes, rows from the top, channels last
   */
  public byte[] decode(byte[] file) throws BadImageException {
    RawImage raw = look(file);
    raw.requireSize(maxPixels);
    return scaler.scale(new PixelRows(read(raw), channels));
  }

  private static RawImage look(byte[] file) throws BadImageException {
    if (PngChunks.isPng(file)) {
      return PngChunks.read(file);
    }
    if (JpegMarkers.isJpeg(file)) {
      return JpegMarkers.read(file);
    }
    throw new BadImageException(
        file.length == 0 ? "is empty" : "is neither PNG nor JPEG, whatever its name says");
  }

  private BufferedImage read(RawImage raw) throws BadImageException {
    ImageReader reader = readers.computeIfAbsent(raw.format(), this::newReader);
    truncated = false;
    try (ImageInputStream in = new ArrayImageInput(raw.file(), raw.length())) {
      reader.setInput(in, true, true);
      BufferedImage image = reader.read(0, everyNth(reader.getDefaultReadParam(), raw));
      if (truncated) {
        throw new BadImageException("is truncated");
      }
      return image;
    } catch (IOException | RuntimeException e) {
      // The JDK's decoders meet damaged files with exceptions of many kinds.
      throw new BadImageException("cannot be decoded; is it damaged?");
    } finally {
      reader.setInput(null);
    }
  }

  private ImageReader newReader(String format) {
    ImageReader reader = ImageIO.getImageReadersByFormatName(format).next();
    reader.addIIOReadWarningListener((source, warning) -> truncated |= isShort(warning));
    return reader;
  }

  /**
   * The decoder fills what is missing with gray and warns; many a sound file has other warnings.
   */
  private static boolean isShort(String warning) {
    String text = warning.toLowerCase(Locale.ROOT);
    return text.contains("truncated") || text.contains("premature end");
  }

  private static ImageReadParam everyNth(ImageReadParam param, RawImage raw) {
    int n = (int) Math.ceil(Math.sqrt((double) raw.pixels() / MOST_DECODED_PIXELS));
    if (n > 1) {
      int across = Math.min(n, raw.width());
      int down = Math.min(n, raw.height());
      param.setSourceSubsampling(across, down, across / 2, down / 2);
    }
    return param;
  }

  @Override
  public void close() {
    readers.values().forEach(ImageReader::dispose);
  }
}
