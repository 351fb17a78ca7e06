package dev.evenkeel.training.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.testing.NativeTest;
import dev.evenkeel.training.TestSpecs;
import dev.evenkeel.training.dl4j.Dl4jNetworkProvider;
import dev.evenkeel.training.dl4j.Networks;
import dev.evenkeel.training.plan.NetworkPlan;
import dev.evenkeel.training.plan.NetworkPlanner;
import dev.evenkeel.training.plan.layers.PlanLimits;
import dev.evenkeel.training.spec.TrainingSpec;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NativeTest
class FrozenLayersTest {

  private static final String NETWORK =
      "{'layers':[{'type':'dense','units':6},{'type':'batch_normalization'},{'type':'dense','units':5}],'l2':0.1}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'adam'}",
        "{'type':'adamw','weight_decay':0.1}",
        "{'type':'momentum','learning_rate':0.1}"
      })
  void keepTheirParametersToTheLastBit(String optimizer) {
    TrainingSpec spec = TestSpecs.spec(NETWORK, "{'optimizer':%s}".formatted(optimizer));
    NetworkPlan plan =
        new NetworkPlanner(PlanLimits.defaults())
            .plan(spec, TestSpecs.classification(100, 4, "a", "b"))
            .plan();
    try (TrainableNetwork inner = new Dl4jNetworkProvider().create(plan, spec)) {
      FrozenLayers network = FrozenLayers.upTo(1, inner);
      float[] before = copy(network.parameters());

      for (int i = 0; i < 20; i++) {
        network.computeGradients(Networks.batch(16, 4, 2, i));
        network.applyUpdate(0.05);
      }

      float[] after = copy(network.parameters());
      int frozen = 4 * 6 + 6 + 4 * 6;
      assertThat(java.util.Arrays.copyOf(after, frozen))
          .isEqualTo(java.util.Arrays.copyOf(before, frozen));
      assertThat(after).isNotEqualTo(before);
      float[] update = copy(network.update());
      for (int i = 0; i < frozen; i++) {
        assertThat(Math.abs(update[i])).isZero();
      }
    }
  }

  @Test
  void areSavedWithTheNetworkAroundThem(@TempDir Path folder) throws IOException {
    TrainingSpec spec = TestSpecs.spec(NETWORK, "{}");
    NetworkPlan plan =
        new NetworkPlanner(PlanLimits.defaults())
            .plan(spec, TestSpecs.classification(100, 4, "a", "b"))
            .plan();
    try (TrainableNetwork inner = new Dl4jNetworkProvider().create(plan, spec)) {
      NativeFile file = FrozenLayers.upTo(1, inner).save(folder).orElseThrow();

      assertThat(folder.resolve(file.name())).isNotEmptyFile();
    }
  }

  private static float[] copy(FlatVector vector) {
    float[] copy = new float[vector.length()];
    vector.read(0, copy, copy.length);
    return copy;
  }
}
