package dev.evenkeel.training;

import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.spec.SpecJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes tiny datasets as they are stored: schema.json, features.npy, targets.npy. */
public final class TensorFolder {

  private TensorFolder() {}

  public static Path write(
      Path folder, DatasetSchema schema, float[][] features, float[][] targets) {
    try {
      Files.createDirectories(folder);
      Files.write(folder.resolve(DatasetSchema.FILE), SpecJson.mapper().writeValueAsBytes(schema));
      npy(folder.resolve(DatasetSchema.FEATURES_FILE), features);
      npy(folder.resolve(DatasetSchema.TARGETS_FILE), targets);
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a matrix the way numpy.save does: the header padded to a multiple of 64. */
  public static void npy(Path file, float[][] rows) throws IOException {
    int columns = rows.length == 0 ? 1 : rows[0].length;
    String header =
        "{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d), }"
            .formatted(rows.length, columns);
    int length = (header.length() + 1 + 10 + 63) / 64 * 64 - 10;
    header = header + " ".repeat(length - header.length() - 1) + "\n";
    ByteBuffer bytes =
        ByteBuffer.allocate(10 + length + rows.length * columns * Float.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.ISO_8859_1));
    bytes.put((byte) 1).put((byte) 0).putShort((short) length);
    bytes.put(header.getBytes(StandardCharsets.ISO_8859_1));
    for (float[] row : rows) {
      for (float cell : row) {
        bytes.putFloat(cell);
      }
    }
    Files.write(file, bytes.array());
  }

  /** One column. */
  public static float[][] column(double... values) {
    float[][] rows = new float[values.length][1];
    for (int i = 0; i < values.length; i++) {
      rows[i][0] = (float) values[i];
    }
    return rows;
  }
}
