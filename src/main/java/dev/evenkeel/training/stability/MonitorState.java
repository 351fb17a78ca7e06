package dev.evenkeel.training.stability;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a monitor remembers of a run, as plain numbers by name, so that another of its kind goes on
 * where it left off.
 */
public record MonitorState(Map<String, double[]> numbers) {

  /** That of a monitor that remembers nothing. */
  static final MonitorState NOTHING = new MonitorState(Map.of());

  static MonitorState of(String name, double... values) {
    return NOTHING.with(name, values);
  }

  MonitorState with(String name, double... values) {
    Map<String, double[]> more = new LinkedHashMap<>(numbers);
    more.put(name, values.clone());
    return new MonitorState(more);
  }

  MonitorState withCounts(String name, int... counts) {
    return with(name, Arrays.stream(counts).asDoubleStream().toArray());
  }

  double number(String name) {
    return numbers(name)[0];
  }

  /** A whole number up to 2⁵³. */
  long count(String name) {
    return (long) number(name);
  }

  int[] counts(String name) {
    return Arrays.stream(numbers(name)).mapToInt(value -> (int) value).toArray();
  }

  double[] numbers(String name) {
    double[] found = numbers.get(name);
    if (found == null) {
      throw new IllegalArgumentException(
          "The state of a monitor lacks '%s': it is that of another kind or version."
              .formatted(name));
    }
    return found.clone();
  }
}
