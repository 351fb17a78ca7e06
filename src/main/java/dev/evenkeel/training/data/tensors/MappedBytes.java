package dev.evenkeel.training.data.tensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Rows of unsigned bytes mapped from a file of any size: pixels take a quarter of what they would
 * take as float.
 *
 * <p>Belongs to one thread. The memory is unmapped on {@link #close()}, after which reading fails
 * with an exception instead of a crash.
 */
final class MappedBytes implements MappedRows {

  private final int columns;
  private final int rowsPerPiece;
  private MappedByteBuffer[] pieces;

  private MappedBytes(MappedByteBuffer[] pieces, int columns, int rowsPerPiece) {
    this.pieces = pieces;
    this.columns = columns;
    this.rowsPerPiece = rowsPerPiece;
  }

  /** Maps {@code rows} rows of {@code columns} bytes that begin at byte {@code start}. */
  static MappedBytes map(Path file, long start, long rows, int columns, long pieceBytes)
      throws IOException {
    long rowBytes = Math.max(1, columns);
    int rowsPerPiece = (int) Math.max(1, Math.min(Integer.MAX_VALUE, pieceBytes / rowBytes));
    int count = Math.toIntExact((rows + rowsPerPiece - 1) / rowsPerPiece);
    MappedByteBuffer[] pieces = new MappedByteBuffer[count];
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      for (int i = 0; i < count; i++) {
        long first = (long) i * rowsPerPiece;
        long bytes = Math.min(rowsPerPiece, rows - first) * columns;
        pieces[i] = channel.map(FileChannel.MapMode.READ_ONLY, start + first * rowBytes, bytes);
      }
    }
    return new MappedBytes(pieces, columns, rowsPerPiece);
  }

  @Override
  public void read(long row, int column, float[] into, int at, int count) {
    int piece = (int) (row / rowsPerPiece);
    int from = (int) (row - (long) piece * rowsPerPiece) * columns + column;
    ByteBuffer bytes = pieces[piece];
    for (int i = 0; i < count; i++) {
      into[at + i] = Byte.toUnsignedInt(bytes.get(from + i));
    }
  }

  @Override
  public void close() {
    MappedByteBuffer[] open = pieces;
    pieces = new MappedByteBuffer[0];
    for (MappedByteBuffer mapping : open) {
      Unmapping.unmap(mapping);
    }
  }
}
