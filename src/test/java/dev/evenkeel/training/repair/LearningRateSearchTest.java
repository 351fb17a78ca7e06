package dev.evenkeel.training.repair;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.training.GeneralizedLinearNetwork;
import dev.evenkeel.training.RecordingObserver;
import dev.evenkeel.training.RunSetup;
import dev.evenkeel.training.RunSignal;
import dev.evenkeel.training.ScriptedNetwork;
import dev.evenkeel.training.StopReason;
import dev.evenkeel.training.TensorFolder;
import dev.evenkeel.training.TestSpecs;
import dev.evenkeel.training.data.DataLocation;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.data.RunData;
import dev.evenkeel.training.network.Batches;
import dev.evenkeel.training.network.NetworkSnapshot;
import dev.evenkeel.training.network.TrainableNetwork;
import dev.evenkeel.training.plan.NetworkPlanner;
import dev.evenkeel.training.plan.layers.PlanLimits;
import dev.evenkeel.training.spec.Loss;
import dev.evenkeel.training.spec.TrainingSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A line through inputs whose mean square is 9: gradient descent diverges from a rate of 0.22. */
class LearningRateSearchTest {

  private static final int STEPS = 20;

  private static final TrainingSpec SPEC =
      TestSpecs.spec(
          "{'layers':[]}",
          "{'batch_size':16}",
          "{'validation':0}",
          "{'numeric':'none','target':'none'}",
          "{}");
  private static final DatasetSchema LINE = TestSpecs.regression(64, 1, "y");

  @TempDir Path folder;
  private final RepairState repairState = RepairState.none();
  private RunSignal signal = Optional::empty;
  private RunSetup setup;
  private RunData data;

  private final TreeMap<Double, Double> tried = new TreeMap<>();

  @BeforeEach
  void setUp() throws IOException {
    repairState.budget(10_000);
    Random random = new Random(4);
    double[] x = random.doubles(64, -1, 1).map(v -> 3 * Math.signum(v)).toArray();
    double[] y = java.util.Arrays.stream(x).map(v -> 2 * v).toArray();
    TensorFolder.write(folder, LINE, TensorFolder.column(x), TensorFolder.column(y));
    setup = new RunSetup(SPEC, new NetworkPlanner(PlanLimits.defaults()).plan(SPEC, LINE).plan());
    data =
        RunData.open(
            new DataLocation(folder, null, null), SPEC, RunData.Wanted.values(1, Loss.MSE), folder);
  }

  @AfterEach
  void tearDown() {
    data.close();
  }

  @Test
  void findsALowerRateThatLearns() {
    LearningRateSearch.Found found = search(line()).below(20);

    assertThat(found.rate()).isBetween(0.005, 0.25);
    assertThat(found.isBelow(1)).isTrue();
  }

  @Test
  void findsAHigherRateThatLearns() {
    LearningRateSearch.Found found = search(line()).above(1e-5, Double.POSITIVE_INFINITY);

    assertThat(found.rate()).isBetween(0.005, 0.25);
    assertThat(found.isBelow(1)).isTrue();
  }

  @Test
  void findsNoneWhereEveryLossIsNonFinite() {
    LearningRateSearch.Found found = search(scripted(Double.NaN)).below(20);

    assertThat(found.rate()).isNaN();
    assertThat(found.isBelow(1e30)).isFalse();
    assertThat(repairState.probed()).as("broken off at the first step of each").isLessThan(10);
  }

  @Test
  void triesNoMoreThanElevenRatesAndStandingStill() {
    search(scripted(1)).below(1e9);

    assertThat(repairState.probed()).isLessThanOrEqualTo(12L * STEPS);
  }

  @Test
  void spendsNoMoreThanIsLeftForRepairs() {
    repairState.budget(2 * STEPS);
    long budget = 2 * STEPS + 50;

    search(scripted(1)).below(1e9);

    assertThat(repairState.probed()).isGreaterThan(STEPS).isLessThanOrEqualTo(budget);
  }

  @Test
  void goesNoHigherWhereTenTimesTheRateIsWorse() {
    LearningRateSearch.Found found = search(line()).above(0.1, Double.POSITIVE_INFINITY);

    assertThat(found.rate()).isNaN();
    assertThat(tried).hasSize(2);
  }

  @Test
  void goesNoLowerWhereNothingChangesAnyMore() {
    search(line()).below(1);

    assertThat(tried.keySet())
        .filteredOn(rate -> rate > 0)
        .as("1e-5 leaves the loss where it is")
        .allMatch(rate -> rate > 0.9e-5);
  }

  /** A relu network that dies answers as a fresh one with small output weights does. */
  @Test
  void goesOnPastRatesThatLeaveTheNetworkDeadWhereItBegan() {
    tried.put(0.0, 2.31);
    tried.put(8.0 / 10, 2.3);
    tried.put(8.0 / 10 / 10, 2.3);
    double good = 8.0 / 10 / 10 / 10;
    tried.put(good, 1.5);
    tried.put(good / 10, 2.2);
    tried.put(good / 10 / 10, 2.3);
    tried.put(good / Math.sqrt(10), 1.9);
    tried.put(good * Math.sqrt(10), 1.8);

    LearningRateSearch.Found found = search(line()).below(8);

    assertThat(found.rate()).isEqualTo(good);
    assertThat(repairState.probed()).as("1e-4 of it was not asked").isZero();
  }

  @Test
  void rehearsesNothingTwiceFromTheSameState() {
    search(line()).below(1e6);
    int rates = tried.size();
    long gradients = repairState.probed();

    search(line()).below(1e6);

    assertThat(tried).hasSize(rates);
    assertThat(repairState.probed()).isEqualTo(gradients);
  }

  @Test
  void aRehearsalStartsFromTheSameStateEachTime() {
    TrainableNetwork network = line();
    NetworkSnapshot start = network.snapshot();
    TrialRun trial = trial(network);

    double first = trial.lossAfter(start, 0.01);
    trial.lossAfter(start, 0.1);

    assertThat(trial.lossAfter(start, 0.01)).isEqualTo(first);
    assertThat(repairState.probed()).isEqualTo(3L * STEPS);
  }

  @Test
  void aRehearsalThatDivergesHasAnInfiniteLoss() {
    TrainableNetwork network = line();

    assertThat(trial(network).lossAfter(network.snapshot(), 5)).isInfinite();
    assertThat(repairState.probed()).isLessThan(STEPS);
  }

  @Test
  void aRehearsalIsBrokenOffWhenTheRunIsToEnd() {
    TrainableNetwork network = line();
    signal = () -> Optional.of(StopReason.CANCELLED);

    assertThat(trial(network).lossAfter(network.snapshot(), 0.01)).isInfinite();
    assertThat(repairState.probed()).isZero();
  }

  private TrainableNetwork line() {
    return GeneralizedLinearNetwork.provider().create(setup.plan(), SPEC);
  }

  private TrainableNetwork scripted(double norm) {
    return ScriptedNetwork.withGradientNorms(norm).provider().create(setup.plan(), SPEC);
  }

  private LearningRateSearch search(TrainableNetwork network) {
    return new LearningRateSearch(trial(network), network.snapshot(), tried);
  }

  private TrialRun trial(TrainableNetwork network) {
    var context =
        new RunContext(
            network, new RecordingObserver(), signal, repairState, TrialArm.Provider.none());
    var weights = new Batches.ExampleWeights(new float[0], data.labels());
    return new TrialRun(
        setup,
        Batches.shuffled(data.training(), 16, weights),
        context,
        new TrialRun.Measure(36, STEPS, Integer.MAX_VALUE));
  }
}
