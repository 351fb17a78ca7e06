package dev.evenkeel.parquet;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads the cells of one column of one row group, page by page. One use. */
final class ColumnPages {

  private final ParquetColumn column;
  private final RowGroup group;
  private final RowGroup.Chunk chunk;
  private final Codec codec;
  private final PageSource pages;
  private final CellConversion cells;
  private final CellSink sink;
  private @Nullable Dictionary dictionary;

  ColumnPages(ParquetColumn column, RowGroup group, PageSource pages, CellSink sink)
      throws BadParquetException {
    this.column = column;
    this.group = group;
    this.chunk = group.chunks().get(column.leaf());
    this.pages = pages;
    this.sink = sink;
    check();
    codec = Codec.of(chunk.codec());
    cells = new CellConversion(column, sink);
  }

  private void check() throws BadParquetException {
    if (chunk.encrypted()) {
      throw encrypted("Column '%s'".formatted(column.name()));
    }
    if (chunk.elsewhere()) {
      throw BadParquetException.because(
          "other_file",
          "The cells of column '%s' lie in another file. Upload one file that holds all."
              .formatted(column.name()));
    }
    if (chunk.type() != column.type().ordinal() || chunk.values() != group.rows()) {
      throw BadParquetException.corrupt(
          "column '%s' does not fit the schema".formatted(column.name()));
    }
  }

  static BadParquetException encrypted(String what) {
    return BadParquetException.because(
        "encrypted", "%s is encrypted. Upload the file without encryption.".formatted(what));
  }

  /**
   * @param most rows wanted, from the first on
   */
  void read(long most) throws IOException {
    pages.seek(chunk.start());
    long left = group.rows();
    long wanted = Math.min(most, left);
    while (wanted > 0) {
      PageHeader page = pages.next();
      switch (page.type()) {
        case PageHeader.DICTIONARY ->
            dictionary = Dictionary.of(column, decompressed(page, 0), page.values());
        case PageHeader.DATA, PageHeader.DATA_V2 -> {
          if (page.values() < 0 || page.values() > left) {
            throw BadParquetException.corrupt(
                "a page of column '%s' claims %d values".formatted(column.name(), page.values()));
          }
          read(page, (int) Math.min(wanted, page.values()));
          left -= page.values();
          wanted -= Math.min(wanted, page.values());
        }
        default -> {
          // Pages of other kinds hold no cells.
        }
      }
    }
  }

  private void read(PageHeader page, int wanted) throws IOException {
    boolean second = page.type() == PageHeader.DATA_V2;
    Bytes bytes = decompressed(page, second ? levelBytes(page) : 0);
    if (second) {
      bytes.skip(page.repetitionBytes());
    } else if (column.optional() && page.levelEncoding() != Encodings.RLE) {
      throw BadParquetException.because(
          "unsupported_encoding",
          "Column '%s' has levels of an encoding that is no longer in use."
              .formatted(column.name()));
    }
    Runs present = null;
    if (column.optional()) {
      present = new Runs(bytes.part(second ? page.levelBytes() : bytes.int32()), 1);
    }
    read(present, values(page, bytes), wanted);
  }

  private int levelBytes(PageHeader page) throws BadParquetException {
    long bytes = (long) page.levelBytes() + page.repetitionBytes();
    if (page.levelBytes() < 0
        || page.repetitionBytes() < 0
        || bytes > page.storedBytes()
        || bytes > page.uncompressedBytes()) {
      throw BadParquetException.corrupt("the levels of a page are larger than the page");
    }
    return (int) bytes;
  }

  /**
   * The bytes of the current page.
   *
   * @param plain how many of them at the front are never compressed
   */
  private Bytes decompressed(PageHeader page, int plain) throws BadParquetException {
    if (codec == Codec.UNCOMPRESSED || !page.compressed()) {
      return pages.page();
    }
    return pages.decompressed(codec, page.uncompressedBytes(), plain);
  }

  private Values values(PageHeader page, Bytes bytes) throws BadParquetException {
    if (page.encoding() == Encodings.PLAIN_DICTIONARY
        || page.encoding() == Encodings.RLE_DICTIONARY) {
      if (dictionary == null) {
        throw BadParquetException.corrupt(
            "column '%s' lacks its dictionary".formatted(column.name()));
      }
      return new DictionaryValues(dictionary, bytes);
    }
    return Encodings.open(column, page.encoding(), bytes, page.values());
  }

  private void read(@Nullable Runs present, Values values, int wanted) throws IOException {
    for (int i = 0; i < wanted; i++) {
      if (present == null || present.next() == 1) {
        values.next();
        cells.put(values);
      } else {
        sink.none();
      }
    }
  }
}
