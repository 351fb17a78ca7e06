package dev.evenkeel.training.run;

import dev.evenkeel.training.RunSignal;
import dev.evenkeel.training.StopReason;
import dev.evenkeel.training.TrainingObserver;
import dev.evenkeel.training.TrainingRefusedException;
import dev.evenkeel.training.TrainingResult;
import dev.evenkeel.training.data.DataLocation;
import dev.evenkeel.training.data.UnusableDataException;
import dev.evenkeel.training.evaluation.ExampleScores;
import dev.evenkeel.training.network.NetworkProvider;
import dev.evenkeel.training.preflight.PreFlight;
import dev.evenkeel.training.preflight.PreflightRepairs;
import dev.evenkeel.training.preflight.SplitFacts;
import dev.evenkeel.training.repair.RepairState;
import dev.evenkeel.training.repair.RunContext;
import dev.evenkeel.training.spec.StabilitySpec;
import dev.evenkeel.training.spec.TrainingSpec;
import dev.evenkeel.training.stability.RepairAction;
import dev.evenkeel.training.stability.RepairLadder;
import dev.evenkeel.training.stability.StabilityWatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A whole run: data, network, training, judgement, model.
 *
 * <pre>
 * spec &lt;- as asked, without what is certainly wrong with it
 * train by it                                     the first arm
 * where a repair starts anew: train by the repaired spec
 * where what repairs have made of it does not convince, and the budget allows:
 *   go on as asked from where the first repair began, as long as that may come to more
 * the best model of all arms by validation is the run's; repairs that it owes nothing to are undone
 * </pre>
 *
 * <p>Runs on the calling thread, which must be the one that owns the device.
 */
public final class TrainingRun {

  private final OpenRun.Source source;
  private final RunEnvironment environment;
  private final RepairState repairState;
  private TrainerState trainer;
  private Arm.@Nullable Resumed control;
  private @Nullable ArmOutcome best;
  private StopReason latest;
  private @Nullable TrainingSpec untouched;

  private TrainingRun(RunEnvironment environment, RepairState repairState, RunState from) {
    this.environment = environment;
    this.repairState = repairState;
    source = OpenRun.Source.of(environment);
    trainer = from.trainer();
    control = from.control();
    best = from.best();
    latest = from.latest();
    untouched = from.untouched();
  }

  /**
   * Trains as the spec says.
   *
   * @param output an existing folder; receives the model's files
   * @throws TrainingRefusedException where the data or the spec don't allow it
   */
  public static TrainingResult execute(
      TrainingSpec spec,
      DataLocation location,
      Path output,
      NetworkProvider provider,
      TrainingObserver observer,
      RunSignal signal) {
    return execute(
        spec, new RunEnvironment(location, output, provider, observer, signal, StateKeeper.none()));
  }

  /**
   * Trains as the spec says.
   *
   * @throws TrainingRefusedException where the data or the spec don't allow it
   */
  public static TrainingResult execute(TrainingSpec spec, RunEnvironment environment) {
    return carriedOut(
        () -> {
          RepairState repairState = repairState(spec.stability(), environment.observer());
          TrainingSpec present = inspected(spec, OpenRun.Source.of(environment), repairState);
          RunState start = RunState.initial(spec, present, repairState);
          return new TrainingRun(environment, repairState, start).run();
        });
  }

  /**
   * Goes on with a run that was left, on the same data: to the same bits as if it had not been. But
   * for the size of the run, nothing is told again of what was told before.
   */
  public static TrainingResult resume(RunState from, RunEnvironment environment) {
    return carriedOut(
        () -> {
          StabilitySpec stability = from.trainer().arm().spec().stability();
          RepairState repairState = repairState(stability, environment.observer());
          repairState.restore(from.repair());
          return new TrainingRun(environment, repairState, from).run();
        });
  }

  private interface Work {
    TrainingResult result() throws IOException;
  }

