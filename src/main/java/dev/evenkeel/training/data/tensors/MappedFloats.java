package dev.evenkeel.training.data.tensors;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Rows of little-endian float32 mapped from a file of any size, read by row number.
 *
 * <p>Belongs to one thread. The memory is unmapped on {@link #close()}, after which reading fails
 * with an exception instead of a crash.
 */
public final class MappedFloats implements MappedRows {

  private static final long PIECE_BYTES = 1L << 30;

  private final int columns;
  private final int rowsPerPiece;
  private MappedByteBuffer[] mappings;
  private FloatBuffer[] pieces;

  private MappedFloats(MappedByteBuffer[] mappings, int columns, int rowsPerPiece) {
    this.mappings = mappings;
    this.columns = columns;
    this.rowsPerPiece = rowsPerPiece;
    this.pieces = new FloatBuffer[mappings.length];
    for (int i = 0; i < pieces.length; i++) {
      pieces[i] = mappings[i].order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    }
  }

  /** Maps {@code rows} rows of {@code columns} floats that begin at byte {@code start}. */
  public static MappedFloats map(Path file, long start, long rows, int columns) throws IOException {
    return map(file, start, rows, columns, PIECE_BYTES);
  }

  public static MappedFloats map(Path file, long start, long rows, int columns, long pieceBytes)
      throws IOException {
    long rowBytes = Math.max(1, (long) columns * Float.BYTES);
    int rowsPerPiece = (int) Math.max(1, Math.min(Integer.MAX_VALUE, pieceBytes / rowBytes));
    int count = Math.toIntExact((rows + rowsPerPiece - 1) / rowsPerPiece);
    MappedByteBuffer[] mappings = new MappedByteBuffer[count];
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      for (int i = 0; i < count; i++) {
        long first = (long) i * rowsPerPiece;
        long bytes = Math.min(rowsPerPiece, rows - first) * columns * Float.BYTES;
        mappings[i] = channel.map(FileChannel.MapMode.READ_ONLY, start + first * rowBytes, bytes);
      }
    }
    return new MappedFloats(mappings, columns, rowsPerPiece);
  }

  @Override
  public void read(long row, int column, float[] into, int at, int count) {
    int piece = (int) (row / rowsPerPiece);
    int rowInPiece = (int) (row - (long) piece * rowsPerPiece);
    pieces[piece].get(rowInPiece * columns + column, into, at, count);
  }

  @Override
  public void close() {
    MappedByteBuffer[] open = mappings;
    pieces = new FloatBuffer[0];
    mappings = new MappedByteBuffer[0];
    for (MappedByteBuffer mapping : open) {
      Unmapping.unmap(mapping);
    }
  }
}
