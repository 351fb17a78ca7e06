package dev.evenkeel.csv;

/** A file that is no CSV file. The message is a sentence for the client and says where. */
public final class BadCsvException extends RuntimeException {

  private final String code;

  private BadCsvException(String code, String message) {
    super(message);
    this.code = code;
  }

  static BadCsvException at(String code, long line, String what) {
    return new BadCsvException(code, "Line %d: %s.".formatted(line, what));
  }

  static BadCsvException encoding(String message) {
    return new BadCsvException("encoding", message);
  }

  static BadCsvException binary(byte b, long line, long offset) {
    return new BadCsvException(
        "binary",
        "Byte 0x%02x at offset %d (line %d) is not text. Send a CSV file in UTF-8."
            .formatted(b, offset, line));
  }

  /** snake_case name of the kind of fault. */
  public String code() {
    return code;
  }
}
