package dev.evenkeel.training.stability;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A constant answer costs 1, the plan has 1000 iterations. */
class NotLearningMonitorTest {

  private final Shown shown = new Shown(new NotLearningMonitor(1, 1000));

  @Test
  void asksThreeTimesAndStatesItHalfway() {
    shown.losses(1000, 1);

    assertThat(shown.iterations()).containsExactly(30L, 100L, 300L, 500L);
    assertThat(shown.findings())
        .extracting(Finding::severity)
        .containsExactly(Severity.INFO, Severity.INFO, Severity.INFO, Severity.WARNING);
    assertThat(shown.first().symptom()).isEqualTo(Symptom.NOT_LEARNING);
    assertThat(shown.first().limit()).isEqualTo(0.95);
  }

  @Test
  void doesNotAskWhereALittleWasLearned() {
    assertThat(shown.losses(1000, 0.94).iterations()).isEmpty();
  }

  @Test
  void stopsAskingWhenAPlateauIsLeft() {
    shown.losses(250, 1).losses(750, 0.5);

    assertThat(shown.iterations()).containsExactly(30L, 100L);
  }

  @Test
  void doesNotAskWhatHasLearnedOnceAndForgotItAgain() {
    shown.losses(25, 0.5).losses(975, 1.5);

    assertThat(shown.iterations()).isEmpty();
  }

  @Test
  void asksAShortRunOnceForAllItHasPassed() {
    Shown plan = new Shown(new NotLearningMonitor(1, 200));
    plan.losses(200, 1);

    // 3 % and 10 % lie before the 30 steps that a judgement needs.
    assertThat(plan.iterations()).containsExactly(30L, 60L, 100L);
  }

  @Test
  void doesNotAskWhatIsHighAndFallsFastEnough() {
    for (int i = 0; i < 1000; i++) {
      shown.losses(1, 3 - 0.09 * Math.sqrt(i));
    }

    assertThat(shown.iterations()).isEmpty();
  }

  @Test
  void asksWhatFallsTooSlowlyToBeLowAtTheEnd() {
    for (int i = 0; i < 1000; i++) {
      shown.losses(1, 2 - 0.0005 * i);
    }

    assertThat(shown.iterations()).contains(300L, 500L);
  }

  @Test
  void takesNoiseForNoFall() {
    java.util.Random random = new java.util.Random(1);
    for (int i = 0; i < 1000; i++) {
      shown.losses(1, 1.2 + 0.2 * random.nextGaussian());
    }

    assertThat(shown.iterations()).containsExactly(30L, 100L, 300L, 500L);
  }

  @Test
  void doesNotAskAReplayAgain() {
    var monitor = new NotLearningMonitor(1, 1000);
    List<Long> asked = new java.util.ArrayList<>();
    for (long planned = 200; planned <= 1000; planned++) {
      monitor
          .inspect(new StepMetrics(planned + 50, planned, 1, 1, 1, new double[0], true))
          .ifPresent(finding -> asked.add(finding.iteration()));
    }

    assertThat(asked).containsExactly(350L, 550L);
  }

  @Test
  void isNotConfusedByNonFiniteLosses() {
    shown.losses(90, Double.NaN).losses(29, 1);
    assertThat(shown.iterations()).isEmpty();

    assertThat(shown.losses(1, 1).iterations()).containsExactly(120L);
  }
}
