package dev.evenkeel.training.stability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StabilityWatchTest {

  private final List<Incident> incidents = new ArrayList<>();
  private long iteration;

  /** Finds what the test says, in every step whose loss is not zero. */
  private record ScriptedMonitor(Symptom symptom, Severity severity) implements StabilityMonitor {

    @Override
    public Optional<Finding> inspect(StepMetrics step) {
      return step.loss() == 0
          ? Optional.empty()
          : Optional.of(new Finding(symptom, severity, step.iteration(), 1, step.loss(), 1));
    }

    @Override
    public Diagnosis diagnose(Finding finding, StepEvidence evidence) {
      return new Diagnosis(
          Cause.UNKNOWN, 0.5, java.util.Map.of("value", finding.value()), "It is odd.", "Wait.");
    }
  }

  @Test
  void namesTheLayerOfAFinding() {
    watch(Severity.CRITICAL, new StabilityPolicy.Observing()).inspect(step(5), this::evidence);

    Incident incident = incidents.get(0);
    assertThat(incident.layerIndex()).isEqualTo(2);
    assertThat(incident.layer()).contains("output");
    assertThat(incident.message()).isEqualTo("It is odd. Nothing was done about it.");
    assertThat(incident.evidence()).containsEntry("value", 5.0);
  }

  @Test
  void opensAnotherIncidentAfterTheConditionHasGone() {
    var watch = watch(Severity.CRITICAL, new StabilityPolicy.Observing());

    for (double loss : new double[] {1, 1, 0, 1}) {
      watch.inspect(step(loss), this::evidence);
    }

    assertThat(incidents)
        .extracting(Incident::number, Incident::iteration)
        .containsExactly(tuple(1, 1L), tuple(2, 4L));
    assertThat(watch.verdict()).isEqualTo(Verdict.UNSTABLE);
  }

  @Test
  void ofAWarningOnlyTakesNote() {
    var watch = watch(Severity.WARNING, repairing());

    assertThat(watch.inspect(step(1), this::evidence)).isEqualTo(RepairAction.NONE);
    assertThat(watch.verdict()).isEqualTo(Verdict.RECOVERED);
    assertThat(watch.actions()).isEmpty();
  }

  @Test
  void staysHealthyOnInformation() {
    var watch = watch(Severity.INFO, repairing());

    watch.inspect(step(1), this::evidence);

    assertThat(incidents).hasSize(1);
    assertThat(watch.verdict()).isEqualTo(Verdict.HEALTHY);
  }

  @Test
  void givesUpOnWhatIsStillOpenAtTheEnd() {
    var watch = watch(Severity.CRITICAL, repairing());

    watch.inspect(step(1), this::evidence);
    watch.end(false);

    assertThat(incidents)
        .extracting(Incident::number, Incident::outcome)
        .containsExactly(tuple(1, Outcome.PENDING), tuple(1, Outcome.GAVE_UP));
    assertThat(watch.verdict()).isEqualTo(Verdict.UNSTABLE);
  }

  @Test
  void stopsAtTheThirdRunningAndNotAtThreeInAll() {
    var watch = watch(Severity.CRITICAL, repairing());
    List<RepairAction> actions = new ArrayList<>();

    for (double loss : new double[] {1, 1, 0, 1, 1, 1}) {
      actions.add(watch.inspect(step(loss), this::evidence));
    }

    assertThat(actions)
        .containsExactly(
            RepairAction.SKIP_UPDATE,
            RepairAction.SKIP_UPDATE,
            RepairAction.NONE,
            RepairAction.SKIP_UPDATE,
            RepairAction.SKIP_UPDATE,
            RepairAction.STOP);
    assertThat(watch.actions()).containsEntry("skip_update", 4).containsEntry("stop", 1);
  }

  @Test
  void stoppingIgnoresWarnings() {
    var finding = new Finding(Symptom.HIGH_LOSS, Severity.WARNING, 1, -1, 2, 1);

    assertThat(new StabilityPolicy.Stopping().decide(finding, 0)).isEqualTo(RepairAction.NONE);
  }

  private StabilityWatch watch(Severity severity, StabilityPolicy policy) {
    return new StabilityWatch(
        List.of(new ScriptedMonitor(Symptom.NON_FINITE, severity)),
        policy,
        List.of(new WatchedLayer(0, "dense_0"), new WatchedLayer(2, "output")),
        incidents::add);
  }

  private static StabilityPolicy repairing() {
    Set<RepairAction> all = EnumSet.allOf(RepairAction.class);
    return new StabilityPolicy.Repairing(all);
  }

  private StepMetrics step(double loss) {
    return new StepMetrics(++iteration, 1, loss, 1, new double[] {1, 1}, true);
  }

  private StepEvidence evidence() {
    return new StepEvidence(0.1, new int[0], 0, 1, 1, 1, 1, 1);
  }
}
