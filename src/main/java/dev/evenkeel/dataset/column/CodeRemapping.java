package dev.evenkeel.dataset.column;

import dev.evenkeel.training.data.tensors.NpyWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Replaces codes given in order of appearance by those of the sorted categories, in place, a few
 * rows at a time.
 */
public final class CodeRemapping {

  private static final int CHUNK_BYTES = 1 << 20;

  private final int columns;
  private final Map<Integer, int[]> codesByColumn = new LinkedHashMap<>();

  /**
   * @param columns of the tensor
   */
  public CodeRemapping(int columns) {
    this.columns = columns;
  }

  /**
   * @param codes the new code by the old one
   */
  public void put(int column, int[] codes) {
    for (int i = 0; i < codes.length; i++) {
      if (codes[i] != i) {
        codesByColumn.put(column, codes);
        return;
      }
    }
  }

  public void apply(Path tensor) throws IOException {
    if (codesByColumn.isEmpty()) {
      return;
    }
    int rowBytes = columns * Float.BYTES;
    ByteBuffer rows =
        ByteBuffer.allocateDirect(Math.max(1, CHUNK_BYTES / rowBytes) * rowBytes)
            .order(ByteOrder.LITTLE_ENDIAN);
    try (FileChannel file =
        FileChannel.open(tensor, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long at = NpyWriter.HEADER_BYTES;
      while (at < file.size()) {
        readFully(file, rows.clear(), at);
        remap(rows);
        at += writeFully(file, rows, at);
      }
    }
  }

  private static void readFully(FileChannel file, ByteBuffer rows, long at) throws IOException {
    long from = at;
    while (rows.hasRemaining()) {
      int read = file.read(rows, from);
      if (read < 0) {
        break;
      }
      from += read;
    }
    rows.flip();
  }

  private static int writeFully(FileChannel file, ByteBuffer rows, long at) throws IOException {
    int bytes = rows.limit();
    while (rows.hasRemaining()) {
      file.write(rows, at + rows.position());
    }
    return bytes;
  }

  private void remap(ByteBuffer rows) {
    codesByColumn.forEach(
        (column, codes) -> {
          for (int at = column * Float.BYTES; at < rows.limit(); at += columns * Float.BYTES) {
            float code = rows.getFloat(at);
            if (!Float.isNaN(code)) {
              rows.putFloat(at, codes[(int) code]);
            }
          }
        });
  }
}
