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
  private final RawExamples examples;

  private String field = "";

  private PredictRequestReader(InputSchema schema, int maxRows) {
    this.schema = schema;
    this.maxRows = maxRows;
    this.examples = new RawExamples(schema.width());
  }

  /** The examples of a request without faults. */
  static RawExamples read(InputStream body, JsonMapper json, InputSchema schema, int maxRows) {
    PredictRequestReader reader = new PredictRequestReader(schema, maxRows);
    try (JsonParser parser = json.createParser(body)) {
      reader.readBody(parser);
    } catch (JacksonException e) {
      throw ValueReader.malformed(e);
    }
    reader.faults.throwIfAny();
    return reader.examples;
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
    if (field.equals("rows") && !schema.takesRows()) {
      json.skipChildren();
      faults.add(() -> "/rows", "not_allowed", schema.withoutRows());
      return;
    }
    readEach(
        json,
        field.equals("rows") ? new RowReader(schema, faults) : new InputReader(schema, faults));
    if (examples.count() == 0) {
      faults.add(() -> "/" + field, "out_of_range", "%s is empty.".formatted(field));
    }
  }

  private void readEach(JsonParser json, ExampleReader reader) {
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (examples.count() == maxRows) {
        throw new ServiceException(
            ErrorCode.TOO_LARGE,
            "A request takes at most %d examples. Send several, or text/csv.".formatted(maxRows));
      }
      reader.read(json, examples);
    }
  }

  /** Adds one example to others, or what is wrong with it to the faults. */
  interface ExampleReader {

    /**
     * @param json on the example's first token; left on its last
     */
    void read(JsonParser json, RawExamples into);
  }
}
