package dev.evenkeel.training.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.training.RunShape;
import dev.evenkeel.training.StepRecord;
import dev.evenkeel.training.TrainingObserver;
import dev.evenkeel.training.TrainingResult;
import dev.evenkeel.training.data.DataLocation;
import dev.evenkeel.training.network.NetworkProvider;
import dev.evenkeel.training.run.RunEnvironment;
import dev.evenkeel.training.run.RunState;
import dev.evenkeel.training.run.RunStateFormat;
import dev.evenkeel.training.run.StateKeeper;
import dev.evenkeel.training.run.TrainingRun;
import dev.evenkeel.training.spec.TrainingSpec;
import dev.evenkeel.training.stability.Incident;
import dev.evenkeel.training.stability.RepairAction;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Runs a spec as a whole, and again from states that were kept on the way, and holds everything
 * that is told of both against each other.
 */
final class CutRuns {

  private final Path folder;
  private final Supplier<NetworkProvider> networks;

  /**
   * @param folder with the data in a folder of that name
   * @param networks makes a new provider for each part of a run
   */
  CutRuns(Path folder, Supplier<NetworkProvider> networks) {
    this.folder = folder;
    this.networks = networks;
  }

  /**
   * A run that was not cut.
   *
   * @param steps recorded iterations
   */
  record Whole(TrainingResult result, List<Incident> incidents, long steps) {

    List<RepairAction> acts() {
      return incidents.stream().map(Incident::action).distinct().toList();
    }
  }

  /** Cuts the run at every so many iterations. */
  Whole assertSame(TrainingSpec spec, int every) throws IOException {
    Told whole = new Told();
    Cuts cuts = new Cuts(every, whole);
    TrainingResult result = TrainingRun.execute(spec, environment(whole, cuts));
    assertThat(cuts.states.keySet()).as("where the run was cut").hasSizeGreaterThan(3);

    for (Map.Entry<Long, byte[]> cut : cuts.states.entrySet()) {
      long from = cut.getKey();
      Told rest = new Told();
      Cuts again = new Cuts(every, rest);
      RunState state = RunStateFormat.read(new ByteArrayInputStream(cut.getValue()));
      assertThat(state.recorded()).isEqualTo(from);
      TrainingResult resumed = TrainingRun.resume(state, environment(rest, again));

      List<String> expected = whole.lines.subList(cuts.told.get(from), whole.lines.size());
      assertThat(rest.lines).as("all that was told after %d", from).isEqualTo(expected);
      assertThat(resumed)
          .as("gone on with after %d", from)
          .usingRecursiveComparison()
          .isEqualTo(result);
      again.states.forEach(
          (at, bytes) ->
              assertThat(Arrays.equals(bytes, cuts.states.get(at)))
                  .as("the state at %d of what was gone on with after %d", at, from)
                  .isTrue());
    }
    return new Whole(result, whole.incidents, whole.steps);
  }

  private RunEnvironment environment(TrainingObserver observer, StateKeeper states)
      throws IOException {
    return new RunEnvironment(
        new DataLocation(folder.resolve("data"), null, null),
        Files.createDirectories(folder.resolve("output")),
        networks.get(),
        observer,
        Optional::empty,
        states);
  }

  /** Keeps the state at every so many iterations as bytes, and how much had been told by then. */
  private record Cuts(int every, Told observer, Map<Long, byte[]> states, Map<Long, Integer> told)
      implements StateKeeper {

    Cuts(int every, Told observer) {
      this(every, observer, new TreeMap<>(), new TreeMap<>());
    }

    @Override
    public boolean isDue(long recorded) {
      return recorded % every == 0;
    }

    @Override
    public void keep(RunState state) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try {
        RunStateFormat.write(state, bytes);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      states.put(state.recorded(), bytes.toByteArray());
      told.put(state.recorded(), observer.lines.size());
    }
  }

  /** Everything that an observer is told of a run, but for its size, to the last digit. */
  private static final class Told implements TrainingObserver {

    final List<String> lines = new ArrayList<>();
    final List<Incident> incidents = new ArrayList<>();
    long steps;

    @Override
    public void started(RunShape shape) {}

    @Override
    public void stepped(StepRecord step) {
      steps++;
      String head =
          "%d %d %s %s %s %s"
              .formatted(
                  step.iteration,
                  step.epoch,
                  step.loss,
                  step.gradientNorm,
                  step.applied,
                  Arrays.toString(step.layerGradientNorms));
      lines.add(
          step.sampled
              ? head
                  + Arrays.toString(step.updateRatios)
                  + Arrays.toString(step.parameterNorms)
                  + Arrays.toString(step.zeroFractions)
              : head);
    }

    @Override
    public void probed(long gradients) {
      lines.add("probed " + gradients);
    }

    @Override
    public void epochEnded(int epoch, long iteration, Map<String, Double> metrics) {
      lines.add("%d %d %s".formatted(epoch, iteration, metrics));
    }

    @Override
    public void incident(Incident incident) {
      lines.add(incident.toString());
      incidents.add(incident);
    }
  }
}
