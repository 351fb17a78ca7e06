package dev.evenkeel.web.body;

import com.networknt.schema.Error;
import dev.evenkeel.error.Excerpt;
import dev.evenkeel.error.Fault;
import dev.evenkeel.error.JsonPointer;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Says in plain words, with a pointer and a code, what a schema validator found. */
final class SchemaFaults {

  /** What a schema has to say to whoever breaks it; told with each fault. */
  static final String ADVICE = "x-advice";

  /** A pattern that asks for something else than white space. */
  private static final String NOT_BLANK = "[^\\s\\p{Z}]";

  private static final String ALTERNATIVES = "/oneOf/";
  private static final int SHOWN = 60;

  private final JsonNode schema;

  SchemaFaults(JsonNode schema) {
    this.schema = schema;
  }

  Stream<Fault> translate(Error error) {
    String advice = parent(error).path(ADVICE).stringValue("");
    return told(error)
        .map(
            fault ->
                advice.isEmpty()
                    ? fault
                    : new Fault(fault.pointer(), fault.code(), fault.message() + " " + advice));
  }

  private Stream<Fault> told(Error error) {
    String pointer = error.getInstanceLocation().toString();
    if (error.getEvaluationPath().toString().contains(ALTERNATIVES)) {
      // What each alternative lacks says less than that one of them is wanted.
      return Stream.empty();
    }
    return error.getKeyword().equals("oneOf")
        ? alternatives(pointer, error)
        : Stream.of(single(pointer, error));
  }

  private Fault single(String pointer, Error error) {
    JsonNode limit = error.getSchemaNode();
    return switch (error.getKeyword()) {
      case "additionalProperties" -> unknownField(pointer, error);
      case "required" -> required(pointer, error.getProperty());
      case "type" -> wrongType(pointer, types(limit), error.getInstanceNode());
      case "enum", "const" -> notAllowed(pointer, error);
      case "minimum" -> range(pointer, "at least " + number(limit), error);
      case "maximum" -> range(pointer, "at most " + number(limit), error);
      case "exclusiveMinimum" -> range(pointer, "greater than " + number(limit), error);
      case "exclusiveMaximum" -> range(pointer, "less than " + number(limit), error);
      case "minLength" -> fault(pointer, "too_short", "%s must not be empty.", name(pointer));
      case "maxLength" ->
          fault(
              pointer,
              "too_long",
              "%s may have at most %s characters.",
              name(pointer),
              number(limit));
      case "minItems", "minProperties" ->
          fault(pointer, "too_few", "%s needs at least %s.", name(pointer), number(limit));
      case "maxItems", "maxProperties" ->
          fault(
              pointer, "too_many", "%s may have at most %s entries.", name(pointer), number(limit));
      case DistinctEntries.NAME ->
          fault(pointer, "duplicate", "%s is there already. All must be different.", name(pointer));
      case "propertyNames" -> badKey(pointer, error);
      case "pattern" -> badText(pointer, limit.asString());
      default -> fault(pointer, "invalid", "%s %s.", name(pointer), error.getMessage());
    };
  }

  private Fault unknownField(String pointer, Error error) {
    String field = error.getProperty();
    Collection<String> known = parent(error).path("properties").propertyNames();
    String hint =
        Nearest.to(field, known)
            .map(" Did you mean %s?"::formatted)
            .orElseGet(
                () ->
                    known.isEmpty() ? "" : " Known here: %s.".formatted(String.join(", ", known)));
    return fault(
        pointer + JsonPointer.of(field),
        "unknown_field",
        "There is no field %s here.%s",
        shorten(field),
        hint);
  }

  private static Fault required(String pointer, String field) {
    return fault(pointer + JsonPointer.of(field), "required", "%s is missing.", field);
  }

  private static String types(JsonNode expected) {
    return expected.isArray()
        ? expected
            .valueStream()
            .map(type -> withArticle(type.asString()))
            .collect(Collectors.joining(" or "))
        : withArticle(expected.asString());
  }

  private static Fault wrongType(String pointer, String types, JsonNode value) {
    if (value.isFloatingPointNumber() && !Double.isFinite(value.doubleValue())) {
      return fault(pointer, "out_of_range", "%s is beyond the range of numbers.", name(pointer));
    }
    return fault(
        pointer, "wrong_type", "%s must be %s, not %s.", name(pointer), types, kind(value));
  }

