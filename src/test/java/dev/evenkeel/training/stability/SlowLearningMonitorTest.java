package dev.evenkeel.training.stability;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A constant answer costs 1, the plan has 1000 iterations. */
class SlowLearningMonitorTest {

  private final Shown shown = new Shown(new SlowLearningMonitor(1, 1000));

  @Test
  void asksOnceWhereTheLossWillStillBeHighAtTheEnd() {
    falling(1, 0.0005);

    assertThat(shown.iterations()).containsExactly(300L);
    assertThat(shown.first().symptom()).isEqualTo(Symptom.NOT_LEARNING);
    assertThat(shown.first().severity()).isEqualTo(Severity.INFO);
    assertThat(shown.first().limit()).isEqualTo(0.6);
  }

  @Test
  void leavesALossAloneThatFallsFastEnough() {
    falling(1, 0.0012);

    assertThat(shown.iterations()).isEmpty();
  }

  @Test
  void leavesALossAloneThatIsLow() {
    assertThat(shown.losses(1000, 0.55).iterations()).isEmpty();
  }

  @Test
  void leavesWhatHasLearnedNothingToTheOtherMonitor() {
    assertThat(shown.losses(1000, 1).iterations()).isEmpty();
  }

  @Test
  void hasNoOpinionOnAShortPlan() {
    Shown plan = new Shown(new SlowLearningMonitor(1, 20));

    assertThat(plan.losses(20, 0.8).iterations()).isEmpty();
  }

  private void falling(double from, double by) {
    for (int i = 0; i < 1000; i++) {
      shown.losses(1, Math.max(0, from - by * i));
    }
  }
}
