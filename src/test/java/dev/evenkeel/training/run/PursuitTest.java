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
import dev.evenkeel.training.spec.Loss;
import dev.evenkeel.training.spec.TrainingSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** y = x, answered by w · x, which scores 1 − (1 − w)². The control begins at 100 of 300. */
class PursuitTest {

  private static final int EXAMPLES = 40;
  private static final TrainingSpec SPEC =
      TestSpecs.spec(
          "{'layers':[]}", "{}", "{'validation':0}", "{'numeric':'none','target':'none'}", "{}");
  private static final DatasetSchema LINE = TestSpecs.regression(EXAMPLES, 1, "y");

  @TempDir Path folder;

  @BeforeEach
  void setUp() throws IOException {
    double[] x = new Random(1).doubles(EXAMPLES, -1, 1).toArray();
    TensorFolder.write(folder, LINE, TensorFolder.column(x), TensorFolder.column(x));
  }

  @Test
  void aControlThatHasNotMovedHalfWayThroughIsHopeless() throws IOException {
    ExampleScores still = scores(0);

    assertThat(pursuit(0.9f).isHopeless(200, () -> still)).isTrue();
  }

  @Test
  void oneThatWouldGetThereAtItsPaceIsNot() throws IOException {
    ExampleScores half = scores(0.3f);

    assertThat(pursuit(0.9f).isHopeless(200, () -> half)).as("0.51 of 0.99").isFalse();
  }

  @Test
  void oneThatIsNoWorseIsNot() throws IOException {
    ExampleScores alike = scores(0.9f);

    assertThat(pursuit(0.9f).isHopeless(200, () -> alike)).isFalse();
    assertThat(pursuit(0).isHopeless(200, () -> alike)).isFalse();
  }

  @Test
  void isAskedAtHalfOfTheWayAndAtHalfOfTheRest() throws IOException {
    Pursuit pursuit = pursuit(0.9f);
    ExampleScores still = scores(0);
    ExampleScores half = scores(0.3f);

    assertThat(pursuit.isHopeless(199, () -> still)).as("too early").isFalse();
    assertThat(pursuit.isHopeless(200, () -> half)).isFalse();
    assertThat(pursuit.isHopeless(249, () -> still)).as("not due").isFalse();
    assertThat(pursuit.isHopeless(250, () -> half)).as("a third more will not do").isTrue();
    assertThat(pursuit.isHopeless(300, () -> still)).as("at its end anyway").isFalse();
  }

  private Pursuit pursuit(float ahead) throws IOException {
    return new Pursuit(scores(ahead), scores(0), 100, 300);
  }

  private ExampleScores scores(float weight) throws IOException {
    NetworkPlan plan = new NetworkPlanner(PlanLimits.defaults()).plan(SPEC, LINE).plan();
    TrainableNetwork network = GeneralizedLinearNetwork.provider().create(plan, SPEC);
    network.parameters().write(0, new float[] {weight, 0}, 2);
    RunData.Wanted wanted = RunData.Wanted.values(1, Loss.MSE);
    try (RunData data = RunData.open(new DataLocation(folder, null, null), SPEC, wanted, folder)) {
      var weights = new Batches.ExampleWeights(new float[0], data.labels());
      Batches batches = Batches.inOrder(data.training(), EXAMPLES, weights);
      return ExampleScores.of(
          network, batches, 0, batches.count(), new ExampleScores.Reading(data, plan.output()));
    }
  }
}
