package dev.evenkeel.training.spec;

import dev.evenkeel.training.stability.SpecChange;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Carries out changes of a spec by their JSON pointers. */
public final class SpecEdits {

  private SpecEdits() {}

  /** The spec with the changes made, in their order. */
  public static TrainingSpec apply(TrainingSpec spec, List<SpecChange> changes) {
    ObjectNode tree = SpecJson.mapper().valueToTree(spec);
    changes.forEach(change -> apply(tree, change));
    return SpecJson.mapper().treeToValue(tree, TrainingSpec.class);
  }

  /** Sets, replaces or removes one value; objects on the way to it are made where they miss. */
  public static void apply(ObjectNode tree, SpecChange change) {
    JsonPointer pointer = JsonPointer.compile(change.pointer());
    JsonNode parent = parent(tree, pointer.head());
    JsonNode value = change.to() == null ? null : SpecJson.mapper().valueToTree(change.to());
    String last = pointer.last().getMatchingProperty();
    if (parent instanceof ArrayNode list) {
      replace(list, pointer.last().getMatchingIndex(), value);
    } else if (parent instanceof ObjectNode object && value == null) {
      object.remove(last);
    } else if (parent instanceof ObjectNode object) {
      object.set(last, value);
    } else {
      throw new IllegalArgumentException("Nothing can be set at %s.".formatted(change.pointer()));
    }
  }

  /** What stands at a pointer now, as {@link SpecChange} has it. */
  public static @Nullable Object valueAt(TrainingSpec spec, String pointer) {
    JsonNode node = SpecJson.mapper().valueToTree(spec).at(JsonPointer.compile(pointer));
    return node.isMissingNode() || node.isNull()
        ? null
        : SpecJson.mapper().treeToValue(node, Object.class);
  }

  /** A change of a spec that notes what stood there. */
  public static SpecChange change(TrainingSpec spec, String pointer, @Nullable Object to) {
    return new SpecChange(pointer, valueAt(spec, pointer), to);
  }

  private static JsonNode parent(ObjectNode tree, JsonPointer head) {
    JsonNode at = tree;
    for (JsonPointer step = head; !step.matches(); step = step.tail()) {
      JsonNode next =
          at instanceof ArrayNode
              ? at.path(step.getMatchingIndex())
              : at.path(step.getMatchingProperty());
      if ((next.isMissingNode() || next.isNull()) && at instanceof ObjectNode object) {
        next = object.putObject(step.getMatchingProperty());
      }
      at = next;
    }
    return at;
  }

  private static void replace(ArrayNode list, int index, @Nullable JsonNode value) {
    if (value == null) {
      list.remove(index);
    } else {
      list.set(index, value);
    }
  }
}
