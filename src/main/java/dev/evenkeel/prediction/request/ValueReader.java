package dev.evenkeel.prediction.request;

import dev.evenkeel.prediction.FaultList;
import dev.evenkeel.prediction.FaultList.Place;
import dev.evenkeel.prediction.InputColumn;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.InputCoercionException;

/** Reads single JSON values as what a column holds. Leaves the parser on the value's last token. */
public final class ValueReader {

  private ValueReader() {}

  /** A value by the column's own terms: a number, or a category's name. */
  static double byName(JsonParser json, InputColumn column, Place place, FaultList faults) {
    return switch (json.currentToken()) {
      case VALUE_NULL -> column.missing(place, faults);
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
          column.isCategorical()
              ? column.category(json.getString(), place, faults)
              : column.number(number(json), place, faults);
      case VALUE_STRING ->
          column.isCategorical()
              ? column.text(json.getString(), place, faults)
              : column.wrongType("text", place, faults);
      case VALUE_TRUE, VALUE_FALSE ->
          column.isCategorical()
              ? column.category(json.getString(), place, faults)
              : column.wrongType("a boolean", place, faults);
      default -> structure(json, column, place, faults);
    };
  }

  /** A value as a number whatever the column: categories by index. */
  static double byIndex(JsonParser json, InputColumn column, Place place, FaultList faults) {
    return switch (json.currentToken()) {
      case VALUE_NULL -> column.missing(place, faults);
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> index(number(json), column, place, faults);
      case VALUE_STRING, VALUE_TRUE, VALUE_FALSE -> notANumber(column, place, faults);
      default -> {
        json.skipChildren();
        yield notANumber(column, place, faults);
      }
    };
  }

  public static double index(double value, InputColumn column, Place place, FaultList faults) {
    return column.isCategorical()
        ? column.index(value, place, faults)
        : column.number(value, place, faults);
  }

  private static double notANumber(InputColumn column, Place place, FaultList faults) {
    faults.add(place, "wrong_type", "'%s' takes a number here.".formatted(column.name()));
    return 0;
  }

  private static double structure(
      JsonParser json, InputColumn column, Place place, FaultList faults) {
    String found = json.currentToken() == JsonToken.START_ARRAY ? "an array" : "an object";
    json.skipChildren();
    return column.wrongType(found, place, faults);
  }

  /** Infinite where it is too large for a double. */
  public static double number(JsonParser json) {
    try {
      return json.getDoubleValue();
    } catch (InputCoercionException e) {
      return Double.POSITIVE_INFINITY;
    }
  }
}
