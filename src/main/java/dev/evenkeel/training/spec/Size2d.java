package dev.evenkeel.training.spec;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;

/** Rows and columns of a kernel, a stride or a patch: {@code 3} or {@code [3, 5]} in JSON. */
public record Size2d(int height, int width) {

  public static Size2d square(int side) {
    return new Size2d(side, side);
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static Size2d parse(Object json) {
    if (json instanceof Number side) {
      return square(side.intValue());
    }
    if (json instanceof List<?> sides
        && sides.size() == 2
        && sides.get(0) instanceof Number height
        && sides.get(1) instanceof Number width) {
      return new Size2d(height.intValue(), width.intValue());
    }
    throw new IllegalArgumentException("A size is a number or [height, width].");
  }

  @JsonValue
  Object json() {
    return height == width ? height : List.of(height, width);
  }
}
