package dev.evenkeel.training.plan.layers;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The shape of one example between two layers, batch not counted. Numbers lie row by row: steps
 * before features, rows before columns before channels.
 */
public sealed interface TensorShape {

  /** Numbers at one position: features of a vector or a step, channels of a pixel. */
  int width();

  /** Steps or pixels; 1 for a vector, the longest length where lengths differ. */
  long positions();

  /** Sizes as a client writes them, null where lengths differ. */
  List<@Nullable Integer> sizes();

  /** Numbers in all. */
  default long size() {
    return positions() * width();
  }

  /** For messages: {@code [steps, 12]}. */
  default String text() {
    return sizes().stream()
        .map(size -> size == null ? "steps" : size.toString())
        .collect(Collectors.joining(", ", "[", "]"));
  }

  /** [features]. */
  record Vector(int width) implements TensorShape {

    @Override
    public long positions() {
      return 1;
    }

    @Override
    public List<@Nullable Integer> sizes() {
      return List.of(width);
    }
  }

  /**
   * [steps, features].
   *
   * @param steps the longest length
   * @param varies whether examples may be shorter, and are padded and masked then
   */
  record Sequence(int steps, int width, boolean varies) implements TensorShape {

    @Override
    public long positions() {
      return steps;
    }

    @Override
    public List<@Nullable Integer> sizes() {
      return Arrays.asList(varies ? null : steps, width);
    }

    public Sequence withWidth(int other) {
      return new Sequence(steps, other, varies);
    }
  }

  /** [height, width, channels]. */
  record Image(int height, int columns, int width) implements TensorShape {

    @Override
    public long positions() {
      return (long) height * columns;
    }

    @Override
    public List<@Nullable Integer> sizes() {
      return List.of(height, columns, width);
    }
  }
}
