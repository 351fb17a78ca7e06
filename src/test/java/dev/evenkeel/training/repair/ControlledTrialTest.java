package dev.evenkeel.training.repair;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.training.evaluation.ExampleScores;
import dev.evenkeel.training.repair.Checkpoints.Checkpoint;
import dev.evenkeel.training.stability.RepairAction;
import dev.evenkeel.training.stability.SpecChange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@link RunOnALine}, whose rate is to be changed from where it is. */
class ControlledTrialTest {

  private static final RunPosition NOW = RunOnALine.moment(61);

  @TempDir Path folder;
  private RunOnALine line;

  @BeforeEach
  void setUp() throws IOException {
    line = new RunOnALine(folder);
  }

  @AfterEach
  void tearDown() {
    line.close();
  }

  @Test
  void aRateAtWhichItConvergesIsClearlyBetterThanOneAtWhichItDiverges() {
    ControlledTrial.Result result = tried(1, 0.02);

    assertThat(result.better()).isTrue();
    assertThat(result.worse()).isFalse();
    assertThat(result.repaired()).isGreaterThan(result.control() + 0.5);
  }

  @Test
  void aRateAtWhichItStandsStillIsClearlyWorseThanOneAtWhichItConverges() {
    ControlledTrial.Result result = tried(0.02, 1e-6);

    assertThat(result.worse()).isTrue();
    assertThat(result.better()).isFalse();
    assertThat(result.promising()).isFalse();
  }

  @Test
  void theSameRateIsNeither() {
    ControlledTrial.Result result = tried(0.02, 0.02);

    assertThat(result.better()).isFalse();
    assertThat(result.worse()).isFalse();
    assertThat(result.repaired()).isEqualTo(result.control());
  }

  @Test
  void costsTheStepsOfBothArms() {
    RunUnderRepair run = line.learnedFor(60, 0.02);
    ControlledTrial trial = new ControlledTrial(run);
    PlannedRepair planned = anotherRate(run, 0.01);

    ControlledTrial.Result result = tried(run, planned);

    assertThat(run.context().repairState().probed()).isEqualTo(2L * result.steps());
    assertThat(trial.cost()).isEqualTo(2L * result.steps());
  }

  @Test
  void whoGoesFarBackIsTriedOnlyUntilItIsClearlyBetter() {
    RunUnderRepair run = line.learnedFor(60, 1);

    ControlledTrial.Result result = tried(run, fromTheStart(run, 0.02));

    assertThat(result.better()).isTrue();
    assertThat(result.behind()).as("of the sixty that it makes again").isEqualTo(60);
    assertThat(result.text()).contains("60 iterations behind it in the plan");
    assertThat(run.context().repairState().probed()).isEqualTo(2L * result.steps());
  }

  @Test
  void whoGoesFarBackHasTheWholeWayToShowItself() {
    RunUnderRepair run = line.learnedFor(60, 0.02);

    ControlledTrial.Result result = tried(run, fromTheStart(run, 1e-6));

    assertThat(result.behind()).isZero();
    assertThat(result.worse()).isTrue();
    assertThat(run.context().repairState().probed()).isEqualTo(2L * result.steps() + 60);
  }

  @Test
  void aTrialThatTheBudgetCutsShortSaysNothingAgainstTheRepair() {
    RunUnderRepair run = line.learnedFor(60, 0.02);
    PlannedRepair planned = fromTheStart(run, 1e-6);
    run.context().repairState().lose(RunOnALine.PLAN - 2L * 30 - planned.undone(NOW));

    ControlledTrial.Result result = tried(run, planned);

    assertThat(result.behind()).isPositive();
    assertThat(result.better()).isFalse();
    assertThat(result.worse()).isFalse();
  }

  private ControlledTrial.Result tried(double rate, double other) {
    RunUnderRepair run = line.learnedFor(60, rate);
    return tried(run, anotherRate(run, other));
  }

  private static ControlledTrial.Result tried(RunUnderRepair run, PlannedRepair planned) {
    ControlledTrial trial = new ControlledTrial(run);
    ExampleScores control = trial.control(run.network().snapshot(), NOW);
    return trial.of(planned, control, NOW);
  }

  private static PlannedRepair anotherRate(RunUnderRepair run, double rate) {
    return anotherRate(Present.of(run.network(), NOW).here(), rate);
  }

  private static PlannedRepair fromTheStart(RunUnderRepair run, double rate) {
    return anotherRate(run.checkpoints().start(), rate);
  }

  private static PlannedRepair anotherRate(Checkpoint from, double rate) {
    var change = List.of(new SpecChange("/training/optimizer/learning_rate", 1, rate));
    return new PlannedRepair(
        RepairAction.REDUCE_LEARNING_RATE,
        new NextStep.GoBack(from.next(), change),
        change,
        from,
        List.of(),
        Map.of(),
        "");
  }
}
