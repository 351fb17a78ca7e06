package dev.evenkeel.parquet;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A Parquet file whose footer was read. Cells are read a column of a row group at a time.
 *
 * <p>One thread.
 */
public final class ParquetFile implements Closeable {

  private static final int MAGIC = magic("PAR1");
  private static final int ENCRYPTED_MAGIC = magic("PARE");
  private static final int TAIL_BYTES = 8;

  /** What is kept of a footer takes about three times its size. */
  private static final int MOST_FOOTER_BYTES = 16 << 20;

  private final FileChannel file;
  private final List<ParquetColumn> columns;
  private final List<RowGroup> groups;
  private final PageSource pages;

  private ParquetFile(
      FileChannel file, List<ParquetColumn> columns, List<RowGroup> groups, PageSource pages) {
    this.file = file;
    this.columns = columns;
    this.groups = groups;
    this.pages = pages;
  }

  /**
   * @param mostDecompressedBytes that may be read of the file
   * @throws BadParquetException where it is no such file, or is damaged, encrypted or too large
   */
  public static ParquetFile open(Path path, long mostDecompressedBytes) throws IOException {
    FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
    try {
      long footer = footerStart(file);
      Footer read = Footer.read(bytes(file, footer, (int) (file.size() - TAIL_BYTES - footer)));
      return new ParquetFile(
          file, read.columns(), read.groups(), new PageSource(file, footer, mostDecompressedBytes));
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static int magic(String text) {
    return text.charAt(0) | text.charAt(1) << 8 | text.charAt(2) << 16 | text.charAt(3) << 24;
  }

  private static long footerStart(FileChannel file) throws IOException {
    long size = file.size();
    if (size < Integer.BYTES + TAIL_BYTES) {
      throw notParquet("it is too short");
    }
    int first = bytes(file, 0, Integer.BYTES).getInt();
    ByteBuffer tail = bytes(file, size - TAIL_BYTES, TAIL_BYTES);
    long length = Integer.toUnsignedLong(tail.getInt());
    int last = tail.getInt();
    if (first == ENCRYPTED_MAGIC || last == ENCRYPTED_MAGIC) {
      throw ColumnPages.encrypted("The file");
    }
    if (first != MAGIC) {
      throw notParquet("it does not begin with PAR1");
    }
    if (last != MAGIC) {
      throw notParquet("it does not end with PAR1. Was the upload cut off?");
    }
    if (length > size - TAIL_BYTES - Integer.BYTES) {
      throw BadParquetException.corrupt("its footer claims to be larger than the file");
    }
    if (length > MOST_FOOTER_BYTES) {
      throw BadParquetException.tooLarge(
          "The footer of the file has %d bytes; at most %d are taken. Write it with fewer row groups."
              .formatted(length, MOST_FOOTER_BYTES));
    }
    return size - TAIL_BYTES - length;
  }

  private static BadParquetException notParquet(String why) {
    return BadParquetException.because(
        "not_parquet", "The file is no Parquet file: %s.".formatted(why));
  }

  private static ByteBuffer bytes(FileChannel file, long position, int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (file.read(buffer, position + buffer.position()) < 0) {
        throw BadParquetException.corrupt("it ends early");
      }
    }
    return buffer.flip();
  }

  /** The top-level columns, in their order. */
  public List<ParquetColumn> columns() {
    return columns;
  }

  public int rowGroups() {
    return groups.size();
  }

  public long rows(int group) {
    return groups.get(group).rows();
  }

  /** Rows of all groups together. */
  public long rows() {
    return groups.stream().mapToLong(RowGroup::rows).sum();
  }

  /**
   * Puts the first cells of a column of a row group into a sink.
   *
   * @param most rows wanted
   * @throws BadParquetException where the file is damaged, or written in a way that is not read
   */
  public void read(int group, ParquetColumn column, long most, CellSink sink) throws IOException {
    new ColumnPages(column, groups.get(group), pages, sink).read(most);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /** What the end of a file says of the rest. */
  private record Footer(List<ParquetColumn> columns, List<RowGroup> groups) {

    static Footer read(ByteBuffer bytes) throws BadParquetException {
      CompactProtocol in = new CompactProtocol(new Bytes(bytes.array(), 0, bytes.limit()));
      List<SchemaNode> schema = new ArrayList<>();
      List<RowGroup> groups = new ArrayList<>();
      int[] leaves = new int[1];
      in.struct(
          (id, type) -> {
            switch (id) {
              case 2 -> {
                in.structs(type, () -> schema.add(SchemaNode.read(in)));
                leaves[0] = ColumnSchema.leaves(schema);
              }
              case 4 -> in.structs(type, () -> groups.add(RowGroup.read(in, leaves[0])));
              default -> {
                return false;
              }
            }
            return true;
          });
      return new Footer(ColumnSchema.columns(schema), groups);
    }
  }
}
