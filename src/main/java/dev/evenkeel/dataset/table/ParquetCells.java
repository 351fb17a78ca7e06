package dev.evenkeel.dataset.table;

import dev.evenkeel.dataset.cells.CellFaults;
import dev.evenkeel.dataset.cells.Cells;
import dev.evenkeel.dataset.cells.UnreadableFile;
import dev.evenkeel.parquet.ParquetColumn;
import dev.evenkeel.parquet.ParquetFile;
import dev.evenkeel.training.data.CellText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The rows of a Parquet file, which stores columns: a row group at a time is turned over on the
 * disk. One thread.
 */
final class ParquetCells implements Cells {

  /** Stands for the cells of columns that are not read. */
  private static final String NOT_READ = "…";

  private final ParquetFile file;
  private final List<ParquetColumn> columns;
  private final boolean[] read;
  private final CellSpill spill;
  private final long mostRows;
  private final CharsetDecoder utf8 =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);

  private ByteBuffer[] cells = new ByteBuffer[0];
  private int nextGroup;
  private long rowsLeftInGroup;
  private long row;
  private int column;
  private byte tag;
  private long whole;
  private double number;
  private String text = "";

  /**
   * @param read whether each column is wanted
   */
  ParquetCells(ParquetFile file, boolean[] read, CellSpill spill, long mostRows) {
    this.file = file;
    this.columns = file.columns();
    this.read = read;
    this.spill = spill;
    this.mostRows = mostRows;
    column = columns.size();
  }

  @Override
  public boolean nextRow() throws IOException {
    if (row == mostRows) {
      return false;
    }
    while (rowsLeftInGroup == 0) {
      if (nextGroup == file.rowGroups()) {
        return false;
      }
      turnOver(nextGroup++);
    }
    rowsLeftInGroup--;
    row++;
    column = 0;
    return true;
  }

  private void turnOver(int group) throws IOException {
    spill.clear();
    rowsLeftInGroup = Math.min(file.rows(group), mostRows - row);
    for (int i = 0; i < read.length; i++) {
      if (read[i]) {
        spill.begin(columns.get(i).name());
        file.read(group, columns.get(i), rowsLeftInGroup, spill);
        spill.end();
      }
    }
    ByteBuffer[] spilled = spill.columns();
    cells = new ByteBuffer[read.length];
    for (int i = 0, next = 0; i < read.length; i++) {
      if (read[i]) {
        cells[i] = spilled[next++];
      }
    }
  }

  @Override
  public boolean hasCell() {
    return column < columns.size();
  }

  @Override
  public CellText readNumber() throws IOException {
    take();
    if (tag == CellSpill.TEXT) {
      CellText kind = CellText.of(text);
      number = kind.value(text);
      return kind;
    }
    return CellText.of(number);
  }

  @Override
  public void readCell() throws IOException {
    take();
  }

  @Override
  public void skipCell() throws IOException {
    take();
  }

  private void take() {
    int at = column++;
    text = NOT_READ;
    tag = CellSpill.TEXT;
    if (read[at]) {
      take(cells[at], at);
    }
  }

  private void take(ByteBuffer from, int at) {
    tag = from.get();
    text = "";
    number = Double.NaN;
    switch (tag) {
      case CellSpill.WHOLE -> {
        whole = from.getLong();
        number = whole;
      }
      case CellSpill.NUMBER -> number = from.getDouble();
      case CellSpill.FALSE, CellSpill.TRUE -> {
        number = tag == CellSpill.TRUE ? 1 : 0;
        text = tag == CellSpill.TRUE ? "true" : "false";
      }
      case CellSpill.TEXT -> text = text(from, at);
      default -> {
        // A missing cell is no number and an empty text.
      }
    }
  }

  private String text(ByteBuffer from, int at) {
    int length = from.getInt();
    ByteBuffer bytes = from.slice(from.position(), length);
    from.position(from.position() + length);
    try {
      return utf8.decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw UnreadableFile.encoding(
          "Row %d, column '%s': a text is not UTF-8. Leave the column out with the type ignore, or write it as text."
              .formatted(row, CellFaults.abbreviated(columns.get(at).name())));
    }
  }

  @Override
  public String text() {
    return switch (tag) {
      case CellSpill.NUMBER -> CellText.label(number);
      case CellSpill.WHOLE -> Long.toString(whole);
      default -> text;
    };
  }

  @Override
  public double number() {
    return number;
  }

  /** The row, counted from 1. */
  @Override
  public long line() {
    return row;
  }

  @Override
  public long offset() {
    return row;
  }

  @Override
  public void close() throws IOException {
    try (file) {
      spill.close();
    }
  }
}
