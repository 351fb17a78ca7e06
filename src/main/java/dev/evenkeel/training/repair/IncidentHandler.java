package dev.evenkeel.training.repair;

import dev.evenkeel.training.StopReason;
import dev.evenkeel.training.spec.StabilitySpec.Mode;
import dev.evenkeel.training.stability.Cause;
import dev.evenkeel.training.stability.Finding;
import dev.evenkeel.training.stability.RepairAction;
import dev.evenkeel.training.stability.Severity;
import dev.evenkeel.training.stability.Symptom;
import java.util.Optional;

/**
 * Answers a finding:
 *
 * <pre>
 * present &lt;- the network's state and its waiting gradient
 * cause &lt;- root cause analysis                    by data, earlier states, trial runs
 * for each step of the ladder against that cause, as far as mode and budget allow
 *   plan it                                       nothing is done yet
 *   if the run still has finite numbers: hold it against going on as asked
 *   take it if it is clearly better, else the next
 * nothing taken: the present is put back to the last bit, and the run goes on as asked
 * </pre>
 *
 * <p>Belongs to the training thread.
 */
public final class IncidentHandler {

  /** A network that has learned this much is not ill because some of its units rest. */
  private static final double FINE = 0.5;

  private final RunUnderRepair run;
  private final RepairState repairState;
  private final RootCauseAnalysis analysis;
  private final RepairPlanner planner;
  private final RepairChoice choice;
  private final IncidentLog log;

  public IncidentHandler(RunUnderRepair run) {
    this(run, TriedRates.none());
  }

  /** One that knows what another has tried in the same run. */
  public IncidentHandler(RunUnderRepair run, TriedRates tried) {
    this.run = run;
    repairState = run.context().repairState();
    analysis = new RootCauseAnalysis(run, tried);
    planner = new RepairPlanner(run);
    choice = new RepairChoice(run, planner);
    log = new IncidentLog(run);
  }

  /** To be asked before the update; the network is as it was, unless the next step goes back. */
  public NextStep treat(Finding finding, RunPosition now) {
    Present present = Present.of(run.network(), now);
    boolean harmless = isHarmless(finding);
    long spent = repairState.spent();
    DiagnosedCause diagnosed =
        harmless
            ? DiagnosedCause.unknown("The network learns all the same.")
            : analysis.examine(finding, now, present.here());
    present.putBack(run.network());
    boolean question = finding.severity() == Severity.INFO;
    boolean unproven = question && (!diagnosed.isCertain() || diagnosed.cause() == Cause.UNKNOWN);
    Finding judged = finding.withSeverity(harmless ? Severity.INFO : finding.symptom().severity());
    RepairChoice.Decision decision =
        unproven || run.isAskedToStop()
            ? new RepairChoice.Decision(RepairChoice.nothing(), null)
            : choice.of(judged, diagnosed, now, present);
    Optional<StopReason> asked = run.context().signal().stopRequested();
    if (asked.isPresent()) {
      // Trial runs are broken off by it: what they found is worth nothing.
      return new NextStep.End(asked.get());
    }
    boolean taken = decision.planned().action() != RepairAction.NONE;
    boolean answered = !question || repairState.spent() > spent;
    if (!taken && answered) {
      repairState.watch().dismiss(finding);
    }
    if (question && !taken) {
      return new NextStep.GoOn();
    }
    return carryOut(decision, judged, diagnosed, now, present);
  }

  /** What it has tried so far. */
  public TriedRates tried() {
    return analysis.tried();
  }

  private boolean isHarmless(Finding finding) {
    if (finding.symptom() == Symptom.NOT_LEARNING) {
      return run.score().answersWell();
    }
    return finding.symptom().isHarmlessWhileLearning()
        && run.memory().trend().smoothed() < FINE * run.baseline();
  }

  private NextStep carryOut(
      RepairChoice.Decision decision,
      Finding finding,
      DiagnosedCause diagnosed,
      RunPosition now,
      Present present) {
    PlannedRepair planned = decision.planned();
    ControlledTrial.Result tried = decision.tried();
    boolean observed = repairState.mode() != Mode.REPAIR && planned.action() != RepairAction.STOP;
    // A trial that found nothing better says that there is nothing to be alarmed about.
    boolean taken = planned.action() != RepairAction.NONE;
    Finding told =
        tried != null && !tried.better() && !taken ? finding.withSeverity(Severity.INFO) : finding;
    DiagnosedCause evidence = tried == null ? diagnosed : tried.noted(diagnosed);
    String text = tried == null ? "" : tried.text() + " ";
    if (observed) {
      planned = RepairChoice.nothing();
    }
    int incidents = repairState.watch().count();
    log.write(told, evidence, planned, text, now);
    // Numbers that are none are no way to go on.
    if (planned.replacesTheRun() && finding.symptom() != Symptom.NON_FINITE) {
      repairState.keepControl(
          new RepairState.Control(
              run.setup().spec(), now.position(), now.planned() - 1, present.state(), incidents));
      if (tried != null && !tried.better()) {
        repairState.doubt();
      }
    }
    planner.carryOut(planned);
    if (planned.next() instanceof NextStep.GoOn) {
      repairState.watch().leave(finding);
    }
    return planned.next();
  }
}
