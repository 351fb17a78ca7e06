package dev.evenkeel.dataset;

import dev.evenkeel.error.Fault;
import dev.evenkeel.error.JsonPointer;
import dev.evenkeel.error.ServiceException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Takes the fields of a spec out one by one and notes what is wrong with them. */
final class SpecFields {

  private static final int MOST_FAULTS = 100;

  private final JsonNode spec;
  private final List<Fault> faults = new ArrayList<>();

  SpecFields(JsonNode spec) {
    this.spec = spec;
    if (!spec.isObject()) {
      fault("", "wrong_type", "The spec must be an object.");
      throwIfAny();
    }
  }

  /** What a field holds; null where it is not there, or null. */
  @Nullable JsonNode node(String field) {
    JsonNode node = spec.get(field);
    return node == null || node.isNull() ? null : node;
  }

  /** The text of a required field; empty, with a fault noted, where there is none. */
  String text(String field) {
    JsonNode node = node(field);
    if (node == null) {
      fault("/" + field, "required", "'%s' is required.".formatted(field));
    } else if (!node.isString()) {
      fault("/" + field, "wrong_type", "'%s' must be a string.".formatted(field));
    } else {
      return node.stringValue();
    }
    return "";
  }

  /** The name of a column; empty, with a fault noted, where there is none. */
  String column(String field) {
    String name = text(field);
    if (name.isEmpty()) {
      faultUnlessNoted("/" + field, "out_of_range", "'%s' must name a column.".formatted(field));
    }
    return name;
  }

  /** A whole number that must be given. */
  int integer(String field, int least, int most) {
    JsonNode node = node(field);
    if (node == null) {
      fault("/" + field, "required", "'%s' is required.".formatted(field));
      return least;
    }
    return integer(node, "/" + field, least, most);
  }

  /** A whole number that may be left out. */
  @Nullable Integer optionalInteger(String field, int least, int most) {
    JsonNode node = node(field);
    return node == null ? null : (Integer) integer(node, "/" + field, least, most);
  }

  /** The whole number that a node holds; {@code least}, with a fault noted, where it holds none. */
  int integer(JsonNode node, String pointer, int least, int most) {
    String name = pointer.substring(pointer.lastIndexOf('/') + 1);
    if (!node.isNumber()) {
      fault(pointer, "wrong_type", "'%s' must be a whole number.".formatted(name));
      return least;
    }
    if (!node.canConvertToExactIntegral()
        || !node.canConvertToInt()
        || !within(node, least, most)) {
      fault(
          pointer,
          "out_of_range",
          "'%s' must be a whole number from %d to %d, not %s."
              .formatted(name, least, most, CellFaults.abbreviated(node.toString())));
      return least;
    }
    return node.intValue();
  }

  private static boolean within(JsonNode node, int least, int most) {
    return node.intValue() >= least && node.intValue() <= most;
  }

  /** Notes every field but the given ones. */
  void refuseOthers(Collection<String> known) {
    String there = String.join(", ", known);
    spec.propertyNames().stream()
        .filter(field -> !known.contains(field))
        .forEach(
            field ->
                fault(
                    JsonPointer.of(field),
                    "unknown_field",
                    "There is no field '%s'%s. There are: %s."
                        .formatted(CellFaults.abbreviated(field), here(), there)));
  }

  private String here() {
    JsonNode format = node("format");
    return format != null
            && format.isString()
            && FormatSyntax.find(format.stringValue()).isPresent()
        ? " in a spec of " + format.stringValue()
        : "";
  }

  void faultUnlessNoted(String pointer, String code, String message) {
    if (faults.stream().noneMatch(fault -> fault.pointer().equals(pointer))) {
      fault(pointer, code, message);
    }
  }

  void fault(String pointer, String code, String message) {
    faults.add(new Fault(pointer, code, message));
  }

  /** Refuses the spec if anything was noted. */
  void throwIfAny() {
    if (!faults.isEmpty()) {
      throw ServiceException.invalid(faults.subList(0, Math.min(MOST_FAULTS, faults.size())));
    }
  }
}
