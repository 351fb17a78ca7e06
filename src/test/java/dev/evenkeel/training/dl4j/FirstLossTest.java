package dev.evenkeel.training.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.testing.NativeTest;
import dev.evenkeel.training.TestSpecs;
import dev.evenkeel.training.network.Batch;
import dev.evenkeel.training.plan.NetworkPlan;
import dev.evenkeel.training.plan.NetworkPlanner;
import dev.evenkeel.training.plan.layers.PlanLimits;
import dev.evenkeel.training.spec.TrainingSpec;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a network that says nothing of its weights loses before it has learned anything. */
@NativeTest
class FirstLossTest {

  private static final int EXAMPLES = 400;
  private static final int INPUTS = 8;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {'layers':[]}                                                           | 1
          {'layers':[{'type':'dense','units':32}]}                                | 1
          {'layers':[{'type':'dense','units':64},{'type':'dense','units':32}]}    | 2
          {'layers':[{'type':'dense','units':64,'activation':'tanh'}]}            | 3
          """)
  void aRegressionStartsNearTheConstantAnswer(String network, long seed) {
    // Standardized targets: the constant's loss is 1. He's weights would start at 3.
    assertThat(firstLoss(network, seed)).isBetween(0.7, 2.0);
  }

  private static double firstLoss(String network, long seed) {
    TrainingSpec spec = TestSpecs.spec(network, "{'seed':%d}".formatted(seed));
    NetworkPlan plan =
        new NetworkPlanner(PlanLimits.defaults())
            .plan(spec, TestSpecs.regression(EXAMPLES, INPUTS, "y"))
            .plan();
    try (var trained = new Dl4jNetwork(plan, spec)) {
      return trained.computeGradients(batch(new Random(seed)));
    }
  }

  private static Batch batch(Random random) {
    float[] features = new float[EXAMPLES * INPUTS];
    float[] labels = new float[EXAMPLES];
    for (int i = 0; i < features.length; i++) {
      features[i] = (float) random.nextGaussian();
    }
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (float) random.nextGaussian();
    }
    return new Batch(EXAMPLES, features, INPUTS, labels, 1, new float[0], new int[EXAMPLES]);
  }
}
