package dev.evenkeel.training.repair;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.training.ExampleScores;
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

  private static final Moment NOW = RunOnALine.moment(61);

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

    assertThat(run.context().repairState().executed()).isEqualTo(2L * result.steps());
    assertThat(trial.cost(planned, NOW)).isEqualTo(2L * result.steps());
  }

  private ControlledTrial.Result tried(double rate, double other) {
    RunUnderRepair run = line.learnedFor(60, rate);
    return tried(run, anotherRate(run, other));
  }

  private static ControlledTrial.Result tried(RunUnderRepair run, PlannedRepair planned) {
    ControlledTrial trial = new ControlledTrial(run);
    ExampleScores control = trial.control(planned.origin().state(), NOW);
    return trial.of(planned, control, NOW);
  }

  private static PlannedRepair anotherRate(RunUnderRepair run, double rate) {
    var change = List.of(new SpecChange("/training/optimizer/learning_rate", 1, rate));
    Checkpoint here = Present.of(run.network(), NOW).here();
    return new PlannedRepair(
        RepairAction.REDUCE_LEARNING_RATE,
        new NextStep.GoBack(here.next(), change),
        change,
        here,
        List.of(),
        Map.of(),
        "");
  }
}
