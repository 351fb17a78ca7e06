package dev.evenkeel.job;

import com.networknt.schema.Error;
import dev.evenkeel.error.Excerpt;
import dev.evenkeel.error.Fault;
import dev.evenkeel.error.JsonPointer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Says in plain words, with a pointer and a code, what a schema validator found. */
final class SchemaFaults {

  static final String NOT_YET = "x-not-available-yet";
  private static final int SHOWN = 60;

  private final JsonNode schema;

  SchemaFaults(JsonNode schema) {
    this.schema = schema;
  }

  Fault translate(Error error) {
    String pointer = error.getInstanceLocation().toString();
    JsonNode limit = error.getSchemaNode();
    return switch (error.getKeyword()) {
      case "additionalProperties" -> unknownField(pointer, error);
      case "required" -> required(pointer, error.getProperty());
      case "type" -> wrongType(pointer, limit, error.getInstanceNode());
      case "enum", "const" -> notAllowed(pointer, error);
      case "minimum" -> range(pointer, "at least " + number(limit), error);
      case "maximum" -> range(pointer, "at most " + number(limit), error);
      case "exclusiveMinimum" -> range(pointer, "greater than " + number(limit), error);
      case "exclusiveMaximum" -> range(pointer, "less than " + number(limit), error);
      case "minLength" ->
          new Fault(pointer, "too_short", "%s must not be empty.".formatted(name(pointer)));
      case "maxLength" ->
          new Fault(
              pointer,
              "too_long",
              "%s may have at most %s characters.".formatted(name(pointer), number(limit)));
      case "minItems", "minProperties" ->
          new Fault(
              pointer, "too_few", "%s needs at least %s.".formatted(name(pointer), number(limit)));
      case "maxItems", "maxProperties" ->
          new Fault(
              pointer,
              "too_many",
              "%s may have at most %s entries.".formatted(name(pointer), number(limit)));
      case "propertyNames" -> badKey(pointer, error);
      case "pattern" ->
          new Fault(
              pointer,
              "not_allowed",
              "%s holds characters that are not allowed here, such as control characters."
                  .formatted(name(pointer)));
      default ->
          new Fault(pointer, "invalid", "%s %s.".formatted(name(pointer), error.getMessage()));
    };
  }

  private Fault unknownField(String pointer, Error error) {
    String field = error.getProperty();
    String at = pointer + JsonPointer.of(field);
    JsonNode parent = parent(error);
    if (contains(parent.path(NOT_YET), field)) {
      return notYet(at, field);
    }
    Collection<String> known = parent.path("properties").propertyNames();
    String hint =
        Nearest.to(field, known)
            .map("Did you mean %s?"::formatted)
            .orElseGet(() -> "Known here: %s.".formatted(String.join(", ", known)));
    return new Fault(
        at, "unknown_field", "There is no field %s here. %s".formatted(shorten(field), hint));
  }

  private static Fault required(String pointer, String field) {
    return new Fault(
        pointer + JsonPointer.of(field), "required", "%s is missing.".formatted(field));
  }

  private static Fault wrongType(String pointer, JsonNode expected, JsonNode value) {
    if (value.isFloatingPointNumber() && !Double.isFinite(value.doubleValue())) {
      return new Fault(
          pointer, "out_of_range", "%s is beyond the range of numbers.".formatted(name(pointer)));
    }
    List<String> types = new ArrayList<>();
    if (expected.isArray()) {
      expected.forEach(type -> types.add(withArticle(type.asString())));
    } else {
      types.add(withArticle(expected.asString()));
    }
    return new Fault(
        pointer,
        "wrong_type",
        "%s must be %s, not %s.".formatted(name(pointer), String.join(" or ", types), kind(value)));
  }

  private Fault notAllowed(String pointer, Error error) {
    JsonNode value = error.getInstanceNode();
    if (!value.isString()) {
      return wrongType(pointer, schemaOfText(), value);
    }
    String text = value.asString();
    if (contains(parent(error).path(NOT_YET), text)) {
      return notYet(pointer, text);
    }
    List<String> allowed = new ArrayList<>();
    error.getSchemaNode().forEach(one -> allowed.add(one.asString()));
    String hint = Nearest.to(text, allowed).map("Did you mean %s? "::formatted).orElse("");
    return new Fault(
        pointer,
        "not_allowed",
        "%s can't be '%s'. %sAllowed: %s."
            .formatted(name(pointer), shorten(text), hint, String.join(", ", allowed)));
  }

  private JsonNode schemaOfText() {
    return schema.at("/properties/name/type");
  }

  private static Fault notYet(String pointer, String what) {
    return new Fault(
        pointer, "not_available", "%s is not available yet. Leave it out for now.".formatted(what));
  }

  private static Fault range(String pointer, String bound, Error error) {
    return new Fault(
        pointer,
        "out_of_range",
        "%s must be %s, not %s."
            .formatted(name(pointer), bound, shorten(error.getInstanceNode().asString())));
  }

  private static Fault badKey(String pointer, Error error) {
    String key = error.getProperty() == null ? "" : error.getProperty();
    return new Fault(
        key.isEmpty() ? pointer : pointer + JsonPointer.of(key),
        "not_allowed",
        "A key of %s has 1 to 63 letters, digits, '.', '_', '-' or '/'.".formatted(name(pointer)));
  }

  /** The schema object that holds the keyword which failed. */
  private JsonNode parent(Error error) {
    String location = error.getSchemaLocation().toString();
    String pointer = location.substring(location.indexOf('#') + 1);
    return schema.at(pointer.substring(0, pointer.lastIndexOf('/')));
  }

  private static boolean contains(JsonNode names, String name) {
    return names.valueStream().anyMatch(one -> one.asString().equals(name));
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
      case NULL, MISSING, BINARY -> "null; leave it out to get its default";
    };
  }

  static String shorten(String text) {
    return Excerpt.of(text, SHOWN);
  }
}
