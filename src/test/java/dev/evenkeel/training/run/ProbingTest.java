package dev.evenkeel.training.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.training.GeneralizedLinearNetwork;
import dev.evenkeel.training.Probe;
import dev.evenkeel.training.TestSpecs;
import dev.evenkeel.training.network.TrainableNetwork;
import dev.evenkeel.training.plan.NetworkPlan;
import dev.evenkeel.training.plan.NetworkPlanner;
import dev.evenkeel.training.plan.layers.PlanLimits;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A softmax over three classes of the two inputs. */
class ProbingTest {

  private final NetworkPlan plan =
      new NetworkPlanner(PlanLimits.defaults())
          .plan(
              TestSpecs.spec("{'layers':[]}", "{}"), TestSpecs.classification(10, 2, "a", "b", "c"))
          .plan();
  private final TrainableNetwork network =
      GeneralizedLinearNetwork.provider().create(plan, TestSpecs.spec("{'layers':[]}", "{}"));

  @Test
  void keepsEightExamplesWithTheirAnswers() {
    List<Probe> probes = new Probing(network, plan).random(1);

    assertThat(probes).hasSize(8);
    assertThat(probes.get(0).input()).hasSize(2);
    assertThat(probes.get(0).output()).hasSize(3);
  }

  @Test
  void leavesTheNetworkAsItWas() {
    float[] before = network.snapshot().parameters();

    new Probing(network, plan).random(1);

    assertThat(network.snapshot().parameters()).isEqualTo(before);
  }

  /** Sums of a million have no digit left to tell classes apart by. */
  @Test
  void keepsNoneWhoseAnswersAreRounding() {
    float[] equal = new float[network.parameters().length()];
    java.util.Arrays.fill(equal, 3e6f);
    network.parameters().write(0, equal, equal.length);

    assertThat(new Probing(network, plan).random(1)).isEmpty();
  }

  @Test
  void keepsNoneThatIsAnsweredByNoNumber() {
    network.parameters().write(0, new float[] {Float.NaN}, 1);

    assertThat(new Probing(network, plan).random(1)).isEmpty();
  }
}
