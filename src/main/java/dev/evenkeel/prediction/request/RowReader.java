package dev.evenkeel.prediction.request;

import dev.evenkeel.error.JsonPointer;
import dev.evenkeel.prediction.FaultList;
import dev.evenkeel.prediction.FaultList.Place;
import dev.evenkeel.prediction.InputColumn;
import dev.evenkeel.prediction.InputSchema;
import dev.evenkeel.prediction.RawExamples;
import dev.evenkeel.prediction.request.PredictRequestReader.ExampleReader;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads rows: objects of values by column name. */
final class RowReader implements ExampleReader {

  private final InputSchema schema;
  private final FaultList faults;

  /** The row in which each column was last seen, counted from 1. */
  private final int[] seenIn;

  RowReader(InputSchema schema, FaultList faults) {
    this.schema = schema;
    this.faults = faults;
    this.seenIn = new int[schema.width()];
  }

  @Override
  public void read(JsonParser json, RawExamples into) {
    into.addExample();
    if (schema.text() == null) {
      into.addPosition();
    }
    int row = into.count() - 1;
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      faults.add(
          () -> "/rows/" + row, "wrong_type", "A row must be an object of values by column.");
      return;
    }
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      readCell(json, name, into);
    }
    for (int i = 0; i < seenIn.length; i++) {
      if (seenIn[i] != row + 1) {
        readMissing(i, into);
      }
    }
  }

  private void readCell(JsonParser json, String name, RawExamples into) {
    int row = into.count() - 1;
    int position = schema.position(name);
    if (position == InputSchema.TARGET) {
      json.skipChildren();
    } else if (position == InputSchema.UNKNOWN) {
      json.skipChildren();
      faults.add(
          cell(row, name),
          "unknown_column",
          "The model has no column '%s'. Its columns are: %s.".formatted(name, schema.names()));
    } else if (seenIn[position] == row + 1) {
      json.skipChildren();
      faults.add(cell(row, name), "not_allowed", "'%s' stands twice in the row.".formatted(name));
    } else {
      seenIn[position] = row + 1;
      readValue(json, position, into);
    }
  }

  private void readValue(JsonParser json, int position, RawExamples into) {
    InputColumn column = schema.column(position);
    Place place = cell(into.count() - 1, column.name());
    if (schema.text() == null) {
      into.set(position, ValueReader.byName(json, column, place, faults));
    } else {
      schema.text().read(json, place, faults, into);
    }
  }

  private void readMissing(int position, RawExamples into) {
    InputColumn column = schema.column(position);
    Place place = cell(into.count() - 1, column.name());
    if (schema.text() == null) {
      into.set(position, column.missing(place, faults));
    } else {
      schema.text().missing(place, faults, into);
    }
  }

  private static Place cell(int row, String name) {
    return () -> "/rows/" + row + JsonPointer.of(name);
  }
}
