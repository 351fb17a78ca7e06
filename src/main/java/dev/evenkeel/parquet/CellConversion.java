package dev.evenkeel.parquet;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;

/** Says what the stored values of a column mean. */
final class CellConversion {

  private static final int NANO_DIGITS = 9;
  private static final long[] PER_SECOND = new long[NANO_DIGITS + 1];
  private static final long JULIAN_DAY_OF_EPOCH = 2_440_588;
  private static final long SECONDS_A_DAY = 86_400;
  private static final int UUID_BYTES = 16;

  static {
    PER_SECOND[0] = 1;
    for (int digits = 1; digits <= NANO_DIGITS; digits++) {
      PER_SECOND[digits] = PER_SECOND[digits - 1] * 10;
    }
  }

  private final ParquetColumn column;
  private final CellSink sink;

  CellConversion(ParquetColumn column, CellSink sink) {
    this.column = column;
    this.sink = sink;
  }

  void put(Values value) throws IOException {
    switch (column.meaning()) {
      case BOOLEAN -> sink.bool(value.number != 0);
      case WHOLE -> whole(value);
      case NUMBER -> sink.number(floating(value));
      case DECIMAL -> sink.number(decimal(value));
      case TEXT -> text(value);
      case DATE, TIME, TIMESTAMP -> time(value);
      case UNREADABLE -> throw new IllegalStateException(column.name());
    }
  }

  private void whole(Values value) throws IOException {
    if (column.type() == PhysicalType.INT32) {
      sink.whole(column.unsigned() ? value.number & 0xFFFF_FFFFL : (int) value.number);
    } else if (column.unsigned() && value.number < 0) {
      sink.number((double) (value.number >>> 1 | value.number & 1) * 2);
    } else {
      sink.whole(value.number);
    }
  }

  private double floating(Values value) {
    return switch (column.type()) {
      case FLOAT -> Float.intBitsToFloat((int) value.number);
      case DOUBLE -> Double.longBitsToDouble(value.number);
      default ->
          Float16.toDouble(
              (short) (value.array[value.from] & 0xFF | value.array[value.from + 1] << Byte.SIZE));
    };
  }

  private double decimal(Values value) {
    BigInteger unscaled =
        column.type() == PhysicalType.INT32 || column.type() == PhysicalType.INT64
            ? BigInteger.valueOf(value.number)
            : value.length == 0
                ? BigInteger.ZERO
                : new BigInteger(value.array, value.from, value.length);
    return new BigDecimal(unscaled, column.scale()).doubleValue();
  }

  private void text(Values value) throws IOException {
    if (column.typeLength() == UUID_BYTES) {
      String hex = HexFormat.of().formatHex(value.array, value.from, value.from + UUID_BYTES);
      text(hex.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.*)", "$1-$2-$3-$4-$5"));
    } else {
      sink.text(value.array, value.from, value.length);
    }
  }

  private void text(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    sink.text(bytes, 0, bytes.length);
  }

  private void time(Values value) throws IOException {
    try {
      text(timeText(value));
    } catch (DateTimeException | ArithmeticException e) {
      throw BadParquetException.because(
          "bad_time",
          "Column '%s' holds the time %d, which no calendar has."
              .formatted(column.name(), value.number));
    }
  }

  private String timeText(Values value) throws BadParquetException {
    if (column.type() == PhysicalType.INT96) {
      Bytes in = new Bytes(value.array, value.from, value.length);
      long nanos = in.int64();
      long day = in.int32() - JULIAN_DAY_OF_EPOCH;
      return moment(Math.multiplyExact(day, SECONDS_A_DAY), nanos);
    }
    long units = PER_SECOND[column.unit()];
    long nanos = Math.floorMod(value.number, units) * PER_SECOND[NANO_DIGITS - column.unit()];
    return switch (column.meaning()) {
      case DATE -> LocalDate.ofEpochDay(value.number).toString();
      case TIME ->
          LocalTime.ofNanoOfDay(
                  Math.addExact(
                      Math.multiplyExact(
                          Math.floorDiv(value.number, units), PER_SECOND[NANO_DIGITS]),
                      nanos))
              .format(DateTimeFormatter.ISO_LOCAL_TIME);
      default -> moment(Math.floorDiv(value.number, units), nanos);
    };
  }

  private String moment(long seconds, long nanos) {
    return Instant.ofEpochSecond(seconds, nanos)
            .atOffset(ZoneOffset.UTC)
            .format(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
        + (column.utc() ? "Z" : "");
  }
}
