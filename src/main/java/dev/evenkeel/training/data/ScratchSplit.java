package dev.evenkeel.training.data;

import dev.evenkeel.training.data.tensors.MappedFloats;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Rows of a table, preprocessed once into a mapped scratch file, so that a batch is a copy of rows.
 *
 * <p>The file is deleted as soon as it is mapped: its space is free when the split is closed or the
 * process ends, however that happens. Belongs to one thread.
 */
final class ScratchSplit implements PreparedSplit {

  private static final int BUFFER_BYTES = 1 << 20;

  private final int[] rows;
  private final int featureWidth;
  private final int labelWidth;
  private final MappedFloats examples;

  private ScratchSplit(int[] rows, int featureWidth, int labelWidth, MappedFloats examples) {
    this.rows = rows;
    this.featureWidth = featureWidth;
    this.labelWidth = labelWidth;
    this.examples = examples;
  }

  static ScratchSplit write(Path file, DatasetTensors data, int[] rows, ExampleEncoding encoding)
      throws IOException {
    int width = encoding.featureWidth() + encoding.labels().width();
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      write(channel, data, rows, encoding);
      MappedFloats mapped = MappedFloats.map(file, 0, rows.length, width);
      return new ScratchSplit(rows, encoding.featureWidth(), encoding.labels().width(), mapped);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static void write(
      FileChannel channel, DatasetTensors data, int[] rows, ExampleEncoding encoding)
      throws IOException {
    float[] example = new float[encoding.featureWidth() + encoding.labels().width()];
    ByteBuffer bytes =
        ByteBuffer.allocateDirect(Math.max(BUFFER_BYTES, example.length * Float.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    FloatBuffer floats = bytes.asFloatBuffer();
    for (int row : rows) {
      if (floats.remaining() < example.length) {
        flush(channel, bytes, floats);
      }
      encoding.encodeFeatures(data, row, example, 0);
      encoding.encodeLabels(data, row, example, encoding.featureWidth());
      floats.put(example);
    }
    flush(channel, bytes, floats);
  }

  private static void flush(FileChannel channel, ByteBuffer bytes, FloatBuffer floats)
      throws IOException {
    bytes.position(0).limit(floats.position() * Float.BYTES);
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    bytes.clear();
    floats.clear();
  }

  @Override
  public int size() {
    return rows.length;
  }

  @Override
  public int featureWidth() {
    return featureWidth;
  }

  @Override
  public int labelWidth() {
    return labelWidth;
  }

  @Override
  public int positions(int example) {
    return 1;
  }

  @Override
  public int row(int example) {
    return rows[example];
  }

  @Override
  public void readFeatures(int example, float[] into, int at) {
    examples.read(example, 0, into, at, featureWidth);
  }

  @Override
  public void readLabels(int example, float[] into, int at) {
    examples.read(example, featureWidth, into, at, labelWidth);
  }

  @Override
  public void close() {
    examples.close();
  }
}
