package dev.evenkeel.training.data;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import org.jspecify.annotations.Nullable;

/**
 * Turns the texts of one column into keys that sort as the times do. A column holds either numbers
 * or ISO 8601 dates, months or date-times; without an offset they are UTC.
 */
public final class TimeReading {

  private static final double LARGEST_EXACT = 1L << 53;
  private static final int LENGTH_OF_MONTH = 7;
  private static final int LENGTH_OF_DATE = 10;
  private static final DateTimeFormatter DATE_TIME =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendLiteral('T')
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .optionalStart()
          .appendOffsetId()
          .optionalEnd()
          .parseDefaulting(ChronoField.OFFSET_SECONDS, 0)
          .toFormatter()
          .withResolverStyle(ResolverStyle.STRICT);

  private enum Kind {
    /** Decimal numbers, compared as double. */
    NUMBER("a number"),
    /** Whole numbers, because the first is one that a double cannot hold: nanoseconds. */
    WHOLE_NUMBER("a whole number"),
    DATE("an ISO 8601 date or date-time");

    private final String noun;

    Kind(String noun) {
      this.noun = noun;
    }
  }

  private @Nullable Kind kind;
  private long key;

  /** Reads a text; false where it is no time, or none of the kind of those before. */
  public boolean read(String text) {
    if (kind == null) {
      kind = kindOf(text);
    }
    try {
      return kind != null && readAs(kind, text);
    } catch (NumberFormatException | DateTimeException | ArithmeticException e) {
      return false;
    }
  }

  /** Sorts as the time read last. */
  public long key() {
    return key;
  }

  /** What the texts of the column must be. */
  public String expected() {
    return kind == null ? "a number or " + Kind.DATE.noun : kind.noun + ", as the first is";
  }

  private static @Nullable Kind kindOf(String text) {
    if (CellText.of(text) == CellText.NUMBER) {
      boolean exact = Math.abs(Double.parseDouble(text)) <= LARGEST_EXACT;
      return exact || !isWhole(text) ? Kind.NUMBER : Kind.WHOLE_NUMBER;
    }
    try {
      nanoseconds(text);
      return Kind.DATE;
    } catch (DateTimeException | ArithmeticException e) {
      return null;
    }
  }

  private static boolean isWhole(String text) {
    return text.chars().skip(1).allMatch(c -> c >= '0' && c <= '9');
  }

  private boolean readAs(Kind kind, String text) {
    switch (kind) {
      case NUMBER -> {
        if (CellText.of(text) != CellText.NUMBER) {
          return false;
        }
        key = sortable(Double.parseDouble(text));
      }
      case WHOLE_NUMBER -> key = Long.parseLong(text);
      case DATE -> key = nanoseconds(text);
    }
    return true;
  }

  private static long sortable(double value) {
    // Adding zero makes the two zeros one.
    long bits = Double.doubleToLongBits(value + 0.0);
    return bits ^ ((bits >> 63) & Long.MAX_VALUE);
  }

  /** Since 1970; from the year 1678 to 2262, as far as 64 bits go. */
  private static long nanoseconds(String text) {
    OffsetDateTime time = dateTime(text);
    return Math.addExact(
        Math.multiplyExact(time.toEpochSecond(), 1_000_000_000L), (long) time.getNano());
  }

  private static OffsetDateTime dateTime(String text) {
    if (text.length() == LENGTH_OF_MONTH) {
      return midnight(YearMonth.parse(text).atDay(1));
    }
    if (text.length() <= LENGTH_OF_DATE) {
      return midnight(LocalDate.parse(text));
    }
    boolean space = text.charAt(LENGTH_OF_DATE) == ' ';
    String iso =
        space ? text.substring(0, LENGTH_OF_DATE) + 'T' + text.substring(LENGTH_OF_DATE + 1) : text;
    return OffsetDateTime.parse(iso, DATE_TIME);
  }

  private static OffsetDateTime midnight(LocalDate date) {
    return date.atStartOfDay().atOffset(ZoneOffset.UTC);
  }
}
