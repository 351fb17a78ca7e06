package dev.evenkeel.training.secondorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.evenkeel.training.secondorder.Ray.Look;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineSearchTest {

  private static final double CURVATURE = 0.1;

  /** A function of one variable with its derivative. */
  private static final class Function implements Ray {
    private final DoubleUnaryOperator value;
    private final DoubleUnaryOperator slope;
    int looks;
    int interruptedAfter = Integer.MAX_VALUE;

    Function(DoubleUnaryOperator value, DoubleUnaryOperator slope) {
      this.value = value;
      this.slope = slope;
    }

    @Override
    public Look at(double step) {
      looks++;
      return new Look(step, value.applyAsDouble(step), slope.applyAsDouble(step));
    }

    @Override
    public boolean isInterrupted() {
      return looks > interruptedAfter;
    }

    java.util.Optional<Look> search(double firstTrial) {
      Look start = at(0);
      return new LineSearch(this, start, CURVATURE).search(firstTrial);
    }
  }

  /** Moré and Thuente's first test function: its minimum is at √2. */
  private static Function moreAndThuente() {
    double b = 2;
    return new Function(a -> -a / (a * a + b), a -> (a * a - b) / ((a * a + b) * (a * a + b)));
  }

  private static void assertStrongWolfe(Function function, Look found) {
    Look start = function.at(0);
    assertThat(found.value())
        .isLessThanOrEqualTo(start.value() + 1e-4 * found.step() * start.slope());
    assertThat(Math.abs(found.slope())).isLessThanOrEqualTo(CURVATURE * Math.abs(start.slope()));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-3, 0.1, 1, 10, 1e3})
  void satisfiesTheStrongWolfeConditionsFromAnyFirstTrial(double firstTrial) {
    Function function = moreAndThuente();

    Look found = function.search(firstTrial).orElseThrow();

    assertStrongWolfe(function, found);
  }

  @Test
  void hitsTheMinimumOfAParabolaAtTheSecondLook() {
    Function parabola = new Function(a -> (a - 3) * (a - 3), a -> 2 * (a - 3));

    Look found = parabola.search(10).orElseThrow();

    assertThat(found.step()).isCloseTo(3, within(1e-9));
    assertThat(parabola.looks).as("with the start").isEqualTo(3);
  }

  @Test
  void comesBackFromWhereTheValueIsNoNumber() {
    Function wall =
        new Function(
            a -> a > 0.5 ? Double.NaN : -a + a * a, a -> a > 0.5 ? Double.NaN : -1 + 2 * a);

    assertStrongWolfe(wall, wall.search(1e6).orElseThrow());
  }

  @Test
  void comesBackFromAnOverflowBehindAPlaceThatIsLowerAlready() {
    Function wall =
        new Function(a -> a > 3 ? Double.POSITIVE_INFINITY : -a, a -> a > 3 ? Double.NaN : -1);

    Look found = wall.search(1).orElseThrow();

    assertThat(found.step()).as("the lowest place seen").isBetween(2.9, 3.0);
  }

  @Test
  void findsNothingWhereEverythingGoesUp() {
    Function up = new Function(a -> a, a -> -1);

    assertThat(up.search(1)).isEmpty();
    assertThat(up.looks).isLessThanOrEqualTo(21);
  }

  @Test
  void trustsTheSlopeWhereValuesDifferByRoundingAlone() {
    // 1 + (a - 1)²·1e-9 in float's steps: the value cannot tell, the slope can.
    Function flat = new Function(a -> (float) (1 + 1e-9 * (a - 1) * (a - 1)), a -> 2e-9 * (a - 1));

    assertThat(flat.search(0.1).orElseThrow().step()).isCloseTo(1, within(0.15));
  }

  @Test
  void endsAtOnceWhenInterrupted() {
    Function function = moreAndThuente();
    function.interruptedAfter = 2;

    assertThat(function.search(1e3)).isEmpty();
    assertThat(function.looks).as("with the start").isEqualTo(3);
  }
}
