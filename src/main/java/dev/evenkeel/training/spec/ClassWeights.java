package dev.evenkeel.training.spec;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Map;

/**
 * What each class counts in the loss. In JSON {@code "none"}, {@code "balanced"}, or an object of
 * label and weight.
 *
 * <p>{@code balanced} is n / (classes · n_class), as in King and Zeng (2001).
 */
public record ClassWeights(Type type, Map<String, Double> weights) {

  /** Where weights come from. */
  public enum Type {
    NONE,
    BALANCED,
    EXPLICIT
  }

  public static ClassWeights none() {
    return new ClassWeights(Type.NONE, Map.of());
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static ClassWeights parse(Object json) {
    if (json instanceof Map<?, ?> map) {
      Map<String, Double> weights = new java.util.TreeMap<>();
      map.forEach((label, weight) -> weights.put((String) label, ((Number) weight).doubleValue()));
      return new ClassWeights(Type.EXPLICIT, weights);
    }
    return new ClassWeights(Type.valueOf(json.toString().toUpperCase(Locale.ROOT)), Map.of());
  }

  @JsonValue
  Object json() {
    return type == Type.EXPLICIT ? weights : type.name().toLowerCase(Locale.ROOT);
  }
}
