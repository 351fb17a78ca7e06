package dev.evenkeel.prediction;

import dev.evenkeel.error.Excerpt;
import dev.evenkeel.prediction.FaultList.Place;
import dev.evenkeel.training.data.CellText;
import dev.evenkeel.training.data.FittedPreprocessing.FittedColumn;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns a client's value of one column into the raw number that the graph takes, and refuses what
 * the graph would answer with nonsense: categories that it does not know and numbers that are not
 * finite once they are float.
 */
public final class InputColumn {

  private static final int CATEGORIES_NAMED = 20;

  private final FittedColumn column;
  private final boolean fillsMissing;
  private final InputRange range;
  private final Map<String, Integer> codes = new HashMap<>();

  InputColumn(FittedColumn column, boolean fillsMissing, InputRange range) {
    this.column = column;
    this.fillsMissing = fillsMissing;
    this.range = range;
    for (String category : column.categories()) {
      codes.put(category, codes.size());
    }
  }

  public String name() {
    return column.name();
  }

  public boolean isCategorical() {
    return column.isCategorical();
  }

  /** A number as it stands in the data. */
  public double number(double value, Place place, FaultList faults) {
    if (!range.holds(value)) {
      faults.add(place, "out_of_range", "'%s' takes %s here.".formatted(name(), range.text()));
      return 0;
    }
    double scaled = (value - column.offset()) / column.scale();
    if (Double.isFinite(value) && Math.abs(scaled) <= Float.MAX_VALUE) {
      return value;
    }
    faults.add(
        place,
        "out_of_range",
        "The number for '%s' is too large to compute with.".formatted(name()));
    return 0;
  }

  /** Whether it is the name of a category. */
  boolean knows(String text) {
    return codes.containsKey(text);
  }

  /** The text of a cell, which means what it meant when the data was uploaded. */
  public double text(String text, Place place, FaultList faults) {
    if (isCategorical()) {
      boolean missing = CellText.standsForNothing(text) && !knows(text);
      return missing ? missing(place, faults) : category(text, place, faults);
    }
    CellText kind = CellText.of(text);
    return switch (kind) {
      case NUMBER -> number(kind.value(text), place, faults);
      case MISSING -> missing(place, faults);
      // Training fills in what is not finite as well.
      case NON_FINITE -> fillsMissing ? column.fill() : number(kind.value(text), place, faults);
      case TEXT -> wrongType("'" + shortened(text) + "'", place, faults);
    };
  }

  /** A category's name. */
  public double category(String text, Place place, FaultList faults) {
    Integer code = codes.get(text);
    if (code != null) {
      return code;
    }
    faults.add(
        place,
        "unknown_category",
        "'%s' is not a category of '%s'. Known are: %s."
            .formatted(shortened(text), name(), known()));
    return 0;
  }

  /** A category's index. */
  public double index(double value, Place place, FaultList faults) {
    if (value >= 0 && value < codes.size() && value == Math.rint(value)) {
      return value;
    }
    faults.add(
        place,
        "out_of_range",
        "'%s' takes the index of a category here, a whole number from 0 to %d."
            .formatted(name(), codes.size() - 1));
    return 0;
  }

  /** No value at all. */
  public double missing(Place place, FaultList faults) {
    if (fillsMissing) {
      return column.fill();
    }
    faults.add(
        place,
        "missing_value",
        "There is no value for '%s', and the model was not trained to fill it in (missing: mean)."
            .formatted(name()));
    return 0;
  }

  /** A value of a type that the column does not hold. */
  public double wrongType(String found, Place place, FaultList faults) {
    String wanted = isCategorical() ? "the name of a category" : "a number";
    faults.add(place, "wrong_type", "'%s' takes %s, not %s.".formatted(name(), wanted, found));
    return 0;
  }

  private String known() {
    List<String> categories = column.categories();
    String named =
        String.join(", ", categories.subList(0, Math.min(CATEGORIES_NAMED, categories.size())));
    int more = categories.size() - CATEGORIES_NAMED;
    return more > 0 ? named + " and %d more".formatted(more) : named;
  }

  public static String shortened(String text) {
    return Excerpt.of(text);
  }
}
