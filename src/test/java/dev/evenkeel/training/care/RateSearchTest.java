package dev.evenkeel.training.care;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.training.Batches;
import dev.evenkeel.training.GeneralizedLinearNetwork;
import dev.evenkeel.training.NetworkPlanner;
import dev.evenkeel.training.NetworkSnapshot;
import dev.evenkeel.training.PlanLimits;
import dev.evenkeel.training.RecordingObserver;
import dev.evenkeel.training.RunSetup;
import dev.evenkeel.training.RunSignal;
import dev.evenkeel.training.ScriptedNetwork;
import dev.evenkeel.training.StopReason;
import dev.evenkeel.training.TensorFolder;
import dev.evenkeel.training.TestSpecs;
import dev.evenkeel.training.TrainableNetwork;
import dev.evenkeel.training.data.DataLocation;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.data.RunData;
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
class RateSearchTest {

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
  private final Care care = Care.none();
  private RunSignal signal = Optional::empty;
  private RunSetup setup;
  private RunData data;

  private final TreeMap<Double, Double> tried = new TreeMap<>();

  @BeforeEach
  void setUp() throws IOException {
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
    RateSearch.Found found = search(line()).below(20);

    assertThat(found.rate()).isBetween(0.005, 0.25);
    assertThat(found.isBelow(1)).isTrue();
  }

  @Test
  void findsAHigherRateThatLearns() {
    RateSearch.Found found = search(line()).above(1e-5);

    assertThat(found.rate()).isBetween(0.005, 0.25);
    assertThat(found.isBelow(1)).isTrue();
  }

  @Test
  void findsNoneWhereEveryLossIsNonFinite() {
    RateSearch.Found found = search(scripted(Double.NaN)).below(20);

    assertThat(found.rate()).isNaN();
    assertThat(found.isBelow(1e30)).isFalse();
    assertThat(care.executed()).as("broken off at the first step of each").isLessThan(10);
  }

  @Test
  void triesNoMoreThanElevenRates() {
    search(scripted(1)).below(1e9);

    assertThat(care.executed()).isLessThanOrEqualTo(11L * STEPS);
  }

  @Test
  void rehearsesNothingTwiceFromTheSameState() {
    search(line()).below(1e6);
    int rates = tried.size();
    long gradients = care.executed();

    search(line()).below(1e6);

    assertThat(tried).hasSize(rates);
    assertThat(care.executed()).isEqualTo(gradients);
  }

  @Test
  void aRehearsalStartsFromTheSameStateEachTime() {
    TrainableNetwork network = line();
    NetworkSnapshot start = network.snapshot();
    Rehearsal rehearsal = rehearsal(network);

    double first = rehearsal.lossAfter(start, 0.01);
    rehearsal.lossAfter(start, 0.1);

    assertThat(rehearsal.lossAfter(start, 0.01)).isEqualTo(first);
    assertThat(care.executed()).isEqualTo(3L * STEPS);
  }

  @Test
  void aRehearsalThatDivergesHasAnInfiniteLoss() {
    TrainableNetwork network = line();

    assertThat(rehearsal(network).lossAfter(network.snapshot(), 5)).isInfinite();
    assertThat(care.executed()).isLessThan(STEPS);
  }

  @Test
  void aRehearsalIsBrokenOffWhenTheRunIsToEnd() {
    TrainableNetwork network = line();
    signal = () -> Optional.of(StopReason.CANCELLED);

    assertThat(rehearsal(network).lossAfter(network.snapshot(), 0.01)).isInfinite();
    assertThat(care.executed()).isZero();
  }

  private TrainableNetwork line() {
    return GeneralizedLinearNetwork.provider().create(setup.plan(), SPEC);
  }

  private TrainableNetwork scripted(double norm) {
    return ScriptedNetwork.withGradientNorms(norm).provider().create(setup.plan(), SPEC);
  }

  private RateSearch search(TrainableNetwork network) {
    return new RateSearch(rehearsal(network), network.snapshot(), tried);
  }

  private Rehearsal rehearsal(TrainableNetwork network) {
    var company = new Company(network, new RecordingObserver(), signal, care);
    var weights = new Batches.ExampleWeights(new float[0], data.labels());
    return new Rehearsal(
        setup,
        Batches.shuffled(data.training(), 16, weights),
        company,
        new Rehearsal.Measure(36, STEPS));
  }
}
