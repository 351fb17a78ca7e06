package dev.evenkeel.prediction.request;

import dev.evenkeel.prediction.FaultList;
import dev.evenkeel.prediction.FaultList.Place;
import dev.evenkeel.prediction.InputColumn;
import dev.evenkeel.prediction.InputSchema;
import dev.evenkeel.prediction.RawExamples;
import dev.evenkeel.prediction.TextInput;
import dev.evenkeel.prediction.request.CsvPrediction.CsvPlace;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** The first line of a CSV file for prediction: which field is which column of the model. */
final class CsvPredictionHeader {

  private final List<String> names;
  private final InputSchema schema;
  private final FaultList faults;

  /** Column of each field, {@link InputSchema#TARGET} among them. */
  private final int[] positions;

  /** Columns that the file does not have. */
  private final int[] absent;

  private CsvPredictionHeader(
      List<String> names, InputSchema schema, int[] positions, FaultList faults) {
    this.names = names;
    this.schema = schema;
    this.faults = faults;
    this.positions = positions;
    Set<Integer> present = new HashSet<>();
    Arrays.stream(positions).forEach(present::add);
    this.absent = IntStream.range(0, schema.width()).filter(i -> !present.contains(i)).toArray();
  }

  static CsvPredictionHeader of(CsvRow row, InputSchema schema, FaultList faults) {
    List<String> names = row.cells();
    int[] positions = names.stream().mapToInt(schema::position).toArray();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < positions.length; i++) {
      String name = names.get(i);
      Place place = new CsvPlace(0, row.line()).column(name);
      if (!seen.add(name)) {
        faults.add(place, "not_allowed", "The column '%s' stands there twice.".formatted(name));
      } else if (positions[i] == InputSchema.UNKNOWN) {
        faults.add(
            place,
            "unknown_column",
            "The model has no column '%s'. Its columns are: %s.".formatted(name, schema.names()));
      }
    }
    return new CsvPredictionHeader(names, schema, positions, faults).withoutGaps();
  }

  /**
   * A column may be absent only where the model fills in what is missing; one that says where a row
   * belongs never.
   */
  private CsvPredictionHeader withoutGaps() {
    for (String key : schema.keys()) {
      if (!names.contains(key)) {
        faults.add(
            new CsvPlace(0, 1).column(key),
            "missing_value",
            "The CSV has no column '%s', which says where a row belongs.".formatted(key));
      }
    }
    for (int column : absent) {
      InputColumn missing = schema.column(column);
      missing.missing(new CsvPlace(0, 1).column(missing.name()), faults);
    }
    return this;
  }

  /** The fields' names as they stand there. */
  List<String> names() {
    return names;
  }

  /** Which field a column is that must be there. */
  int field(String name) {
    return names.indexOf(name);
  }

  /**
   * Reads a row as another example: one position, or the words of a text.
   *
   * @return false where it has too few or too many fields
   */
  boolean read(CsvRow row, CsvPlace place, RawExamples into) {
    into.addExample();
    if (row.count() != positions.length) {
      faults.add(
          place.column(""),
          "wrong_length",
          "%d fields, but the first line names %d.".formatted(row.count(), positions.length));
      return false;
    }
    if (schema.text() == null) {
      into.addPosition();
      readValues(row, place, into);
    } else {
      readText(schema.text(), row, into);
    }
    return true;
  }

  private void readText(TextInput text, CsvRow row, RawExamples into) {
    for (int i = 0; i < positions.length; i++) {
      if (positions[i] >= 0) {
        text.add(row.cell(i), into);
      }
    }
    if (absent.length > 0) {
      text.add("", into);
    }
  }

  private void readValues(CsvRow row, CsvPlace place, RawExamples into) {
    for (int i = 0; i < positions.length; i++) {
      if (positions[i] >= 0) {
        InputColumn column = schema.column(positions[i]);
        Place cell = place.column(column.name());
        into.set(positions[i], column.text(row.cell(i), cell, faults));
      }
    }
    for (int column : absent) {
      into.set(column, schema.column(column).missing(place.column(""), faults));
    }
  }
}
