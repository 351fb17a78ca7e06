package dev.evenkeel.training.data.tensors;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A matrix of float32 ({@code <f4}) or bytes ({@code |u1}) in NumPy's {@code .npy} format (C
 * order), mapped and read row by row as float; it may be larger than memory.
 *
 * <p>Belongs to one thread.
 */
public final class NpyTensor implements AutoCloseable {

  private final long rows;
  private final int columns;
  private final MappedRows numbers;

  private NpyTensor(long rows, int columns, MappedRows numbers) {
    this.rows = rows;
    this.columns = columns;
    this.numbers = numbers;
  }

  public static NpyTensor open(Path file) throws IOException {
    return open(file, 1L << 30);
  }

  static NpyTensor open(Path file, long pieceBytes) throws IOException {
    NpyHeader header = header(file);
    boolean bytes = header.descr().equals("|u1");
    long[] shape = header.shape();
    if (header.fortranOrder()
        || !bytes && !header.descr().equals("<f4")
        || shape.length < 1
        || shape.length > 2) {
      throw new IOException(
          "%s is not a matrix of float32 or bytes: %s".formatted(file.getFileName(), header));
    }
    int columns = shape.length == 1 ? 1 : Math.toIntExact(shape[1]);
    int size = bytes ? 1 : Float.BYTES;
    requireLength(file, header.length() + shape[0] * columns * size);
    return new NpyTensor(
        shape[0],
        columns,
        bytes
            ? MappedBytes.map(file, header.length(), shape[0], columns, pieceBytes)
            : MappedFloats.map(file, header.length(), shape[0], columns, pieceBytes));
  }

  private static NpyHeader header(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return NpyHeader.read(channel);
    } catch (java.nio.file.FileSystemException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException(file.getFileName() + ": " + e.getMessage(), e);
    }
  }

  private static void requireLength(Path file, long expected) throws IOException {
    long length = java.nio.file.Files.size(file);
    if (length != expected) {
      throw new IOException(
          "%s holds %d bytes where its header says %d."
              .formatted(file.getFileName(), length, expected));
    }
  }

  /** Whether numbers are bytes, 0 to 255. */
  public boolean holdsBytes() {
    return numbers instanceof MappedBytes;
  }

  public long rows() {
    return rows;
  }

  public int columns() {
    return columns;
  }

  /** Copies one row into {@code into}, from index {@code at} on. */
  public void readRow(long row, float[] into, int at) {
    numbers.read(row, 0, into, at, columns);
  }

  /** Copies {@code count} rows from {@code row} on into {@code into}, one after the other. */
  public void readRows(long row, int count, float[] into) {
    for (int i = 0; i < count; i++) {
      numbers.read(row + i, 0, into, i * columns, columns);
    }
  }

  @Override
  public void close() {
    numbers.close();
  }
}
