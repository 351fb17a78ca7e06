package dev.evenkeel.parquet;

import java.io.IOException;

/** A file that cannot be read. The message is a sentence for the client. */
public final class BadParquetException extends IOException {

  private final String code;
  private final boolean tooLarge;

  private BadParquetException(String code, String message, boolean tooLarge) {
    super(message);
    this.code = code;
    this.tooLarge = tooLarge;
  }

  static BadParquetException because(String code, String message) {
    return new BadParquetException(code, message, false);
  }

  static BadParquetException corrupt(String what) {
    return because(
        "corrupt_parquet", "The Parquet file is damaged: %s. Write it again.".formatted(what));
  }

  static BadParquetException tooLarge(String message) {
    return new BadParquetException("too_large", message, true);
  }

  /** snake_case name of the kind of fault. */
  public String code() {
    return code;
  }

  /** Whether the file is sound and larger in some way than what is taken. */
  public boolean isTooLarge() {
    return tooLarge;
  }
}
