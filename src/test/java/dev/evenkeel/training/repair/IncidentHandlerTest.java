package dev.evenkeel.training.repair;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.training.Batches;
import dev.evenkeel.training.GeneralizedLinearNetwork;
import dev.evenkeel.training.NetworkPlanner;
import dev.evenkeel.training.PlanLimits;
import dev.evenkeel.training.RecordingObserver;
import dev.evenkeel.training.RunSetup;
import dev.evenkeel.training.TensorFolder;
import dev.evenkeel.training.TestSpecs;
import dev.evenkeel.training.TrainableNetwork;
import dev.evenkeel.training.data.DataLocation;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.data.RunData;
import dev.evenkeel.training.spec.Loss;
import dev.evenkeel.training.spec.SpecEdits;
import dev.evenkeel.training.spec.StabilitySpec.Mode;
import dev.evenkeel.training.spec.TrainingSpec;
import dev.evenkeel.training.stability.Cause;
import dev.evenkeel.training.stability.Finding;
import dev.evenkeel.training.stability.Incident;
import dev.evenkeel.training.stability.RepairAction;
import dev.evenkeel.training.stability.RepairLadder;
import dev.evenkeel.training.stability.RunFacts;
import dev.evenkeel.training.stability.Severity;
import dev.evenkeel.training.stability.SpecChange;
import dev.evenkeel.training.stability.StabilityWatch;
import dev.evenkeel.training.stability.StepMetrics;
import dev.evenkeel.training.stability.Symptom;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A line through inputs whose mean square is 9, at a learning rate of 1: gradient descent diverges
 * from 0.22 on. A constant answer costs 36; the run had come down to 1.
 */
class IncidentHandlerTest {

  private static final TrainingSpec SPEC =
      TestSpecs.spec(
          "{'layers':[]}",
          "{'epochs':150,'batch_size':16,'optimizer':{'type':'sgd','learning_rate':1}}",
          "{'validation':0}",
          "{'numeric':'none','target':'none'}",
          "{}");
  private static final DatasetSchema LINE = TestSpecs.regression(64, 1, "y");
  private static final int BUDGET = 600;

  @TempDir Path folder;
  private final List<Incident> incidents = new ArrayList<>();
  private final RepairLadder ladder = new RepairLadder(Set.of(RepairAction.values()));
  private RunData data;
  private RunUnderRepair run;

  @BeforeEach
  void setUp() throws IOException {
    Random random = new Random(4);
    double[] x = random.doubles(64, -1, 1).map(v -> 3 * Math.signum(v)).toArray();
    double[] y = Arrays.stream(x).map(v -> 2 * v).toArray();
    TensorFolder.write(folder, LINE, TensorFolder.column(x), TensorFolder.column(y));
    data =
        RunData.open(
            new DataLocation(folder, null, null), SPEC, RunData.Wanted.values(1, Loss.MSE), folder);
    run = learnedFor(60);
  }

  @AfterEach
  void tearDown() {
    data.close();
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
    ladder.next(Cause.LEARNING_RATE_TOO_HIGH, false);

    NextStep next = treat(61);

    assertThat(only().action()).isEqualTo(RepairAction.RESTART);
    assertThat(only().cause()).isEqualTo(Cause.LEARNING_RATE_TOO_HIGH);
    assertThat(((NextStep.GoBack) next).to()).isEqualTo(Position.START);
    assertThat(rate(next)).isBetween(0.001, 0.11);
    assertThat(run.memory().startingRate()).isEqualTo(rate(next));
  }

  @Test
  void lowersTheRateOfALossThatBouncesFromWhereItIs() {
    ladder.next(Cause.LEARNING_RATE_TOO_HIGH, false);

    NextStep next =
        new IncidentHandler(run)
            .treat(new Finding(Symptom.OSCILLATION, Severity.WARNING, 61, -1, 9, 1), moment(61));

    assertThat(only().action()).isEqualTo(RepairAction.REDUCE_LEARNING_RATE);
    assertThat(((NextStep.GoBack) next).to().iteration(4)).isEqualTo(31);
  }

