package dev.evenkeel.prediction;

import dev.evenkeel.error.ErrorCode;
import dev.evenkeel.error.JsonPointer;
import dev.evenkeel.error.ServiceException;
import dev.evenkeel.prediction.FaultList.Place;
import java.io.InputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/** Reads the body of one predict request token by token and gathers everything wrong with it. */
final class PredictRequestReader {

  private static final Place BODY = () -> "";

  private final InputSchema schema;
  private final int maxRows;
  private final FaultList faults = new FaultList();
  private final RawRows rows;

  /** The row in which each column was last seen, counted from 1. */
  private final int[] seenIn;

  private String field = "";

  private PredictRequestReader(InputSchema schema, int maxRows) {
    this.schema = schema;
    this.maxRows = maxRows;
    this.rows = new RawRows(schema.width());
    this.seenIn = new int[schema.width()];
  }

  /** The rows of a request without faults. */
  static RawRows read(InputStream body, JsonMapper json, InputSchema schema, int maxRows) {
    PredictRequestReader reader = new PredictRequestReader(schema, maxRows);
    try (JsonParser parser = json.createParser(body)) {
      reader.readBody(parser);
    } catch (JacksonException e) {
      throw ValueReader.malformed(e);
    }
    reader.faults.throwIfAny();
    return reader.rows;
  }

  private void readBody(JsonParser json) {
    JsonToken first = json.nextToken();
    if (first == null) {
      throw new ServiceException(
          ErrorCode.MALFORMED_REQUEST, "The body is empty. Send an object with rows or inputs.");
    }
    if (first != JsonToken.START_OBJECT) {
      json.skipChildren();
      faults.add(BODY, "wrong_type", "The body must be an object with either rows or inputs.");
    } else {
      readFields(json);
    }
    if (json.nextToken() != null) {
      throw new ServiceException(
          ErrorCode.MALFORMED_REQUEST, "The body goes on after its JSON has ended.");
    }
  }

  private void readFields(JsonParser json) {
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      if (!name.equals("rows") && !name.equals("inputs")) {
        json.skipChildren();
        faults.add(
            () -> JsonPointer.of(name),
            "unknown_field",
            "There is no field '%s'. Send either rows or inputs.".formatted(name));
      } else if (!field.isEmpty()) {
        json.skipChildren();
        faults.add(() -> "/" + name, "not_allowed", "Send either rows or inputs, and once.");
      } else {
        field = name;
        readExamples(json);
      }
    }
    if (field.isEmpty() && faults.isEmpty()) {
      faults.add(BODY, "required", "The body must have either rows or inputs.");
    }
  }

  private void readExamples(JsonParser json) {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      json.skipChildren();
      faults.add(() -> "/" + field, "wrong_type", "%s must be an array.".formatted(field));
      return;
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (rows.count() == maxRows) {
        throw new ServiceException(
            ErrorCode.TOO_LARGE,
            "A request takes at most %d rows. Send several, or text/csv.".formatted(maxRows));
      }
      rows.addRow();
      if (field.equals("rows")) {
        readRow(json);
      } else {
        readInput(json);
      }
    }
    if (rows.count() == 0) {
      faults.add(() -> "/" + field, "out_of_range", "%s is empty.".formatted(field));
    }
  }

  private void readRow(JsonParser json) {
    int row = rows.count() - 1;
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      faults.add(
          () -> "/rows/" + row, "wrong_type", "A row must be an object of values by column.");
      return;
    }
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      readCell(json, name, row);
    }
    for (int i = 0; i < seenIn.length; i++) {
      if (seenIn[i] != row + 1) {
        rows.set(i, schema.column(i).missing(cell(row, schema.column(i).name()), faults));
      }
    }
  }

  private void readCell(JsonParser json, String name, int row) {
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
      InputColumn column = schema.column(position);
      rows.set(position, ValueReader.byName(json, column, cell(row, name), faults));
    }
  }

  private static Place cell(int row, String name) {
    return () -> "/rows/" + row + JsonPointer.of(name);
  }

  private void readInput(JsonParser json) {
    int row = rows.count() - 1;
    if (json.currentToken() != JsonToken.START_ARRAY) {
      json.skipChildren();
      faults.add(
          () -> "/inputs/" + row,
          "wrong_type",
          "An input must be an array of %d numbers.".formatted(schema.width()));
      return;
    }
    int length = 0;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      int position = length++;
      if (position < schema.width()) {
        Place place = () -> "/inputs/" + row + "/" + position;
        rows.set(position, ValueReader.byIndex(json, schema.column(position), place, faults));
      } else {
        json.skipChildren();
      }
    }
    if (length != schema.width()) {
      faults.add(
          () -> "/inputs/" + row,
          "wrong_length",
          "An input has %d values (%s), this one %d."
              .formatted(schema.width(), schema.names(), length));
    }
  }
}
