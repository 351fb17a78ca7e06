package dev.evenkeel.training.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.evenkeel.training.TensorFolder;
import dev.evenkeel.training.TestSpecs;
import dev.evenkeel.training.data.DataLocation;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.data.RunData;
import dev.evenkeel.training.network.Batches;
import dev.evenkeel.training.plan.NetworkPlan;
import dev.evenkeel.training.plan.NetworkPlanner;
import dev.evenkeel.training.plan.layers.PlanLimits;
import dev.evenkeel.training.spec.Loss;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaselineTest {

  private static final double[] NUMBERS = {1, 2, 2, 7, 0.5, 3, 12, 0.25};

  @TempDir Path folder;

  @Test
  void isTheEntropyOfTheClasses() throws IOException {
    Baseline baseline = classes(new float[0], 0, 0, 0, 0, 0, 1, 1, 2);

    double entropy = -5 / 8.0 * Math.log(5 / 8.0) - 0.25 * Math.log(0.25) - 0.125 * Math.log(0.125);
    assertThat(baseline.loss()).isCloseTo(entropy, within(1e-6));
    assertThat(baseline.classRatio()).isCloseTo(5, within(1e-9));
    assertThat(baseline.rarest()).isEqualTo(2);
  }

  @Test
  void countsClassesByTheirWeights() throws IOException {
    float[] weights = {0.5f, 1, 4};
    Baseline baseline = classes(weights, 0, 0, 0, 0, 0, 1, 1, 2);

    double total = 2.5 + 2 + 4;
    double cost = -2.5 * Math.log(2.5 / total) - 2 * Math.log(2 / total) - 4 * Math.log(4 / total);
    assertThat(baseline.loss()).as("averaged over examples").isCloseTo(cost / 8, within(1e-6));
    assertThat(baseline.classRatio()).isCloseTo(2, within(1e-6));
  }

  @Test
  void noConstantAnswerIsBetterThanThatOfCrossEntropy() throws IOException {
    double loss = classes(new float[0], 0, 0, 0, 1, 1, 2, 2, 2).loss();

    double best = Double.MAX_VALUE;
    for (double a = 0.005; a < 1; a += 0.005) {
      for (double b = 0.005; a + b < 1; b += 0.005) {
        best = Math.min(best, -(3 * Math.log(a) + 2 * Math.log(b) + 3 * Math.log(1 - a - b)) / 8);
      }
    }
    assertThat(loss).isLessThanOrEqualTo(best + 1e-9).isCloseTo(best, within(1e-3));
  }

  @Test
  void isTheVarianceOfNumbers() throws IOException {
    double mean = 27.75 / 8;
    double variance = 0;
    for (double y : NUMBERS) {
      variance += (y - mean) * (y - mean) / 8;
    }

    assertThat(numbers(Loss.MSE, NUMBERS)).isCloseTo(variance, within(1e-5));
    assertThat(bestConstant((o, y) -> (o - y) * (o - y))).isCloseTo(variance, within(1e-3));
  }

  @Test
  void isWhatTheMeanCostsByEveryOtherLoss() throws IOException {
    double o = 27.75 / 8;

    assertThat(numbers(Loss.MAE, NUMBERS))
        .isCloseTo(cost(o, (a, y) -> Math.abs(a - y)), within(1e-5));
    assertThat(numbers(Loss.HUBER, NUMBERS))
        .isCloseTo(
            cost(o, (a, y) -> Math.abs(a - y) <= 1 ? (a - y) * (a - y) / 2 : Math.abs(a - y) - 0.5),
            within(1e-5));
    assertThat(numbers(Loss.MSLE, NUMBERS))
        .isCloseTo(cost(o, (a, y) -> Math.pow(Math.log1p(a) - Math.log1p(y), 2)), within(1e-5));
  }

  @Test
  void isAPoissonLossOnlyWhereThatIsPositive() throws IOException {
    assertThat(numbers(Loss.POISSON, 1, 1, 2, 0)).isCloseTo(1 - Math.log(1), within(1e-5));
    assertThat(numbers(Loss.POISSON, 9, 12, 10, 11)).isInfinite();
  }

  @Test
  void isTheEntropyOfEachOutputByItself() throws IOException {
    double p = 0.25;

    assertThat(two(Loss.BINARY_CROSS_ENTROPY, 0, 0, 0, 1))
        .isCloseTo(-p * Math.log(p) - (1 - p) * Math.log(1 - p), within(1e-6));
  }

  @Test
  void isWhatTheMoreFrequentSignCostsByHinge() throws IOException {
    assertThat(two(Loss.HINGE, 0, 0, 0, 1))
        .as("a quarter of them, 2 each")
        .isCloseTo(0.5, within(1e-6));
  }

  @Test
  void isTheEntropyByDivergenceToo() throws IOException {
    double[] labels = {0, 0, 0, 1, 1, 2, 2, 2};

    double divergence =
        baseline(
                TestSpecs.classification(8, 1, "a", "b", "c"),
                new RunData.Wanted[] {RunData.Wanted.values(3, Loss.KL_DIVERGENCE)},
                Loss.KL_DIVERGENCE,
                new float[0],
                labels)
            .loss();

    assertThat(divergence).isCloseTo(classes(new float[0], labels).loss(), within(1e-6));
  }

  @Test
  void anAnswerWithoutPrejudiceCostsAtLeastAsMuch() throws IOException {
    Baseline rare = classes(new float[0], 0, 0, 0, 0, 0, 0, 0, 1);

    assertThat(rare.neutral(output("{'layers':[]}"))).isCloseTo(Math.log(3), within(1e-6));
    assertThat(rare.loss()).isLessThan(0.5);
    Baseline heavy = new Baseline(7, 1, 0);
    assertThat(heavy.neutral(output("{'layers':[]}"))).isEqualTo(7);
  }

  private static NetworkPlan.Output output(String network) {
    return new NetworkPlanner(PlanLimits.defaults())
        .plan(TestSpecs.spec(network, "{}"), TestSpecs.classification(8, 1, "a", "b", "c"))
        .plan()
        .output();
  }

  private double two(Loss loss, double... labels) throws IOException {
    return baseline(
            TestSpecs.classification(labels.length, 1, "no", "yes"),
            new RunData.Wanted[] {RunData.Wanted.values(1, loss)},
            loss,
            new float[0],
            labels)
        .loss();
  }

  @Test
  void isNeverNothing() throws IOException {
    assertThat(numbers(Loss.MSE, 4, 4, 4, 4)).isEqualTo(1e-6);
    assertThat(classes(new float[0], 1, 1, 1, 1).loss()).isEqualTo(1e-6);
  }

  private static double cost(double answer, DoubleBinaryOperator loss) {
    double sum = 0;
    for (double y : NUMBERS) {
      sum += loss.applyAsDouble(answer, y);
    }
    return sum / NUMBERS.length;
  }

  private static double bestConstant(DoubleBinaryOperator loss) {
    double best = Double.MAX_VALUE;
    for (double answer = 0; answer < 15; answer += 0.001) {
      best = Math.min(best, cost(answer, loss));
    }
    return best;
  }

  private Baseline classes(float[] weights, double... labels) throws IOException {
    return baseline(
        TestSpecs.classification(labels.length, 1, "a", "b", "c"),
        new RunData.Wanted[] {RunData.Wanted.values(3, Loss.CROSS_ENTROPY)},
        Loss.CROSS_ENTROPY,
        weights,
        labels);
  }

  private double numbers(Loss loss, double... targets) throws IOException {
    return baseline(
            TestSpecs.regression(targets.length, 1, "y"),
            new RunData.Wanted[] {RunData.Wanted.values(1, loss)},
            loss,
            new float[0],
            targets)
        .loss();
  }

  private Baseline baseline(
      DatasetSchema schema, RunData.Wanted[] wanted, Loss loss, float[] weights, double... labels)
      throws IOException {
    double[] inputs = new double[labels.length];
    java.util.Arrays.setAll(inputs, i -> i);
    TensorFolder.write(folder, schema, TensorFolder.column(inputs), TensorFolder.column(labels));
    try (RunData data =
        RunData.open(
            new DataLocation(folder, null, null),
            TestSpecs.spec("{'layers':[]}", "{}", "{'validation':0}", "{'target':'none'}", "{}"),
            wanted[0],
            folder)) {
      return Baseline.of(
          data.training(), data.labels(), new Batches.ExampleWeights(weights, data.labels()), loss);
    }
  }
}
