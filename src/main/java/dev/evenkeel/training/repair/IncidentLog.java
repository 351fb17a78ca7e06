package dev.evenkeel.training.repair;

import dev.evenkeel.training.plan.layers.LayerShape;
import dev.evenkeel.training.stability.Finding;
import dev.evenkeel.training.stability.Incident;
import dev.evenkeel.training.stability.Outcome;
import dev.evenkeel.training.stability.RepairAction;

/** Writes down what was found, why it came about and what is done about it. */
final class IncidentLog {

  private final RunUnderRepair run;

  IncidentLog(RunUnderRepair run) {
    this.run = run;
  }

  /**
   * Opens an incident about a finding.
   *
   * @param tried what a trial has shown, with a space behind it; empty where none was made
   */
  void write(
      Finding finding,
      DiagnosedCause diagnosed,
      PlannedRepair planned,
      String tried,
      RunPosition now) {
    LayerShape layer = finding.layer() < 0 ? null : run.network().layers().get(finding.layer());
    run.context()
        .repairState()
        .watch()
        .open(
            new Incident(
                0,
                now.iteration(),
                now.iteration(),
                now.position().epoch(),
                finding.severity(),
                finding.symptom(),
                diagnosed.cause(),
                diagnosed.confidence(),
                layer == null ? -1 : layer.index(),
                layer == null ? "" : layer.name(),
                diagnosed
                    .with("value", finding.value())
                    .with("limit", finding.limit())
                    .diagnosis()
                    .evidence(),
                FindingText.of(finding, now.iteration())
                    + " "
                    + diagnosed.diagnosis().message()
                    + " "
                    + tried
                    + planned.sentence(),
                diagnosed.diagnosis().advice(),
                planned.action(),
                planned.detail(),
                outcome(planned.action()),
                planned.changes()));
  }

  private static Outcome outcome(RepairAction action) {
    return switch (action) {
      case NONE -> Outcome.NOT_ACTED;
      case STOP -> Outcome.GAVE_UP;
      case FIX_SPEC,
          SKIP_UPDATE,
          CLIP_GRADIENT,
          ROLLBACK,
          REDUCE_LEARNING_RATE,
          RAISE_LEARNING_RATE,
          REINITIALIZE,
          CHANGE_ACTIVATION,
          RESTART ->
          Outcome.PENDING;
    };
  }
}
