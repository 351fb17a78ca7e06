package dev.evenkeel.csv;

import dev.evenkeel.training.data.CellText;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads UTF-8 CSV cell by cell at constant memory; a plain number costs no object. One thread.
 *
 * <p>RFC 4180 with any line end; comma, semicolon or tab; blank lines are skipped. Use: {@code
 * while (nextRow()) while (hasCell()) readCell()}.
 */
public class CsvReader implements Closeable {

  private static final int INITIAL_BUFFER = 1 << 18;
  private static final int LONGEST_PLAIN_NUMBER = 32;
  // Up to 15 digits and 10^15 are exact doubles, so one division rounds as parseDouble does.
  private static final int EXACT_DIGITS = 15;
  private static final double[] POWERS_OF_TEN = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
  };

  private final InputStream in;
  private final byte separator;
  private final int maxCellBytes;
  private final Utf8 utf8 = new Utf8();

  private byte[] buffer = new byte[INITIAL_BUFFER];
  private int position;
  private int limit;
  private long bufferOffset;
  private boolean exhausted;

  private long nextLine = 1;
  private long line;
  private boolean rowHasCell;
  private double number;
  private int start;
  private int end;
  private boolean ascii;
  private boolean quoted;

  /** Takes the separator from the first line. */
  public CsvReader(InputStream in, int maxCellBytes) throws IOException {
    this.in = in;
    this.maxCellBytes = maxCellBytes;
    fill();
    separator = Separator.of(ByteBuffer.wrap(buffer, 0, limit));
    position += Utf8.lengthOfMark(ByteBuffer.wrap(buffer, 0, limit));
  }

  /** What stands between two cells. */
  public char separator() {
    return (char) separator;
  }

  /** Moves to the next row that is not blank; false at the end of the file. */
  public boolean nextRow() throws IOException {
    while (rowHasCell) {
      readCell();
    }
    while (position < limit || fill()) {
      byte next = buffer[position];
      if (next != '\n' && next != '\r') {
        rowHasCell = true;
        return true;
      }
      endLine(position);
    }
    return false;
  }

  /** Whether the current row has a cell that has not been read. */
  public boolean hasCell() {
    return rowHasCell;
  }

  /** File line on which the cell read last begins; the header is on line 1. */
  public long line() {
    return line;
  }

  /** Bytes of the (decompressed) file that have been read. */
  public long offset() {
    return bufferOffset + position;
  }

  /** The number read last. */
  public double number() {
    return number;
  }

  /**
   * Reads the next cell if it is a plain decimal number of at most 15 digits, as most are.
   * Otherwise nothing moves and false is answered: {@link #readCell} takes any cell.
   */
  boolean readPlainNumber() throws IOException {
    if (limit - position < LONGEST_PLAIN_NUMBER && !exhausted) {
      fill();
    }
    byte[] bytes = buffer;
    // A line feed behind the last byte ends every loop below without a check of the limit.
    bytes[limit] = '\n';
    int at = position;
    boolean negative = bytes[at] == '-';
    if (negative || bytes[at] == '+') {
      at++;
    }
    long mantissa = 0;
    int digits = -at;
    for (int d = bytes[at] - '0'; d >= 0 && d <= 9; d = bytes[++at] - '0') {
      mantissa = mantissa * 10 + d;
    }
    digits += at;
    int scale = 0;
    if (bytes[at] == '.') {
      int point = at++;
      for (int d = bytes[at] - '0'; d >= 0 && d <= 9; d = bytes[++at] - '0') {
        mantissa = mantissa * 10 + d;
      }
      scale = at - point - 1;
      digits += scale;
    }
    if (digits == 0 || digits > EXACT_DIGITS || at >= limit || !endsCell(bytes[at])) {
      return false;
    }
    double value = scale == 0 ? mantissa : mantissa / POWERS_OF_TEN[scale];
    number = negative ? -value : value;
    line = nextLine;
    endCell(at);
    return true;
  }

  private boolean endsCell(byte b) {
    return b == separator || b == '\n' || b == '\r';
  }

  /** Moves behind the separator or line end at {@code at}. */
  private void endCell(int at) throws IOException {
    if (buffer[at] == separator) {
      position = at + 1;
    } else {
      endLine(at);
      rowHasCell = false;
    }
  }

  private void endLine(int at) throws IOException {
    position = at + 1;
    nextLine++;
    if (buffer[at] == '\r' && (position < limit || fill()) && buffer[position] == '\n') {
      position++;
    }
  }

  /** Reads the next cell, whatever it is. Its bytes are valid until the next read. */
  public void readCell() throws IOException {
    line = nextLine;
    ascii = true;
    quoted = (position < limit || fill()) && buffer[position] == '"';
    if (quoted) {
      readQuoted();
    } else {
      readUnquoted();
    }
  }

  private void readUnquoted() throws IOException {
    int length = 0;
    while (position + length < limit || fill()) {
      byte b = buffer[position + length];
      if (endsCell(b)) {
        take(position, position + length);
        endUnquoted();
        return;
      }
      check(b, length++);
    }
    take(position, limit);
    position = limit;
    rowHasCell = false;
  }

  private void endUnquoted() throws IOException {
    // Ending a CR line may refill the buffer: the cell must be looked at before, or moved along.
    int length = end - start;
    if (buffer[end] == '\r' && end + 1 == limit) {
      fill();
      take(position, position + length);
    }
    endCell(end);
  }

  private void readQuoted() throws IOException {
    int read = 1;
    int write = 1;
    while (position + read < limit || fill()) {
      byte b = buffer[position + read];
      if (b == '"') {
        if (!isEscapedQuote(read)) {
          take(position + 1, position + write);
          endQuoted(read + 1);
          return;
        }
        read++;
      } else if (b == '\n') {
        nextLine++;
      }
      if (b != '\n' && b != '\r') {
        check(b, read);
      }
      buffer[position + write++] = b;
      read++;
      requireShort(read);
    }
    throw BadCsvException.at("unclosed_quote", line, "a quote is opened and never closed");
  }

  private boolean isEscapedQuote(int read) throws IOException {
    int next = read + 1;
    return (position + next < limit || fill()) && buffer[position + next] == '"';
  }

  private void endQuoted(int length) throws IOException {
    int text = end - start;
    if (position + length + 1 >= limit) {
      fill();
      take(position + 1, position + 1 + text);
    }
    int at = position + length;
    if (at == limit) {
      position = limit;
      rowHasCell = false;
    } else if (endsCell(buffer[at])) {
      endCell(at);
    } else {
      throw BadCsvException.at(
          "text_after_quote",
          nextLine,
          "text follows a closing quote; write a quote inside as \"\"");
    }
  }

  private void take(int from, int to) {
    start = from;
    end = to;
  }

  private void check(byte b, int length) {
    if (b < 0) {
      ascii = false;
    } else if (b < ' ' && b != '\t') {
      throw BadCsvException.binary(b, nextLine, bufferOffset + position + length);
    }
    requireShort(length);
  }

  private void requireShort(int length) {
    if (length > maxCellBytes) {
      throw BadCsvException.at(
          "cell_too_long",
          line,
          "a cell is longer than %d bytes (is a quote left open?)".formatted(maxCellBytes));
    }
  }

  /** Text of the cell read last, spaces around an unquoted one removed. */
  public String text() {
    String text = raw();
    return quoted ? text : text.strip();
  }

  /** Text of the cell read last, as it stands there but for the quotes around it. */
  public String raw() {
    return ascii
        ? new String(buffer, start, end - start, StandardCharsets.ISO_8859_1)
        : utf8.decode(
            ByteBuffer.wrap(buffer, start, end - start).slice(), line, bufferOffset + start);
  }

  /** Reads the next cell as a number; {@link #number} holds it unless it is text. */
  public CellText readNumber() throws IOException {
    if (readPlainNumber()) {
      return CellText.NUMBER;
    }
    readCell();
    String text = text();
    CellText kind = CellText.of(text);
    number = kind.value(text);
    return kind;
  }

  /** Reads over the next cell, which must be UTF-8 all the same. */
  public void skipCell() throws IOException {
    readCell();
    text();
  }

  /**
   * Moves what is not yet read to the front and reads more behind it.
   *
   * @return whether there is more
   */
  private boolean fill() throws IOException {
    if (exhausted) {
      return false;
    }
    int kept = limit - position;
    if (kept > buffer.length / 2) {
      buffer = Arrays.copyOfRange(buffer, position, position + buffer.length * 2);
    } else {
      System.arraycopy(buffer, position, buffer, 0, kept);
    }
    bufferOffset += position;
    position = 0;
    limit = kept;
    // One byte stays free for the line feed that ends the loops of readPlainNumber.
    int read = in.readNBytes(buffer, limit, buffer.length - 1 - limit);
    limit += read;
    exhausted = read == 0;
    return read > 0;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
