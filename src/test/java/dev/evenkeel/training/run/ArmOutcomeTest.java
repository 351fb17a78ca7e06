package dev.evenkeel.training.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.training.GeneralizedLinearNetwork;
import dev.evenkeel.training.TensorFolder;
import dev.evenkeel.training.TestSpecs;
import dev.evenkeel.training.data.DataLocation;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.data.RunData;
import dev.evenkeel.training.evaluation.ExampleScores;
import dev.evenkeel.training.network.Batches;
import dev.evenkeel.training.network.TrainableNetwork;
import dev.evenkeel.training.plan.NetworkPlan;
import dev.evenkeel.training.plan.NetworkPlanner;
import dev.evenkeel.training.plan.layers.PlanLimits;
import dev.evenkeel.training.repair.Baseline;
import dev.evenkeel.training.spec.Loss;
import dev.evenkeel.training.spec.TrainingSpec;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Forty examples of a common class, some taken for rare, and four rare ones, some recognised. */
class ArmOutcomeTest {

  private static final int COMMON = 40;
  private static final int RARE = 4;

  @TempDir Path folder;

  @Test
  void otherWeightsOfTheClassesAreKeptOnlyBeyondTheNoiseOfTheFewExamplesOfARareOne()
      throws IOException {
    ArmOutcome asked = outcome("none", 0, 0);

    assertThat(outcome("balanced", 1, 1).isBetterThan(asked)).isFalse();
    assertThat(outcome("balanced", 4, 1).isBetterThan(asked)).isTrue();
  }

  @Test
  void theRunAsAskedIsKeptWhicheverOfThemCameFirst() throws IOException {
    ArmOutcome asked = outcome("none", 0, 0);

    assertThat(asked.isBetterThan(outcome("balanced", 1, 1))).isTrue();
    assertThat(asked.isBetterThan(outcome("balanced", 4, 1))).isFalse();
  }

  @Test
  void armsOfOneObjectiveAreToldApartByWhatTheyScore() throws IOException {
    ArmOutcome asked = outcome("none", 0, 0);
    ArmOutcome repaired = outcome("none", 1, 1, true);

    assertThat(repaired.isBetterThan(asked)).isTrue();
    assertThat(asked.isBetterThan(repaired)).isFalse();
  }

  private ArmOutcome outcome(String weights, int recognised, int mistaken) throws IOException {
    return outcome(weights, recognised, mistaken, !weights.equals("none"));
  }

  private ArmOutcome outcome(String weights, int recognised, int mistaken, boolean repaired)
      throws IOException {
    TrainingSpec spec =
        TestSpecs.spec(
            "{'layers':[]}",
            "{'class_weights':'%s'}".formatted(weights),
            "{'validation':0}",
            "{'numeric':'none'}",
            "{}");
    ExampleScores scores = scores(spec, recognised, mistaken);
    return new ArmOutcome(
        spec, KeptModel.Best.untrained(null), scores, new Baseline(0.3, 10, 1), false, repaired);
  }

  /** Whatever lies above zero is said to be rare. */
  private ExampleScores scores(TrainingSpec spec, int recognised, int mistaken) throws IOException {
    float[][] x = new float[COMMON + RARE][1];
    float[][] y = new float[COMMON + RARE][1];
    for (int i = 0; i < x.length; i++) {
      y[i][0] = i < COMMON ? 0 : 1;
      boolean found = i >= COMMON && i < COMMON + recognised;
      x[i][0] = found || i < mistaken ? 1 : -1;
    }
    DatasetSchema schema = TestSpecs.classification(x.length, 1, "common", "rare");
    TensorFolder.write(folder, schema, x, y);
    NetworkPlan plan = new NetworkPlanner(PlanLimits.defaults()).plan(spec, schema).plan();
    TrainableNetwork network = GeneralizedLinearNetwork.provider().create(plan, spec);
    network.parameters().write(0, new float[] {0, 1, 0, 0}, 4);
    RunData.Wanted wanted = RunData.Wanted.values(2, Loss.CROSS_ENTROPY);
    try (RunData data = RunData.open(new DataLocation(folder, null, null), spec, wanted, folder)) {
      var weights = new Batches.ExampleWeights(new float[0], data.labels());
      Batches batches = Batches.inOrder(data.training(), 8, weights);
      return ExampleScores.of(
          network, batches, 0, batches.count(), new ExampleScores.Reading(data, plan.output()));
    }
  }
}
