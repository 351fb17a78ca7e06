package dev.evenkeel.prediction.request;

import dev.evenkeel.error.ErrorCode;
import dev.evenkeel.error.ServiceException;
import dev.evenkeel.prediction.FaultList;
import dev.evenkeel.prediction.InputSchema;
import dev.evenkeel.prediction.RawExamples;
import dev.evenkeel.web.body.BodySchema;
import dev.evenkeel.web.body.JsonBody;
import java.io.InputStream;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the body of one predict request token by token and gathers everything wrong with it. The
 * examples are read as they come; what is around them is kept, as a body whose lists hold nothing
 * but the fact that they are not empty, and held against the schema at the end.
 */
final class PredictRequestReader {

  private static final BodySchema SCHEMA = BodySchema.named("prediction");

  /** More fields than could be told faults of need not be kept. */
  private static final int MOST_FIELDS = 2 * BodySchema.MAX_FAULTS;

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final InputSchema schema;
  private final int maxRows;
  private final FaultList faults = new FaultList();
  private final RawExamples examples;
  private final ObjectNode frame = NODES.objectNode();

  private PredictRequestReader(InputSchema schema, int maxRows) {
    this.schema = schema;
    this.maxRows = maxRows;
    this.examples = new RawExamples(schema.width());
  }

  /** The examples of a request without faults. */
  static RawExamples read(InputStream body, InputSchema schema, int maxRows) {
    PredictRequestReader reader = new PredictRequestReader(schema, maxRows);
    JsonNode frame = JsonBody.streamOfRows(body, reader::readBody);
    reader.faults.addInFront(SCHEMA.check(frame));
    reader.faults.throwIfAny();
    return reader.examples;
  }

  /** The body without its examples. */
  private JsonNode readBody(JsonParser json) {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      return hollow(json);
    }
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      if (frame.has(name)) {
        throw JsonBody.twice(json, name);
      }
      readField(json, name);
    }
    return frame;
  }

  private void readField(JsonParser json, String name) {
    boolean known = name.equals("rows") || name.equals("inputs");
    boolean second = frame.has("rows") || frame.has("inputs");
    if (known && !second && json.currentToken() == JsonToken.START_ARRAY) {
      frame.set(name, readExamples(json, name));
    } else if (known || frame.size() < MOST_FIELDS) {
      frame.set(name, hollow(json));
    } else {
      json.skipChildren();
    }
  }

  /** A value of the same kind with nothing in it. */
  private static JsonNode hollow(JsonParser json) {
    switch (json.currentToken()) {
      case START_ARRAY -> {
        int entries = 0;
        while (json.nextToken() != JsonToken.END_ARRAY) {
          json.skipChildren();
          entries++;
        }
        return hollow(entries);
      }
      case START_OBJECT -> {
        json.skipChildren();
        return NODES.objectNode();
      }
      default -> {
        return json.readValueAsTree();
      }
    }
  }

  private static ArrayNode hollow(int entries) {
    ArrayNode list = NODES.arrayNode();
    return entries == 0 ? list : list.addNull();
  }

  /** Takes the examples of a list; what is left is a list of the same kind. */
  private JsonNode readExamples(JsonParser json, String field) {
    if (field.equals("rows") && !schema.takesRows()) {
      faults.add(() -> "/rows", "not_allowed", schema.withoutRows());
      return hollow(json);
    }
    readEach(
        json,
        field.equals("rows") ? new RowReader(schema, faults) : new InputReader(schema, faults));
    return hollow(examples.count());
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
