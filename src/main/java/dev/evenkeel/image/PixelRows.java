package dev.evenkeel.image;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a decoded image as numbers 0 to 255: gray (the luminance of Rec. 601) or red, green
 * and blue; whatever is transparent lies on white.
 *
 * <p>Samples are taken as they are stored. {@link BufferedImage#getRGB} would not do: it takes gray
 * for linear light and brightens it. Embedded colour profiles are ignored.
 */
final class PixelRows {

  private static final int WHITE = 255;

  private final Raster raster;
  private final @Nullable IndexColorModel palette;
  private final int channels;
  private final int colours;
  private final boolean transparent;
  private final float scale;
  private final float alphaScale;
  private final int[] samples;

  /**
   * @param channels 1 for gray, 3 for colours
   */
  PixelRows(BufferedImage image, int channels) {
    raster = image.getRaster();
    this.channels = channels;
    ColorModel model = image.getColorModel();
    palette = model instanceof IndexColorModel index ? index : null;
    int bands = raster.getNumBands();
    transparent = palette != null ? palette.hasAlpha() : bands == 2 || bands == 4;
    colours = palette != null || bands >= 3 ? 3 : 1;
    scale = 255f / ((1 << raster.getSampleModel().getSampleSize(0)) - 1);
    alphaScale = 1f / ((1 << raster.getSampleModel().getSampleSize(bands - 1)) - 1);
    samples = new int[raster.getWidth() * bands];
  }

  int width() {
    return raster.getWidth();
  }

  int height() {
    return raster.getHeight();
  }

  /**
   * @param into takes width · channels numbers
   */
  void read(int row, float[] into) {
    raster.getPixels(raster.getMinX(), raster.getMinY() + row, raster.getWidth(), 1, samples);
    int bands = raster.getNumBands();
    for (int x = 0; x < raster.getWidth(); x++) {
      if (palette != null) {
        int argb = palette.getRGB(samples[x]);
        float alpha = transparent ? (argb >>> 24) / 255f : 1;
        put(
            into,
            x,
            over(argb >> 16 & 0xFF, alpha),
            over(argb >> 8 & 0xFF, alpha),
            over(argb & 0xFF, alpha));
      } else {
        int at = x * bands;
        float alpha = transparent ? samples[at + bands - 1] * alphaScale : 1;
        float first = over(samples[at] * scale, alpha);
        if (colours == 1) {
          putGray(into, x, first);
        } else {
          put(
              into,
              x,
              first,
              over(samples[at + 1] * scale, alpha),
              over(samples[at + 2] * scale, alpha));
        }
      }
    }
  }

  private static float over(float value, float alpha) {
    return alpha == 1 ? value : value * alpha + WHITE * (1 - alpha);
  }

  private void putGray(float[] into, int x, float gray) {
    for (int c = 0; c < channels; c++) {
      into[x * channels + c] = gray;
    }
  }

  private void put(float[] into, int x, float red, float green, float blue) {
    if (channels == 1) {
      into[x] = 0.299f * red + 0.587f * green + 0.114f * blue;
    } else {
      into[x * 3] = red;
      into[x * 3 + 1] = green;
      into[x * 3 + 2] = blue;
    }
  }
}