  @Test
  void goesBackLessFarWhereARestartIsTooDear() {
    ladder.next(Cause.LEARNING_RATE_TOO_HIGH, false);
    run.context().repairState().lose(200);
    run.checkpoints().take(new Position(118, 2), 471, 470, 3);

    NextStep next = treat(500);

    assertThat(only().action()).isEqualTo(RepairAction.REDUCE_LEARNING_RATE);
    assertThat(((NextStep.GoBack) next).to().iteration(4)).isEqualTo(471);
  }

  /** At a fiftieth of that rate descent converges: whatever a monitor says, going on is best. */
  @Test
  void leavesARunAloneThatNoRepairMakesAnyBetter() {
    run = learnedFor(60, 0.02);
    float[] before = run.network().snapshot().parameters();

    NextStep next = treat(61);

    assertThat(next).isInstanceOf(NextStep.GoOn.class);
    assertThat(only().action()).isEqualTo(RepairAction.NONE);
    assertThat(only().severity()).as("nothing to be alarmed about").isEqualTo(Severity.INFO);
    assertThat(only().evidence()).containsKeys("control_score", "repaired_score", "score_noise");
    assertThat(run.network().snapshot().parameters()).isEqualTo(before);
    assertThat(run.context().repairState().control()).isNull();
  }

  @Test
  void keepsTheRunAsAskedWhereTheFirstRepairBegins() {
    treat(61);

    RepairState.Control control = run.context().repairState().control();
    assertThat(control).isNotNull();
    assertThat(control.spec()).isEqualTo(SPEC);
    assertThat(control.done()).isEqualTo(60);
  }

  @Test
  void triesNothingThatABudgetCannotPayFor() {
    run.context().repairState().lose(BUDGET);

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
            .of(RepairAction.CLIP_GRADIENT, DiagnosedCause.unknown("Nothing helps."), moment(61));

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
    return new IncidentHandler(run)
        .treat(
            new Finding(Symptom.RELAPSE, Severity.CRITICAL, planned, -1, 40, 22), moment(planned));
  }

  private static Moment moment(long planned) {
    return new Moment(
        new Position((int) ((planned - 1) / 4) + 1, (int) ((planned - 1) % 4)),
        planned,
        planned,
        1);
  }

  private Incident only() {
    assertThat(incidents).hasSize(1);
    return incidents.get(0);
  }

  private static double rate(NextStep next) {
    Object to = ((NextStep.GoBack) next).changes().get(0).to();
    return ((Number) to).doubleValue();
  }

  /** A run that has been learning without a finding, with a checkpoint at its middle. */
  private RunUnderRepair learnedFor(int steps) {
    return learnedFor(steps, 1);
  }

  private RunUnderRepair learnedFor(int steps, double rate) {
    TrainingSpec spec =
        SpecEdits.apply(
            SPEC, List.of(new SpecChange("/training/optimizer/learning_rate", null, rate)));
    var plan = new NetworkPlanner(PlanLimits.defaults()).plan(spec, LINE).plan();
    RunSetup setup = new RunSetup(spec, plan);
    TrainableNetwork network = GeneralizedLinearNetwork.provider().create(plan, spec);
    RepairState repairState =
        new RepairState(Mode.REPAIR, new StabilityWatch(incidents::add), ladder);
    repairState.budget(BUDGET);
    var weights = new Batches.ExampleWeights(new float[0], data.labels());
    RunFacts facts = new RunFacts(36, 36, BUDGET, 4, Double.NaN, List.of());
    RunUnderRepair made =
        new RunUnderRepair(
            setup,
            new RunContext(
                network,
                new RecordingObserver(),
                Optional::empty,
                repairState,
                TrialArm.Provider.none()),
            facts,
            data,
            batches(weights),
            batches(weights),
            new Checkpoints(network, BUDGET),
            new RunMemory(1));
    for (int i = 0; i < steps; i++) {
      made.memory().step(new StepMetrics(i + 1, i / 4 + 1, 1, 3, new double[] {3}, true), 1);
    }
    made.checkpoints().take(new Position(8, 2), 31, 30, 3);
    return made;
  }

  private Batches batches(Batches.ExampleWeights weights) {
    Batches all = Batches.shuffled(data.training(), 16, weights);
    all.beginEpoch(1, 1);
    return all;
  }
}
