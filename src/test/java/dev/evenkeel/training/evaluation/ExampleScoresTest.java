package dev.evenkeel.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.evenkeel.training.GeneralizedLinearNetwork;
import dev.evenkeel.training.TensorFolder;
import dev.evenkeel.training.TestSpecs;
import dev.evenkeel.training.data.DataLocation;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.data.RunData;
import dev.evenkeel.training.network.Batches;
import dev.evenkeel.training.network.TrainableNetwork;
import dev.evenkeel.training.plan.NetworkPlan;
import dev.evenkeel.training.plan.NetworkPlanner;
import dev.evenkeel.training.plan.layers.PlanLimits;
import dev.evenkeel.training.spec.Loss;
import dev.evenkeel.training.spec.TrainingSpec;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExampleScoresTest {

  private static final TrainingSpec SPEC =
      TestSpecs.spec(
          "{'layers':[]}", "{}", "{'validation':0}", "{'numeric':'none','target':'none'}", "{}");

  @TempDir Path folder;

  /** y = x, answered by 0.9 x: nine tenths of each number, and R² of 0.99. */
  @Test
  void ofNumbersTheMeanIsTheCoefficientOfDetermination() throws IOException {
    double[] x = {-2, -1, 1, 2};
    DatasetSchema line = TestSpecs.regression(4, 1, "y");
    TensorFolder.write(folder, line, TensorFolder.column(x), TensorFolder.column(x));

    ExampleScores scores = scores(line, RunData.Wanted.values(1, Loss.MSE), 0.9f, 0);

    assertThat(scores.mean()).isCloseTo(0.99, within(1e-6));
    assertThat(scores.guess()).isZero();
    assertThat(scores.overGuessing().exceeds(0.9, 2)).isTrue();
  }

  @Test
  void aSingleWildAnswerDoesNotDrownTheOthers() throws IOException {
    double[] x = {-1, 1, -1, 1, -1, 1, -1, 1000};
    double[] y = {-1, 1, -1, 1, -1, 1, -1, 1};
    DatasetSchema line = TestSpecs.regression(8, 1, "y");
    TensorFolder.write(folder, line, TensorFolder.column(x), TensorFolder.column(y));

    ExampleScores scores = scores(line, RunData.Wanted.values(1, Loss.MSE), 1, 0);

    assertThat(scores.mean()).isCloseTo((7 - 8) / 8.0, within(1e-6));
  }

  /** Three of class a and one of class b, all answered by a. */
  @Test
  void ofClassesTheMeanIsThatOfAccuracyAndBalancedAccuracy() throws IOException {
    DatasetSchema classes = TestSpecs.classification(4, 1, "a", "b");
    TensorFolder.write(
        folder, classes, TensorFolder.column(1, 2, 3, 4), TensorFolder.column(0, 0, 0, 1));

    ExampleScores scores =
        scores(classes, RunData.Wanted.values(2, Loss.CROSS_ENTROPY), 0, 0, 5, 0);

    assertThat(scores.mean()).isCloseTo((0.75 + 0.5) / 2, within(1e-6));
    assertThat(scores.guess()).isCloseTo(scores.mean(), within(1e-9));
    assertThat(scores.overGuessing().exceeds(0.01, 1)).isFalse();
    assertThat(scores.logarithmOverGuessing().mean()).as("too sure of itself").isNegative();
  }

  @Test
  void twoNetworksAreComparedExampleByExample() throws IOException {
    double[] x = {-2, -1, 1, 2};
    DatasetSchema line = TestSpecs.regression(4, 1, "y");
    TensorFolder.write(folder, line, TensorFolder.column(x), TensorFolder.column(x));
    RunData.Wanted wanted = RunData.Wanted.values(1, Loss.MSE);

    ExampleScores good = scores(line, wanted, 1, 0);
    ExampleScores bad = scores(line, wanted, 0, 0);

    assertThat(good.over(bad).mean()).isCloseTo(1, within(1e-6));
    assertThat(good.over(good)).isEqualTo(new ExampleScores.Gain(0, 0));
    assertThat(good.over(good).exceeds(0, 2)).isFalse();
  }

  /** All are said to be a with e/(e+1), which is more than a half but less than three to one. */
  @Test
  void answersCanBeShiftedAsOtherWeightsOfTheClassesWouldShiftThem() throws IOException {
    DatasetSchema classes = TestSpecs.classification(4, 1, "a", "b");
    TensorFolder.write(
        folder, classes, TensorFolder.column(1, 2, 3, 4), TensorFolder.column(0, 0, 0, 1));
    RunData.Wanted wanted = RunData.Wanted.values(2, Loss.CROSS_ENTROPY);
    float[] weights = {0, 0, 1, 0};

    assertThat(scores(classes, wanted, weights, 1, 1).mean()).isCloseTo(0.625, within(1e-6));
    assertThat(scores(classes, wanted, weights, 1, 2).mean()).isCloseTo(0.625, within(1e-6));
    assertThat(scores(classes, wanted, weights, 1, 3).mean()).isCloseTo(0.375, within(1e-6));
    assertThat(scores(classes, wanted, weights).mean()).isCloseTo(0.625, within(1e-6));
  }

  private ExampleScores scores(DatasetSchema schema, RunData.Wanted wanted, float... weights)
      throws IOException {
    return scores(schema, wanted, weights, new float[0]);
  }

  private ExampleScores scores(
      DatasetSchema schema, RunData.Wanted wanted, float[] weights, float... multiples)
      throws IOException {
    NetworkPlan plan = new NetworkPlanner(PlanLimits.defaults()).plan(SPEC, schema).plan();
    TrainableNetwork network = GeneralizedLinearNetwork.provider().create(plan, SPEC);
    network.parameters().write(0, weights, weights.length);
    try (RunData data = RunData.open(new DataLocation(folder, null, null), SPEC, wanted, folder)) {
      Batches batches =
          Batches.inOrder(
              data.training(), 3, new Batches.ExampleWeights(new float[0], data.labels()));
      return ExampleScores.of(
          network,
          batches,
          0,
          batches.count(),
          new ExampleScores.Reading(data, plan.output()).shifted(multiples));
    }
  }
}
