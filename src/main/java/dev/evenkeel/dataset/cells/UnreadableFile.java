package dev.evenkeel.dataset.cells;

import dev.evenkeel.csv.BadCsvException;
import dev.evenkeel.error.ErrorCode;
import dev.evenkeel.error.Fault;
import dev.evenkeel.error.ServiceException;
import dev.evenkeel.parquet.BadParquetException;
import java.util.List;

/** The ways in which an uploaded file can be unusable as a whole. */
public final class UnreadableFile {

  static final String POINTER = "/file";

  private UnreadableFile() {}

  public static ServiceException because(String code, String message) {
    return new ServiceException(
        ErrorCode.INVALID_DATA, message, List.of(new Fault(POINTER, code, message)));
  }

  public static ServiceException at(String code, long line, String what) {
    return because(code, "Line %d: %s.".formatted(line, what));
  }

  public static ServiceException encoding(String message) {
    return because("encoding", message);
  }

  public static ServiceException of(BadCsvException e) {
    return because(e.code(), e.getMessage());
  }

  public static ServiceException of(BadParquetException e) {
    return e.isTooLarge() ? tooLarge(e.getMessage()) : because(e.code(), e.getMessage());
  }

  public static ServiceException tooLarge(String message) {
    return new ServiceException(ErrorCode.TOO_LARGE, message);
  }
}
