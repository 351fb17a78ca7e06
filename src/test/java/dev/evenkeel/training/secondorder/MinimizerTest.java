package dev.evenkeel.training.secondorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** On functions whose minima are known. */
class MinimizerTest {

  /** Counts and remembers its evaluations. */
  private abstract static class Known implements Objective {
    int evaluations;
    float[] last = {};
    int interruptedAfter = Integer.MAX_VALUE;

    abstract double at(float[] x, float[] gradient);

    @Override
    public double evaluate(float[] point, float[] gradient) {
      evaluations++;
      last = point.clone();
      return isInterrupted() ? Double.NaN : at(point, gradient);
    }

    @Override
    public boolean isInterrupted() {
      return evaluations > interruptedAfter;
    }
  }

  /** Rosenbrock's valley: the minimum is at (1, 1). */
  private static final class Rosenbrock extends Known {
    @Override
    double at(float[] x, float[] gradient) {
      double a = 1 - (double) x[0];
      double b = x[1] - (double) x[0] * x[0];
      gradient[0] = (float) (-2 * a - 400 * x[0] * b);
      gradient[1] = (float) (200 * b);
      return a * a + 100 * b * b;
    }
  }

  /** ½ Σ i·(xᵢ − i)², i from 1: condition number n. */
  private static final class Bowl extends Known {
    @Override
    double at(float[] x, float[] gradient) {
      double sum = 0;
      for (int i = 0; i < x.length; i++) {
        double distance = x[i] - (i + 1);
        gradient[i] = (float) ((i + 1) * distance);
        sum += (i + 1) * distance * distance / 2;
      }
      return sum;
    }
  }

  private static Stream<Minimizer> fromMinus() {
    float[] start = {-1.2f, 1};
    return Stream.of(Minimizer.lbfgs(start, 1, 10), Minimizer.conjugateGradients(start, 1));
  }

