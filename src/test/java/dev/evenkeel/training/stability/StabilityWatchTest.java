package dev.evenkeel.training.stability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StabilityWatchTest {

  private final List<Incident> told = new ArrayList<>();
  private final StabilityWatch watch = new StabilityWatch(told::add);
  private long iteration;

  /** Finds something in every step whose loss is not zero. */
  private record LossMonitor() implements StabilityMonitor {

    @Override
    public Optional<Finding> inspect(StepMetrics step) {
      return step.loss() == 0
          ? Optional.empty()
          : Optional.of(Finding.ofNetwork(Symptom.HIGH_LOSS, step.iteration(), step.loss(), 1));
    }

    @Override
    public MonitorState state() {
      return MonitorState.NOTHING;
    }

    @Override
    public void restore(MonitorState state) {}
  }

  @Test
  void aConditionThatLastsIsShownOnce() {
    watch.begin(List.of(new LossMonitor()));
    Finding first = look(5).orElseThrow();
    watch.leave(first);

    for (int i = 0; i < 100; i++) {
      assertThat(look(5)).isEmpty();
    }
  }

  @Test
  void aConditionThatCameBackIsShownAgain() {
    watch.begin(List.of(new LossMonitor()));
    watch.leave(look(5).orElseThrow());
    for (int i = 0; i < 30; i++) {
      look(0);
    }

    assertThat(look(5)).isPresent();
  }

  @Test
  void aSkipHasWorkedWhenTheNextStepIsFine() {
    watch.begin(List.of(new LossMonitor()));
    look(5);
    watch.open(incident(RepairAction.SKIP_UPDATE, Cause.UNKNOWN, Outcome.PENDING));

    look(0);

    assertThat(told)
        .extracting(Incident::outcome)
        .containsExactly(Outcome.PENDING, Outcome.RECOVERED);
    assertThat(watch.verdict()).isEqualTo(Verdict.RECOVERED);
    assertThat(watch.actions()).isEqualTo(Map.of("skip_update", 1));
  }

  @Test
  void anotherRepairHasWorkedOnlyWhenTheNetworkHasLearned() {
    watch.begin(List.of(new LossMonitor()));
    watch.open(incident(RepairAction.ROLLBACK, Cause.OUTLIER_DATA, Outcome.PENDING));

    look(0);
    assertThat(told).hasSize(1);
    watch.recovered(10);
    assertThat(told).as("too early to tell").hasSize(1);
    watch.recovered(50);

    assertThat(told)
        .extracting(Incident::outcome)
        .containsExactly(Outcome.PENDING, Outcome.RECOVERED);
  }

  @Test
  void theSameCauseAgainMeansThatItRecurred() {
    watch.open(incident(RepairAction.ROLLBACK, Cause.OUTLIER_DATA, Outcome.PENDING));
    watch.open(incident(RepairAction.ROLLBACK, Cause.OUTLIER_DATA, Outcome.PENDING));

    assertThat(told)
        .extracting(Incident::number, Incident::outcome)
        .containsExactly(
            tuple(1, Outcome.PENDING), tuple(1, Outcome.RECURRED), tuple(2, Outcome.PENDING));
  }

  @Test
  void whatIsOpenAtTheEndIsSettledByTheModelThatIsKept() {
    watch.open(incident(RepairAction.ROLLBACK, Cause.OUTLIER_DATA, Outcome.PENDING));
    watch.end(new StabilityWatch.EndOfRun(false, true, 0));

    assertThat(told.get(1).outcome()).isEqualTo(Outcome.GAVE_UP);
    assertThat(watch.verdict()).isEqualTo(Verdict.UNSTABLE);
  }

  @Test
  void aRepairIsUndoneAsAWholeWhereTheModelThatIsKeptOwesItNothing() {
    watch.open(
        incident(
            RepairAction.ROLLBACK,
            Cause.OUTLIER_DATA,
            Outcome.PENDING,
            new SpecChange("/preprocessing/exclude_rows", null, List.of(3))));
    watch.recovered(50);
    watch.end(new StabilityWatch.EndOfRun(true, false, 0));

    Incident last = told.get(told.size() - 1);
    assertThat(last.outcome()).isEqualTo(Outcome.GAVE_UP);
    assertThat(last.changes()).isEmpty();
    assertThat(watch.verdict()).isEqualTo(Verdict.UNSTABLE);
  }

  @Test
  void aWarningProvesHarmlessWhereTheRunAsAskedLearnedAndTheRepairWasUndone() {
    watch.open(
        incident(
            Severity.WARNING,
            RepairAction.RAISE_LEARNING_RATE,
            Cause.LEARNING_RATE_TOO_LOW,
            Outcome.PENDING));
    watch.end(new StabilityWatch.EndOfRun(true, false, 0));

    assertThat(told.get(1).outcome()).isEqualTo(Outcome.GAVE_UP);
    assertThat(told.get(1).severity()).isEqualTo(Severity.INFO);
    assertThat(watch.verdict()).isEqualTo(Verdict.HEALTHY);
  }

  @Test
  void whatNothingWasDoneAboutHasProvedHarmlessWhereTheRunLearnedAllTheSame() {
    watch.open(incident(RepairAction.NONE, Cause.UNKNOWN, Outcome.NOT_ACTED));
    watch.end(new StabilityWatch.EndOfRun(true, false, 0));

    assertThat(told.get(1).severity()).isEqualTo(Severity.INFO);
    assertThat(watch.verdict()).isEqualTo(Verdict.HEALTHY);
  }

  @Test
  void aConditionThatLastsIsOneIncidentWithTheIterationItWasSeenInLast() {
    watch.open(incident(RepairAction.NONE, Cause.UNKNOWN, Outcome.NOT_ACTED));
    iteration = 700;
    watch.open(incident(RepairAction.NONE, Cause.UNKNOWN, Outcome.NOT_ACTED));

    assertThat(told)
        .extracting(Incident::number, Incident::iteration, Incident::lastSeen)
        .containsExactly(tuple(1, 1L, 1L), tuple(1, 1L, 700L));
  }

  @Test
  void aQuestionThatWasDismissedIsAskedAgainWhenTheRunIsThreeTimesAsLong() {
    watch.begin(List.of(new LossMonitor()));
    iteration = 40;
    watch.dismiss(look(9).orElseThrow());
    iteration = 122;

    assertThat(look(9)).as("iteration 123 is three times 41").isPresent();
    iteration = 121;
    assertThat(look(9)).isEmpty();
  }

  @Test
  void aQuestionThatWasDismissedIsNotAskedAgainAtOnceInAYoungRun() {
    watch.begin(List.of(new LossMonitor()));
    watch.dismiss(look(9).orElseThrow());

    for (int i = 0; i < 19; i++) {
      assertThat(look(9)).isEmpty();
    }
    assertThat(look(9)).isPresent();
  }

  @Test
  void aCriticalIncidentThatNobodyActedUponMakesARunUnstable() {
    watch.open(incident(RepairAction.NONE, Cause.UNKNOWN, Outcome.NOT_ACTED));

    assertThat(watch.verdict()).isEqualTo(Verdict.UNSTABLE);
    assertThat(watch.actions()).isEmpty();
  }

  @Test
  void aWatchThatIsOffSeesNothing() {
    StabilityWatch off = StabilityWatch.off();
    off.begin(List.of(new LossMonitor()));

    assertThat(off.inspect(new StepMetrics(1, 1, 5, 1, new double[0], true))).isEmpty();
    assertThat(off.verdict()).isEqualTo(Verdict.UNWATCHED);
  }

  private Optional<Finding> look(double loss) {
    return watch.inspect(new StepMetrics(++iteration, 1, loss, 1, new double[] {1}, true));
  }

  private Incident incident(
      RepairAction action, Cause cause, Outcome outcome, SpecChange... changes) {
    return incident(Severity.CRITICAL, action, cause, outcome, changes);
  }

  private Incident incident(
      Severity severity, RepairAction action, Cause cause, Outcome outcome, SpecChange... changes) {
    return new Incident(
        0,
        Math.max(1, iteration),
        Math.max(1, iteration),
        1,
        severity,
        Symptom.HIGH_LOSS,
        cause,
        0.5,
        -1,
        "",
        Map.of(),
        "It is odd.",
        "Wait.",
        action,
        Map.of(),
        outcome,
        List.of(changes));
  }
}
