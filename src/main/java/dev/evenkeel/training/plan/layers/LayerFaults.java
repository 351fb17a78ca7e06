package dev.evenkeel.training.plan.layers;

import dev.evenkeel.training.spec.Activation;
import dev.evenkeel.training.spec.Size2d;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Collects what is wrong with the numbers and names of one layer, wherever it stands. */
public final class LayerFaults {

  private final String pointer;
  private final PlanLimits limits;
  private final List<PlanFault> found = new ArrayList<>();

  private LayerFaults(int index, PlanLimits limits) {
    this.pointer = "/network/layers/" + index;
    this.limits = limits;
  }

  public static List<PlanFault> of(int index, LayerKind layer, PlanLimits limits) {
    LayerFaults faults = new LayerFaults(index, limits);
    layer.check(faults);
    return faults.found;
  }

  void units(String field, int units) {
    size(field, "units", units);
  }

  void filters(int filters) {
    size("/filters", "filters", filters);
  }

  private void size(String field, String what, int size) {
    if (size < 1) {
      outOfRange(field, "A layer needs at least 1 of %s, not %d.".formatted(what, size));
    } else if (size > limits.units()) {
      add(
          field,
          "over_limit",
          "%d %s are over the limit of %d.".formatted(size, what, limits.units()));
    }
  }

  void sides(String field, Size2d sides) {
    if (sides.height() < 1 || sides.width() < 1) {
      outOfRange(
          field,
          "Both sides are at least 1, not [%d, %d].".formatted(sides.height(), sides.width()));
    }
  }

  void steps(String field, int steps) {
    if (steps < 1) {
      outOfRange(field, "It takes at least 1 step, not %d.".formatted(steps));
    }
  }

  /** An activation of each feature by itself. */
  void convolved(Activation activation) {
    feedForward(activation);
    if (activation == Activation.SOFTMAX) {
      add(
          "/activation",
          "not_allowed",
          "softmax makes shares of one vector's features, which a convolution's output is not. Choose another, such as relu.");
    }
  }

  void feedForward(Activation activation) {
    if (activation == Activation.HARD_SIGMOID || activation == Activation.SOFTSIGN) {
      add(
          "/activation",
          "not_allowed",
          "%s is for recurrent layers. Choose sigmoid or tanh.".formatted(name(activation)));
    }
  }

  void outOfRange(String field, String message) {
    add(field, "out_of_range", message);
  }

  void add(String field, String code, String message) {
    found.add(new PlanFault(pointer + field, code, message));
  }

  static String name(Activation activation) {
    return activation.name().toLowerCase(Locale.ROOT);
  }
}
