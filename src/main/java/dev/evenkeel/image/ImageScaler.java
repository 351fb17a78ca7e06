package dev.evenkeel.image;

import java.util.Arrays;

/** Brings images of any size to one size, row by row. One thread. */
final class ImageScaler {

  private final int height;
  private final int width;
  private final int channels;
  private final float[] sums;
  private Resampling columns;
  private Resampling rows;
  private float[] sourceRow = new float[0];
  private final float[] scaledRow;

  ImageScaler(int height, int width, int channels) {
    this.height = height;
    this.width = width;
    this.channels = channels;
    sums = new float[height * width * channels];
    scaledRow = new float[width * channels];
    columns = new Resampling(width, width);
    rows = new Resampling(height, height);
  }

  /** The image as [height, width, channels] bytes. */
  byte[] scale(PixelRows image) {
    prepare(image);
    int lowest = 0;
    for (int y = 0; y < image.height(); y++) {
      image.read(y, sourceRow);
      scaleRow();
      while (lowest < height && lastRow(lowest) < y) {
        lowest++;
      }
      for (int t = lowest; t < height && rows.first(t) <= y; t++) {
        if (y <= lastRow(t)) {
          addRow(t, rows.weights(t)[y - rows.first(t)]);
        }
      }
    }
    return rounded();
  }

  private void prepare(PixelRows image) {
    Arrays.fill(sums, 0);
    if (columns.source() != image.width()) {
      columns = new Resampling(image.width(), width);
    }
    if (rows.source() != image.height()) {
      rows = new Resampling(image.height(), height);
    }
    if (sourceRow.length < image.width() * channels) {
      sourceRow = new float[image.width() * channels];
    }
  }

  private int lastRow(int target) {
    return rows.first(target) + rows.weights(target).length - 1;
  }

  private void scaleRow() {
    for (int x = 0; x < width; x++) {
      float[] weights = columns.weights(x);
      int from = columns.first(x) * channels;
      for (int c = 0; c < channels; c++) {
        float sum = 0;
        for (int i = 0; i < weights.length; i++) {
          sum += weights[i] * sourceRow[from + i * channels + c];
        }
        scaledRow[x * channels + c] = sum;
      }
    }
  }

  private void addRow(int target, float weight) {
    int at = target * scaledRow.length;
    for (int i = 0; i < scaledRow.length; i++) {
      sums[at + i] += weight * scaledRow[i];
    }
  }

  private byte[] rounded() {
    byte[] bytes = new byte[sums.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Math.max(0, Math.min(255, Math.round(sums[i])));
    }
    return bytes;
  }
}
