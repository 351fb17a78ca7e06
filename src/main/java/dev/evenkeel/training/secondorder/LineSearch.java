package dev.evenkeel.training.secondorder;

import dev.evenkeel.training.secondorder.Ray.Look;
import java.util.Optional;

/**
 * Finds a step that satisfies the strong Wolfe conditions: a bracket that grows from the first
 * trial, then cubic interpolation inside it (Nocedal and Wright, Numerical Optimization, 2006,
 * algorithms 3.5 and 3.6).
 *
 * <p>Where values differ by no more than float's rounding, the slope alone decides whether a step
 * went down (the approximate Wolfe conditions of Hager and Zhang, 2005). A value that is not finite
 * counts as a wall: the search comes back from it.
 */
final class LineSearch {

  /** Each look is a pass over all the data. */
  private static final int MOST_LOOKS = 20;

  private static final double DECREASE = 1e-4;
  private static final double EXPANSION = 2;

  /** How far the search comes back from a wall. */
  private static final double RETREAT = 0.1;

  /** Interpolation stays this share of the bracket away from its ends. */
  private static final double MARGIN = 0.1;

  /** Relative; sums of float losses are no better. */
  private static final double ROUNDING = 1e-6;

  private final Ray ray;
  private final Look start;
  private final double curvature;
  private int looks;

  /**
   * @param start the look at step 0, its slope negative
   * @param curvature what share of the first slope may be left
   */
  LineSearch(Ray ray, Look start, double curvature) {
    this.ray = ray;
    this.start = start;
    this.curvature = curvature;
  }

  /** The step found; none where nothing goes down, or where somebody wants the search to end. */
  Optional<Look> search(double firstTrial) {
    Look low = start;
    double wall = Double.POSITIVE_INFINITY;
    double step = firstTrial;
    while (hasLooksLeft() && isBeyond(low, step)) {
      Look look = look(step);
      if (!look.isFinite()) {
        wall = step;
        step = low.step() + RETREAT * (wall - low.step());
      } else if (isGood(look)) {
        return Optional.of(look);
      } else if (!goesDown(look) || isHigher(look, low)) {
        return zoom(low, look);
      } else if (look.slope() >= 0) {
        return zoom(look, low);
      } else {
        low = look;
        step = Math.min(EXPANSION * step, (step + wall) / 2);
      }
    }
    return ifLower(low);
  }

  /** Between two looks, the first of which is the lower. */
  private Optional<Look> zoom(Look first, Look second) {
    Look low = first;
    Look high = second;
    while (hasLooksLeft() && isWide(low, high)) {
      Look look = look(between(low, high));
      if (look.isFinite() && isGood(look)) {
        return Optional.of(look);
      }
      if (!look.isFinite() || !goesDown(look) || isHigher(look, low)) {
        high = look;
      } else {
        if (look.slope() * (high.step() - low.step()) >= 0) {
          high = low;
        }
        low = look;
      }
    }
    return ifLower(low);
  }

  private Look look(double step) {
    looks++;
    return ray.at(step);
  }

  private boolean hasLooksLeft() {
    return looks < MOST_LOOKS && !ray.isInterrupted();
  }

  private static boolean isBeyond(Look low, double step) {
    return step > low.step() && Double.isFinite(step);
  }

  private static boolean isWide(Look low, Look high) {
    double width = Math.abs(high.step() - low.step());
    return width > 1e-12 * Math.max(low.step(), high.step());
  }

  private Optional<Look> ifLower(Look low) {
    return ray.isInterrupted() || isLevel(low, start) ? Optional.empty() : Optional.of(low);
  }

  private boolean isGood(Look look) {
    return goesDown(look) && Math.abs(look.slope()) <= -curvature * start.slope();
  }

  private boolean goesDown(Look look) {
    return look.value() <= start.value() + DECREASE * look.step() * start.slope()
        || isLevel(look, start) && look.slope() <= (2 * DECREASE - 1) * start.slope();
  }

  private boolean isHigher(Look look, Look low) {
    return look.value() >= low.value() && !isLevel(look, low);
  }

  private boolean isLevel(Look look, Look other) {
    return Math.abs(look.value() - other.value()) <= ROUNDING * Math.abs(start.value());
  }

  /** The minimum of the cubic through both looks, held inside (there, equation 3.59). */
  private static double between(Look low, Look high) {
    double width = high.step() - low.step();
    double share = 0.5;
    if (high.isFinite()) {
      double d1 = low.slope() + high.slope() - 3 * (high.value() - low.value()) / width;
      double d2 = Math.copySign(Math.sqrt(d1 * d1 - low.slope() * high.slope()), width);
      double cubic = 1 - (high.slope() + d2 - d1) / (high.slope() - low.slope() + 2 * d2);
      share = Double.isFinite(cubic) ? cubic : share;
    }
    return low.step() + Math.max(MARGIN, Math.min(1 - MARGIN, share)) * width;
  }
}
