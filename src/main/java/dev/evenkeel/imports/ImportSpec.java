package dev.evenkeel.imports;

import dev.evenkeel.error.Fault;
import dev.evenkeel.error.JsonPointer;
import dev.evenkeel.error.ServiceException;
import dev.evenkeel.web.body.JsonBody;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a client says about the network that it uploads; all of it may be left out.
 *
 * @param name of the model
 * @param inputShape [features], [steps, features] with null for any length, or [height, width,
 *     channels]
 * @param columns names of the features or channels
 * @param classes labels of the outputs, in their order
 */
record ImportSpec(
    String name,
    @Nullable List<@Nullable Integer> inputShape,
    @Nullable List<String> columns,
    @Nullable List<String> classes) {

  private static final String DEFAULT_NAME = "imported";
  private static final int LONGEST_NAME = 200;
  private static final int MOST_NAMES = 100_000;
  private static final Set<String> FIELDS = Set.of("name", "input_shape", "columns", "classes");

  static ImportSpec empty() {
    return new ImportSpec(DEFAULT_NAME, null, null, null);
  }

  static ImportSpec read(byte[] json) {
    return new Reading(JsonBody.readSpec(json)).spec();
  }

  /** Finds all faults at once. One use. */
  private static final class Reading {

    private final JsonNode tree;
    private final List<Fault> faults = new ArrayList<>();

    Reading(JsonNode tree) {
      this.tree = tree;
    }

    ImportSpec spec() {
      if (!tree.isObject()) {
        throw ServiceException.invalid(
            List.of(new Fault("", "wrong_type", "The spec must be an object.")));
      }
      for (String field : tree.propertyNames()) {
        if (!FIELDS.contains(field)) {
          fault(
              JsonPointer.of(field),
              "unknown_field",
              "There is no field '%s'. There are: name, input_shape, columns, classes."
                  .formatted(field));
        }
      }
      ImportSpec spec = new ImportSpec(name(), shape(), names("columns"), names("classes"));
      if (!faults.isEmpty()) {
        throw ServiceException.invalid(faults);
      }
      return spec;
    }

    private String name() {
      Optional<JsonNode> node = field("name");
      if (node.isEmpty()) {
        return DEFAULT_NAME;
      }
      String name = node.get().stringValue("");
      if (name.isBlank()
          || name.length() > LONGEST_NAME
          || name.chars().anyMatch(Character::isISOControl)) {
        fault(
            "/name",
            "out_of_range",
            "'name' must be 1 to %d characters, none of them a control character."
                .formatted(LONGEST_NAME));
      }
      return name;
    }

    private @Nullable List<@Nullable Integer> shape() {
      Optional<JsonNode> node = field("input_shape");
      if (node.isEmpty()) {
        return null;
      }
      if (!node.get().isArray() || node.get().isEmpty() || node.get().size() > 3) {
        fault(
            "/input_shape",
            "wrong_type",
            "'input_shape' is [features], [steps, features] or [height, width, channels].");
        return null;
      }
      List<@Nullable Integer> shape = new ArrayList<>();
      for (int i = 0; i < node.get().size(); i++) {
        shape.add(size(node.get().get(i), i, node.get().size()));
      }
      return shape;
    }

    private @Nullable Integer size(JsonNode size, int place, int rank) {
      boolean anyLength = rank == 2 && place == 0 && size.isNull();
      if (!anyLength && !(size.isInt() && size.intValue() >= 1)) {
        fault(
            "/input_shape/" + place,
            "out_of_range",
            "A size is a whole number from 1; only steps may be null, for any length.");
      }
      return size.isInt() ? size.intValue() : null;
    }

    private @Nullable List<String> names(String field) {
      Optional<JsonNode> node = field(field);
      if (node.isEmpty()) {
        return null;
      }
      Set<String> names = new LinkedHashSet<>();
      if (!node.get().isArray() || node.get().isEmpty() || node.get().size() > MOST_NAMES) {
        fault("/" + field, "wrong_type", "'%s' must be a list of names.".formatted(field));
        return null;
      }
      for (int i = 0; i < node.get().size(); i++) {
        JsonNode name = node.get().get(i);
        if (!name.isString() || name.stringValue().isEmpty() || !names.add(name.stringValue())) {
          fault(
              "/%s/%d".formatted(field, i),
              "not_allowed",
              "'%s' must hold different texts, none of them empty.".formatted(field));
        }
      }
      return List.copyOf(names);
    }

    private Optional<JsonNode> field(String name) {
      return Optional.ofNullable(tree.get(name)).filter(node -> !node.isNull());
    }

    private void fault(String pointer, String code, String message) {
      faults.add(new Fault(pointer, code, message));
    }
  }
}
