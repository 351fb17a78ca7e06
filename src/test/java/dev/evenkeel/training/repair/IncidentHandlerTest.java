package dev.evenkeel.training.repair;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.training.stability.Cause;
import dev.evenkeel.training.stability.Finding;
import dev.evenkeel.training.stability.Incident;
import dev.evenkeel.training.stability.RepairAction;
import dev.evenkeel.training.stability.Severity;
import dev.evenkeel.training.stability.Symptom;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@link RunOnALine} at a learning rate of 1. */
class IncidentHandlerTest {

  @TempDir Path folder;
  private RunOnALine line;
  private RunUnderRepair run;

  @BeforeEach
  void setUp() throws IOException {
    line = new RunOnALine(folder);
    run = line.learnedFor(60, 1);
  }

  @AfterEach
  void tearDown() {
    line.close();
  }

  @Test
  void lowersARateThatIsTooHighFromTheLastGoodState() {
    NextStep next = treat(61);

    assertThat(only().action()).isEqualTo(RepairAction.REDUCE_LEARNING_RATE);
    assertThat(only().cause()).isEqualTo(Cause.LEARNING_RATE_TOO_HIGH);
    assertThat(((NextStep.GoBack) next).to().iteration(4)).isEqualTo(31);
    assertThat(rate(next)).isBetween(0.001, 0.11);
  }

  @Test
  void restartsWhereALowerRateDidNotHold() {
    line.ladder().next(Cause.LEARNING_RATE_TOO_HIGH, false);

    NextStep next = treat(61);

    assertThat(only().action()).isEqualTo(RepairAction.RESTART);
    assertThat(only().cause()).isEqualTo(Cause.LEARNING_RATE_TOO_HIGH);
    assertThat(((NextStep.GoBack) next).to()).isEqualTo(PlanPosition.START);
    assertThat(rate(next)).isBetween(0.001, 0.11);
    assertThat(run.memory().startingRate()).isEqualTo(rate(next));
  }

  @Test
  void lowersTheRateOfALossThatBouncesFromWhereItIs() {
    line.ladder().next(Cause.LEARNING_RATE_TOO_HIGH, false);

    NextStep next =
        new IncidentHandler(run)
            .treat(
                new Finding(Symptom.OSCILLATION, Severity.WARNING, 61, -1, 9, 1),
                RunOnALine.moment(61));

    assertThat(only().action()).isEqualTo(RepairAction.REDUCE_LEARNING_RATE);
    assertThat(((NextStep.GoBack) next).to().iteration(4)).isEqualTo(31);
  }

  @Test
  void goesBackLessFarWhereARestartIsTooDear() {
    line.ladder().next(Cause.LEARNING_RATE_TOO_HIGH, false);
    run.context().repairState().lose(200);
    run.checkpoints().take(new PlanPosition(118, 2), 471, 470, 3);

    NextStep next = treat(500);

    assertThat(only().action()).isEqualTo(RepairAction.REDUCE_LEARNING_RATE);
    assertThat(((NextStep.GoBack) next).to().iteration(4)).isEqualTo(471);
  }

  /** At a fiftieth of that rate descent converges: whatever a monitor says, going on is best. */
  @Test
  void leavesARunAloneThatNoRepairMakesAnyBetter() {
    run = line.learnedFor(60, 0.02);
    float[] before = run.network().snapshot().parameters();

    NextStep next = treat(61);

    assertThat(next).isInstanceOf(NextStep.GoOn.class);
    assertThat(only().action()).isEqualTo(RepairAction.NONE);
    assertThat(only().severity()).as("nothing to be alarmed about").isEqualTo(Severity.INFO);
    assertThat(only().evidence()).containsKeys("control_score", "repaired_score", "score_noise");
    assertThat(run.network().snapshot().parameters()).isEqualTo(before);
    assertThat(run.context().repairState().control()).isNull();
  }

  /** Answers can be right while the loss, by a few examples or for want of certainty, is high. */
  @Test
  void asksNothingOfANetworkThatAnswersWell() {
    run = line.learnedFor(300, 1e-5);
    run.network().parameters().write(0, new float[] {1.9f, 0}, 2);

    NextStep next =
        treat(new Finding(Symptom.NOT_LEARNING, Severity.WARNING, 300, -1, 35, 34), 300);

    assertThat(next).isInstanceOf(NextStep.GoOn.class);
    assertThat(only().severity()).isEqualTo(Severity.INFO);
    assertThat(run.context().repairState().probed()).as("trial runs").isZero();
  }

  @Test
  void raisesARateThatGetsNowhere() {
    run = line.learnedFor(300, 1e-5);

    treat(new Finding(Symptom.NOT_LEARNING, Severity.WARNING, 300, -1, 35, 34), 300);

    assertThat(only().action()).isEqualTo(RepairAction.RAISE_LEARNING_RATE);
  }

  @Test
  void keepsTheRunAsAskedWhereTheFirstRepairBegins() {
    treat(61);

    RepairState.Control control = run.context().repairState().control();
    assertThat(control).isNotNull();
    assertThat(control.spec()).isEqualTo(run.setup().spec());
    assertThat(control.done()).isEqualTo(60);
  }

  @Test
  void triesNothingThatABudgetCannotPayFor() {
    run.context().repairState().lose(RunOnALine.PLAN);

    treat(61);

    assertThat(only().action()).isEqualTo(RepairAction.NONE);
  }

  @Test
  void suspectsFirstWhatWasFoundBeforeTheStartAndStands() {
    run.context()
        .repairState()
        .stand(
            new StandingWarning(
                Cause.LOSS_OUTPUT_MISMATCH, true, "They do not fit.", "Use linear."));

    treat(61);

    assertThat(only().cause()).isEqualTo(Cause.LOSS_OUTPUT_MISMATCH);
    assertThat(only().advice()).isEqualTo("Use linear.");
  }

  @Test
  void clipsByTheNormsOfGoodTimesWhereNoRateHelps() {
    var clip =
        new RepairPlanner(run)
            .of(
                RepairAction.CLIP_GRADIENT,
                DiagnosedCause.unknown("Nothing helps."),
                RunOnALine.moment(61));

    assertThat(clip).isNotNull();
    assertThat(clip.changes())
        .singleElement()
        .satisfies(
            change -> {
              assertThat(change.pointer()).isEqualTo("/training/gradient_clipping");
              assertThat(change.to()).hasToString("{type=global_norm, threshold=3.0}");
            });
    assertThat(clip.next()).isInstanceOf(NextStep.GoBack.class);
  }

  private NextStep treat(long planned) {
    return treat(new Finding(Symptom.RELAPSE, Severity.CRITICAL, planned, -1, 40, 22), planned);
  }

  private NextStep treat(Finding finding, long planned) {
    return new IncidentHandler(run).treat(finding, RunOnALine.moment(planned));
  }

  private Incident only() {
    assertThat(line.incidents()).hasSize(1);
    return line.incidents().get(0);
  }

  private static double rate(NextStep next) {
    Object to = ((NextStep.GoBack) next).changes().get(0).to();
    return ((Number) to).doubleValue();
  }
}