  private static Fault notAllowed(String pointer, Error error) {
    JsonNode value = error.getInstanceNode();
    List<JsonNode> allowed = error.getSchemaNode().valueStream().toList();
    if (!value.isString() && allowed.stream().allMatch(JsonNode::isString)) {
      return wrongType(pointer, withArticle("string"), value);
    }
    List<String> texts = allowed.stream().map(JsonNode::asString).toList();
    String hint =
        value.isString()
            ? Nearest.to(value.asString(), texts).map("Did you mean %s? "::formatted).orElse("")
            : "";
    return fault(
        pointer,
        "not_allowed",
        "%s can't be %s. %sAllowed: %s.",
        name(pointer),
        value.isString() ? "'%s'".formatted(shorten(value.asString())) : kind(value),
        hint,
        String.join(", ", texts));
  }

  private static Fault range(String pointer, String bound, Error error) {
    return fault(
        pointer,
        "out_of_range",
        "%s must be %s, not %s.",
        name(pointer),
        bound,
        shorten(error.getInstanceNode().asString()));
  }

  private static Fault badText(String pointer, String pattern) {
    return pattern.equals(NOT_BLANK)
        ? fault(pointer, "too_short", "%s must not be empty.", name(pointer))
        : fault(
            pointer,
            "not_allowed",
            "%s holds characters that are not allowed here, such as control characters.",
            name(pointer));
  }

  private static Fault badKey(String pointer, Error error) {
    String key = error.getProperty() == null ? "" : error.getProperty();
    return fault(
        key.isEmpty() ? pointer : pointer + JsonPointer.of(key),
        "not_allowed",
        "A key of %s has 1 to 63 letters, digits, '.', '_', '-' or '/'.",
        name(pointer));
  }

  /** Fields of which exactly one is wanted. */
  private static Stream<Fault> alternatives(String pointer, Error error) {
    JsonNode body = error.getInstanceNode();
    if (!body.isObject()) {
      return Stream.empty();
    }
    List<String> fields =
        error.getSchemaNode().valueStream().map(one -> one.at("/required/0").asString()).toList();
    List<String> there = fields.stream().filter(body::has).toList();
    String either = String.join(" or ", fields);
    return there.isEmpty()
        ? Stream.of(fault(pointer, "required", "%s must have either %s.", name(pointer), either))
        : there.stream()
            .skip(1)
            .map(
                field ->
                    fault(
                        pointer + JsonPointer.of(field),
                        "not_allowed",
                        "Send either %s, not both.",
                        either));
  }

  /** The schema object that holds the keyword which failed. */
  private JsonNode parent(Error error) {
    String location = error.getSchemaLocation().toString();
    String pointer = location.substring(location.indexOf('#') + 1);
    return schema.at(pointer.substring(0, pointer.lastIndexOf('/')));
  }

  /** The last step of a pointer, as the subject of a sentence. */
  private static String name(String pointer) {
    if (pointer.isEmpty()) {
      return "The body";
    }
    String last = pointer.substring(pointer.lastIndexOf('/') + 1);
    if (!last.chars().allMatch(Character::isDigit) || last.isEmpty()) {
      return shorten(last);
    }
    return "Entry %s of %s".formatted(last, name(pointer.substring(0, pointer.lastIndexOf('/'))));
  }

  private static String number(JsonNode limit) {
    if (!limit.isFloatingPointNumber()) {
      return limit.asString();
    }
    double value = limit.doubleValue();
    return Math.abs(value) >= 1e15 ? Double.toString(value) : limit.asString();
  }

  private static String withArticle(String type) {
    return switch (type) {
      case "integer" -> "a whole number";
      case "number" -> "a number";
      case "string" -> "a text";
      case "boolean" -> "true or false";
      case "array" -> "a list";
      case "object" -> "an object";
      default -> type;
    };
  }

  private static String kind(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> "the text '%s'".formatted(shorten(value.asString()));
      case NUMBER -> "the number " + shorten(value.asString());
      case BOOLEAN -> value.asString();
      case ARRAY -> "a list";
      case OBJECT, POJO -> "an object";
      case NULL, MISSING, BINARY -> "null; what has a default may be left out";
    };
  }

  private static String shorten(String text) {
    return Excerpt.of(text, SHOWN);
  }

  private static Fault fault(String pointer, String code, String message, Object... parts) {
    return new Fault(pointer, code, message.formatted(parts));
  }
}
