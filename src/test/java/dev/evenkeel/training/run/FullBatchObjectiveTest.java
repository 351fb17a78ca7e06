package dev.evenkeel.training.run;

import static dev.evenkeel.training.TestSpecs.classification;
import static dev.evenkeel.training.TestSpecs.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.evenkeel.testing.NativeTest;
import dev.evenkeel.training.RecordingObserver;
import dev.evenkeel.training.TensorFolder;
import dev.evenkeel.training.data.DataLocation;
import dev.evenkeel.training.data.RunData;
import dev.evenkeel.training.dl4j.Dl4jNetworkProvider;
import dev.evenkeel.training.network.Batches;
import dev.evenkeel.training.network.FrozenLayers;
import dev.evenkeel.training.network.TrainableNetwork;
import dev.evenkeel.training.plan.NetworkPlan;
import dev.evenkeel.training.plan.NetworkPlanner;
import dev.evenkeel.training.plan.layers.PlanLimits;
import dev.evenkeel.training.repair.RepairState;
import dev.evenkeel.training.repair.RunContext;
import dev.evenkeel.training.repair.TrialArm;
import dev.evenkeel.training.spec.TrainingSpec;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Eleven examples of two classes in batches of four, on a Deeplearning4j network. */
@NativeTest
class FullBatchObjectiveTest {

  private static final String PLAIN = "{'type':'dense','units':5,'activation':'tanh'}";
  private static final String DROPOUT = PLAIN + ",{'type':'dropout','rate':0.4}";
  private static final String OWN_PENALTY =
      "{'type':'dense','units':5,'activation':'tanh','l1':0.02,'l2':0.3}";

  @TempDir Path folder;

  private interface Check {
    void on(FullBatchObjective objective, TrainableNetwork network);
  }

  private void check(String layers, String penalties, Check check) throws Exception {
    check(layers, penalties, network -> network, check);
  }

  private void check(
      String layers, String penalties, UnaryOperator<TrainableNetwork> wrapping, Check check)
      throws Exception {
    Random random = new Random(3);
    float[][] x = new float[11][3];
    float[][] y = new float[11][1];
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < 3; j++) {
        x[i][j] = (float) random.nextGaussian();
      }
      y[i][0] = random.nextInt(2);
    }
    var schema = classification(11, 3, "a", "b");
    DataLocation data = new DataLocation(TensorFolder.write(folder, schema, x, y), null, null);
    TrainingSpec spec =
        spec(
            "{'layers':[%s]%s}".formatted(layers, penalties),
            "{'batch_size':4,'optimizer':{'type':'lbfgs'}}",
            "{'validation':0}",
            "{}",
            "{}");
    NetworkPlan plan = new NetworkPlanner(PlanLimits.defaults()).plan(spec, schema).plan();
    var wanted = RunData.Wanted.values(2, plan.output().loss());
    try (RunData run = RunData.open(data, spec, wanted, folder);
        TrainableNetwork network = wrapping.apply(new Dl4jNetworkProvider().create(plan, spec))) {
      var weights = new Batches.ExampleWeights(new float[] {1, 2}, run.labels());
      Batches batches = Batches.inOrder(run.training(), 4, weights);
      var context =
          new RunContext(
              network,
              new RecordingObserver(),
              Optional::empty,
              RepairState.none(),
              TrialArm.Provider.none());
      check.on(new FullBatchObjective(batches, plan.drawsRandomly(), context), network);
    }
  }

  private static void assertIsDerivative(FullBatchObjective objective, TrainableNetwork network) {
    float[] point = network.snapshot().parameters();
    float[] gradient = new float[point.length];
    float[] unused = new float[point.length];
    objective.evaluate(point, gradient);
    for (int i = 0; i < point.length; i++) {
      float[] moved = point.clone();
      moved[i] = point[i] + 1e-2f;
      double above = objective.evaluate(moved, unused);
      moved[i] = point[i] - 1e-2f;
      double below = objective.evaluate(moved, unused);
      assertThat((double) gradient[i])
          .as("parameter %d", i)
          .isCloseTo((above - below) / 2e-2, within(1e-3));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {PLAIN, DROPOUT, OWN_PENALTY})
  void theGradientIsTheDerivativeOfTheValueWithItsPenalties(String layers) throws Exception {
    check(layers, ",'l2':0.5", FullBatchObjectiveTest::assertIsDerivative);
  }

  @Test
  void penaltiesAreAddedToWeightsAloneAndNotToTheLossThatIsShown() throws Exception {
    check(
        OWN_PENALTY,
        "",
        (objective, network) -> {
          float[] point = network.snapshot().parameters();
          double value = objective.evaluate(point, new float[point.length]);

          double penalty = 0;
          for (int i = 0; i < 15; i++) {
            penalty += 0.02 * Math.abs(point[i]) + 0.15 * point[i] * point[i];
          }
          assertThat(value - objective.loss()).isCloseTo(penalty, within(1e-6));
        });
  }

  @Test
  void dropoutDrawsTheSameUntilTheNetworkMovesOn() throws Exception {
    check(
        DROPOUT,
        "",
        (objective, network) -> {
          float[] point = network.snapshot().parameters();
          float[] gradient = new float[point.length];
          double first = objective.evaluate(point, gradient);
          double again = objective.evaluate(point, gradient);
          objective.moveTo(point);
          double moved = objective.evaluate(point, gradient);

          assertThat(again).isEqualTo(first);
          assertThat(moved).isNotEqualTo(first);
        });
  }

  /** Three inputs and five units: 20 parameters in front. */
  @Test
  void nothingPullsAtFrozenLayers() throws Exception {
    check(
        OWN_PENALTY,
        ",'l2':0.5",
        network -> FrozenLayers.upTo(0, network),
        (objective, network) -> {
          float[] point = network.snapshot().parameters();
          float[] gradient = new float[point.length];

          objective.evaluate(point, gradient);

          assertThat(java.util.Arrays.copyOf(gradient, 20)).containsOnly(0f);
          assertThat(gradient[20]).isNotZero();
        });
  }
}
