package dev.evenkeel.training.repair;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.training.ScriptedNetwork;
import dev.evenkeel.training.TestSpecs;
import dev.evenkeel.training.network.Batch;
import dev.evenkeel.training.plan.NetworkPlanner;
import dev.evenkeel.training.plan.layers.PlanLimits;
import dev.evenkeel.training.repair.Checkpoints.Checkpoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A plan of 500 iterations, ten an epoch: a checkpoint before every tenth. */
class CheckpointsTest {

  private final ScriptedNetwork network = ScriptedNetwork.withGradientNorms(1.0);
  private Checkpoints checkpoints;

  @BeforeEach
  void setUp() {
    network
        .provider()
        .create(
            new NetworkPlanner(PlanLimits.defaults())
                .plan(
                    TestSpecs.spec("{'layers':[]}", "{}"),
                    TestSpecs.classification(100, 1, "no", "yes"))
                .plan(),
            TestSpecs.spec("{'layers':[]}", "{}"));
    checkpoints = new Checkpoints(network, 500);
  }

  @Test
  void areDueBeforeEveryTenthIterationOfAShortPlan() {
    assertThat(checkpoints.isDue(1)).as("the start is kept anyway").isFalse();
    assertThat(checkpoints.isDue(10)).isFalse();
    assertThat(checkpoints.isDue(11)).isTrue();
    assertThat(new Checkpoints(network, 10_000).isDue(11)).as("1 % of a long plan").isFalse();
    assertThat(new Checkpoints(network, 10_000).isDue(101)).isTrue();
  }

  @Test
  void areNotTakenTwice() {
    trainTo(11);

    assertThat(checkpoints.isDue(11)).isFalse();
    assertThat(checkpoints.isDue(21)).isTrue();
  }

  @Test
  void becomeGoodAfterTwentyMoreIterations() {
    trainTo(11);

    assertThat(checkpoints.lastGood(30).planned()).as("the start").isEqualTo(1);
    assertThat(checkpoints.lastGood(31).planned()).isEqualTo(11);
  }

  @Test
  void theLatestGoodOneIsTaken() {
    trainTo(41);

    assertThat(checkpoints.lastGood(40).planned()).isEqualTo(11);
    assertThat(checkpoints.lastGood(51).planned()).isEqualTo(31);
    assertThat(checkpoints.lastGoodBefore(51, 31).orElseThrow().planned()).isEqualTo(21);
    assertThat(checkpoints.lastGoodBefore(51, 11)).isEmpty();
  }

  @Test
  void goingBackPutsTheNetworkIntoTheStateAndForgetsLaterOnes() {
    trainTo(41);
    Checkpoint good = checkpoints.lastGood(42);
    assertThat(good.planned()).isEqualTo(21);

    checkpoints.goBackTo(good);

    assertThat(network.weights()[0]).as("20 updates of 1").isEqualTo(-20f);
    assertThat(checkpoints.lastGood(1000).planned()).isEqualTo(21);
    assertThat(checkpoints.isDue(31)).as("it will be taken anew").isTrue();
  }

  @Test
  void theStartIsTheLastResort() {
    trainTo(41);

    checkpoints.goBackTo(checkpoints.start());

    assertThat(network.weights()[0]).isZero();
    assertThat(checkpoints.start().next()).isEqualTo(PlanPosition.START);
    assertThat(checkpoints.lastGood(1000)).isSameAs(checkpoints.start());
  }

  @Test
  void onlyTheLastFiveAreKept() {
    trainTo(101);

    assertThat(checkpoints.lastGoodBefore(1000, 62).orElseThrow().planned()).isEqualTo(61);
    assertThat(checkpoints.lastGoodBefore(1000, 61)).isEmpty();
  }

  /** One update an iteration, up to the one before that which is given. */
  private void trainTo(int last) {
    Batch batch = new Batch(1, new float[1], 1, new float[2], 2, new float[0], new int[1]);
    for (int planned = 1; planned <= last; planned++) {
      if (checkpoints.isDue(planned)) {
        int index = planned - 1;
        checkpoints.take(new PlanPosition(1 + index / 10, index % 10), planned, index, 0.1);
      }
      if (planned < last) {
        network.computeGradients(batch);
        network.applyUpdate(1);
      }
    }
  }
}