  private static Stream<Minimizer> fromZero() {
    float[] start = new float[50];
    return Stream.of(Minimizer.lbfgs(start, 1, 10), Minimizer.conjugateGradients(start, 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void anotherGoesOnFromAnyStepToTheSameBits(int kind) {
    Objective valley = new Rosenbrock();
    Minimizer whole = fromMinus().toList().get(kind);
    whole.look(valley);
    for (int step = 0; step < 12; step++) {
      Minimizer other = fromMinus().toList().get(kind);
      other.restore(whole.state());
      other.look(valley);
      whole.step(valley);
      other.step(valley);

      assertThat(other.point()).as("after step %d", step + 1).isEqualTo(whole.point());
      assertThat(other.value()).isEqualTo(whole.value());
      other.close();
    }
  }

  /** Until it converges; every value on the way. */
  private static List<Double> minimize(Minimizer minimizer, Objective objective, int most) {
    List<Double> values = new ArrayList<>();
    values.add(minimizer.look(objective));
    Minimizer.Outcome outcome = Minimizer.Outcome.MOVED;
    while (outcome == Minimizer.Outcome.MOVED && values.size() <= most) {
      outcome = minimizer.step(objective);
      values.add(minimizer.value());
    }
    assertThat(outcome).isEqualTo(Minimizer.Outcome.CONVERGED);
    return values;
  }

  @ParameterizedTest
  @MethodSource("fromMinus")
  void findsTheEndOfRosenbrocksValley(Minimizer minimizer) {
    Rosenbrock valley = new Rosenbrock();

    List<Double> values = minimize(minimizer, valley, 100);

    assertThat(minimizer.point()[0]).isCloseTo(1, within(1e-3f));
    assertThat(minimizer.point()[1]).isCloseTo(1, within(1e-3f));
    assertThat(values).isSortedAccordingTo((a, b) -> Double.compare(b, a));
    assertThat(valley.evaluations).as("steepest descent takes thousands").isLessThan(150);
    minimizer.close();
  }

  @ParameterizedTest
  @MethodSource("fromZero")
  void findsTheBottomOfABowlOfFiftyDimensions(Minimizer minimizer) {
    minimize(minimizer, new Bowl(), 200);

    for (int i = 0; i < 50; i++) {
      assertThat(minimizer.point()[i]).isCloseTo(i + 1, within(1e-3f));
    }
    minimizer.close();
  }

  @ParameterizedTest
  @MethodSource("fromMinus")
  void leavesTheLastEvaluationWhereItStands(Minimizer minimizer) {
    Rosenbrock valley = new Rosenbrock();
    minimizer.look(valley);
    while (minimizer.step(valley) == Minimizer.Outcome.MOVED) {
      assertThat(valley.last).isEqualTo(minimizer.point());
    }
    assertThat(valley.last).isEqualTo(minimizer.point());
    minimizer.close();
  }

  @Test
  void convergesAtOnceWhereItIsFlat() {
    Minimizer minimizer = Minimizer.lbfgs(new float[] {1, 1}, 1, 10);

    minimizer.look(new Rosenbrock());

    assertThat(minimizer.step(new Rosenbrock())).isEqualTo(Minimizer.Outcome.CONVERGED);
  }

  @Test
  void isStuckWhereThereIsNoNumber() {
    Minimizer minimizer = Minimizer.lbfgs(new float[] {Float.NaN, 1}, 1, 10);

    minimizer.look(new Rosenbrock());

    assertThat(minimizer.step(new Rosenbrock())).isEqualTo(Minimizer.Outcome.STUCK);
  }

  @Test
  void comesBackFromAFirstStepThatIsFarTooLong() {
    Minimizer minimizer = Minimizer.lbfgs(new float[] {-1.2f, 1}, 1000, 10);

    minimize(minimizer, new Rosenbrock(), 200);

    assertThat(minimizer.point()[0]).isCloseTo(1, within(1e-3f));
  }

  @Test
  void staysWhereItIsWhenInterrupted() {
    Rosenbrock valley = new Rosenbrock();
    Minimizer minimizer = Minimizer.conjugateGradients(new float[] {-1.2f, 1}, 1);
    minimizer.look(valley);
    valley.interruptedAfter = 2;

    assertThat(minimizer.step(valley)).isEqualTo(Minimizer.Outcome.INTERRUPTED);
    assertThat(minimizer.point()).containsExactly(-1.2f, 1);
  }

  /**
   * After one step along s with change y the quasi-Newton matrix maps y to s: the secant equation.
   */
  @Test
  void lbfgsKnowsTheCurvatureOfTheLastStep() {
    LimitedMemoryBfgs rule = new LimitedMemoryBfgs(10, 2);
    float[] s = {0.5f, -0.25f};
    float[] y = {3, 1};
    rule.learn(new Directions.Step(new float[2], s, new float[2], y));
    float[] direction = new float[2];

    rule.next(y, direction);

    assertThat(direction[0]).isCloseTo(-s[0], within(1e-6f));
    assertThat(direction[1]).isCloseTo(-s[1], within(1e-6f));
    rule.close();
  }

  @Test
  void lbfgsRemembersAsManyStepsAsItMay() {
    LimitedMemoryBfgs one = new LimitedMemoryBfgs(1, 2);
    LimitedMemoryBfgs two = new LimitedMemoryBfgs(2, 2);
    for (LimitedMemoryBfgs rule : List.of(one, two)) {
      rule.learn(
          new Directions.Step(new float[2], new float[] {1, 0}, new float[2], new float[] {4, 0}));
      rule.learn(
          new Directions.Step(new float[2], new float[] {0, 1}, new float[2], new float[] {0, 2}));
    }
    float[] ofOne = new float[2];
    float[] ofTwo = new float[2];

    one.next(new float[] {1, 1}, ofOne);
    two.next(new float[] {1, 1}, ofTwo);

    assertThat(ofTwo).as("both curvatures").containsExactly(-0.25f, -0.5f);
    assertThat(ofOne).as("the last one's, in every direction").containsExactly(-0.5f, -0.5f);
    one.close();
    two.close();
  }

  @Test
  void lbfgsTakesNothingFromAStepAgainstTheCurvature() {
    LimitedMemoryBfgs rule = new LimitedMemoryBfgs(10, 1);

    rule.learn(new Directions.Step(new float[1], new float[] {1}, new float[1], new float[] {-1}));

    assertThat(rule.hasMemory()).isFalse();
  }

  /** β = g₁·(g₁ − g₀)/g₀·g₀ with orthogonal gradients (0, 2) and (1, 0): 4. */
  @Test
  void conjugateGradientsAddWhatPolakAndRibiereSay() {
    ConjugateGradients rule = new ConjugateGradients(3);
    float[] first = new float[3];
    float[] second = new float[3];
    rule.next(new float[] {1, 0, 0}, first);
    rule.learn(
        new Directions.Step(
            new float[3], new float[3], new float[] {1, 0, 0}, new float[] {0, 2, 0}));

    rule.next(new float[] {0, 2, 0}, second);

    assertThat(first).containsExactly(-1, 0, 0);
    assertThat(second).containsExactly(-4, -2, 0);
  }

  @Test
  void conjugateGradientsStartAnewWhereGradientsAreFarFromOrthogonal() {
    ConjugateGradients rule = new ConjugateGradients(3);
    rule.next(new float[] {1, 0, 0}, new float[3]);
    rule.learn(
        new Directions.Step(
            new float[3], new float[3], new float[] {1, 0, 0}, new float[] {2, 1, 0}));

    assertThat(rule.hasMemory()).isFalse();
  }
}
