package dev.evenkeel.prediction;

import de.siegmar.fastcsv.reader.CsvRecord;
import dev.evenkeel.prediction.CsvPrediction.CsvPlace;
import dev.evenkeel.prediction.FaultList.Place;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The first line of a CSV file for prediction: which field is which column of the model. */
final class CsvPredictionHeader {

  private static final Set<String> MISSING = Set.of("", "NA", "N/A", "NaN", "nan", "null", "NULL");
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");

  private final List<String> names;
  private final InputSchema schema;

  /** Column of each field, {@link InputSchema#TARGET} among them. */
  private final int[] positions;

  /** Columns that the file does not have. */
  private final int[] absent;

  private CsvPredictionHeader(List<String> names, InputSchema schema, int[] positions) {
    this.names = names;
    this.schema = schema;
    this.positions = positions;
    Set<Integer> present = new HashSet<>();
    Arrays.stream(positions).forEach(present::add);
    this.absent = IntStream.range(0, schema.width()).filter(i -> !present.contains(i)).toArray();
  }

  static CsvPredictionHeader of(CsvRecord record, InputSchema schema, FaultList faults) {
    List<String> names = new ArrayList<>(record.getFields());
    names.replaceAll(String::strip);
    names.set(0, names.get(0).startsWith("\uFEFF") ? names.get(0).substring(1) : names.get(0));
    int[] positions = names.stream().mapToInt(schema::position).toArray();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < positions.length; i++) {
      String name = names.get(i);
      Place place = new CsvPlace(0, record.getStartingLineNumber()).column(name);
      if (!seen.add(name)) {
        faults.add(place, "not_allowed", "The column '%s' stands there twice.".formatted(name));
      } else if (positions[i] == InputSchema.UNKNOWN) {
        faults.add(
            place,
            "unknown_column",
            "The model has no column '%s'. Its columns are: %s.".formatted(name, schema.names()));
      }
    }
    return new CsvPredictionHeader(names, schema, positions).withoutGaps(faults);
  }

  /** A column may be absent only where the model fills in what is missing. */
  private CsvPredictionHeader withoutGaps(FaultList faults) {
    for (int column : absent) {
      InputColumn missing = schema.column(column);
      missing.missing(new CsvPlace(0, 1).column(missing.name()), faults);
    }
    return this;
  }

  /** The header of the answer. */
  List<String> answered(Answers answers) {
    List<String> header = new ArrayList<>(names);
    if (answers.isClassification()) {
      header.add("prediction");
      if (answers.givesProbabilities()) {
        answers.classes().forEach(name -> header.add("probability_" + name));
      }
    } else if (answers.outputs() == 1) {
      header.add("prediction");
    } else {
      answers.targets().forEach(name -> header.add("prediction_" + name));
    }
    return header;
  }

  /** Reads a record into the last of the rows. */
  void read(CsvRecord record, CsvPlace place, RawExamples rows, FaultList faults) {
    if (record.getFieldCount() != positions.length) {
      faults.add(
          place.column(""),
          "wrong_length",
          "%d fields, but the first line names %d."
              .formatted(record.getFieldCount(), positions.length));
      return;
    }
    for (int i = 0; i < positions.length; i++) {
      if (positions[i] >= 0) {
        InputColumn column = schema.column(positions[i]);
        Place cell = place.column(column.name());
        rows.set(positions[i], value(record.getField(i), column, cell, faults));
      }
    }
    for (int column : absent) {
      rows.set(column, schema.column(column).missing(place.column(""), faults));
    }
  }

  private static double value(String field, InputColumn column, Place place, FaultList faults) {
    String text = field.strip();
    if (MISSING.contains(text) && !(column.isCategorical() && column.knows(text))) {
      return column.missing(place, faults);
    }
    if (column.isCategorical()) {
      return column.category(column.knows(field) ? field : text, place, faults);
    }
    if (!NUMBER.matcher(text).matches()) {
      return column.wrongType("'" + InputColumn.shortened(text) + "'", place, faults);
    }
    return column.number(Double.parseDouble(text), place, faults);
  }
}