  private static TrainingResult carriedOut(Work work) {
    try {
      return work.result();
    } catch (UnusableDataException e) {
      throw new TrainingRefusedException(e.code(), e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RepairState repairState(StabilitySpec spec, TrainingObserver observer) {
    StabilityWatch watch =
        spec.mode() == StabilitySpec.Mode.OFF
            ? StabilityWatch.off()
            : new StabilityWatch(observer::incident);
    return new RepairState(spec.mode(), watch, new RepairLadder(allowed(spec)));
  }

  private static Set<RepairAction> allowed(StabilitySpec spec) {
    return spec.allow() == null ? EnumSet.allOf(RepairAction.class) : Set.copyOf(spec.allow());
  }

  /** The spec as it starts: what is certainly wrong with it is repaired first where allowed. */
  private static TrainingSpec inspected(
      TrainingSpec spec, OpenRun.Source source, RepairState repairState) throws IOException {
    if (!repairState.watch().isWatching()) {
      return spec;
    }
    SplitFacts facts = spec.base() == null ? SplitFacts.of(source.location()) : SplitFacts.none();
    PreflightRepairs repairs = new PreflightRepairs(repairState);
    TrainingSpec present = spec;
    while (true) {
      var warnings = PreFlight.check(present, source.plan(present), source.schema(present), facts);
      TrainingSpec repaired = repairs.admit(present, warnings);
      if (repaired.equals(present)) {
        return present;
      }
      present = repaired;
    }
  }

  private TrainingResult run() throws IOException {
    long recorded;
    while (true) {
      Arm arm = trainer.arm();
      try (OpenRun open = source.open(arm.spec())) {
        Trained trained = train(open);
        recorded = trained.recorded();
        Conclusion conclusion = new Conclusion(open, source, repairState, recorded);
        if (trained.outcome() == null) {
          // Whoever ended the run does not want to wait for a model.
          return conclusion.brokenOff(trained.ending().reason());
        }
        best = best == null || trained.outcome().isBetterThan(best) ? trained.outcome() : best;
        latest = trained.ending().reason();
        Arm next = next(arm, trained.ending(), untouched);
        if (next == null && best == trained.outcome()) {
          return conclusion.of(best, latest);
        }
        if (next == null) {
          break;
        }
        untouched = next.spec() == untouched ? null : untouched;
        trainer = TrainerState.initial(next, recorded);
      }
    }
    try (OpenRun open = source.open(best.spec())) {
      return new Conclusion(open, source, repairState, recorded).of(best, latest);
    }
  }

  /**
   * An arm that was carried out.
   *
   * @param outcome null where it was broken off
   */
  private record Trained(Ending ending, long recorded, @Nullable ArmOutcome outcome) {}

  private Trained train(OpenRun open) {
    Arm arm = trainer.arm();
    RunContext context =
        new RunContext(
            open.network(),
            environment.observer(),
            environment.signal(),
            repairState,
            source.arms());
    try (Trainer training = new Trainer(open, context, trainer, this::offer)) {
      Ending ending = training.train();
      ArmProgress progress = training.progress();
      if (arm.isControl() && Double.isNaN(progress.losses().latest())) {
        // As asked, its numbers end.
        ending = ending.diverged();
      }
      control = control == null ? ending.control() : control;
      return new Trained(
          ending,
          progress.recorded(),
          ending.reason().isAskedFor() ? null : outcome(open, arm, training, ending.control()));
    }
  }

  private void offer(long recorded, Supplier<TrainerState> state) {
    if (environment.states().isDue(recorded)) {
      environment
          .states()
          .keep(new RunState(state.get(), repairState.state(), control, best, latest, untouched));
    }
  }

  private ArmOutcome outcome(OpenRun open, Arm arm, Trainer training, Arm.@Nullable Resumed left) {
    KeptModel.Best kept = training.progress().kept().best();
    open.network().restore(kept.snapshot());
    boolean since = left == null ? repairState.isTreated() : kept.number() != left.best().number();
    return new ArmOutcome(
        training.present().spec(),
        kept,
        open.heldOut().score(open.network()),
        training.present().baseline(),
        training.progress().losses().isStillFalling(training.present().baseline().loss()),
        arm.kind() == Arm.Kind.REPAIRED || arm.kind() == Arm.Kind.AS_ASKED && since);
  }

  /**
   * The arm to be carried out next.
   *
   * @param asked the spec that was changed before the start; null where it was not, or was tried
   * @return null where the run is over
   */
  private @Nullable Arm next(Arm arm, Ending ending, @Nullable TrainingSpec asked) {
    if (ending.anew() != null) {
      return Arm.repaired(ending.anew());
    }
    boolean convinces =
        best != null && (best.isPerfect() || best.isConvincing() && !repairState.isInDoubt());
    if (arm.isControl() || !ending.toControl() && convinces) {
      return null;
    }
    ExampleScores ahead = best == null ? null : best.scores();
    if (control != null && (ending.toControl() || affords(control))) {
      return Arm.control(control, ahead);
    }
    boolean lost = best != null && !best.hasLearned();
    return lost && asked != null && repairState.affords(repairState.planned())
        ? Arm.control(asked, ahead)
        : null;
  }

  private boolean affords(Arm.Resumed where) {
    return repairState.affords(repairState.planned() - where.from().done());
  }
}
