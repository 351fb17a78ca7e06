package dev.evenkeel.training.run;

import dev.evenkeel.training.network.NetworkSnapshot;
import dev.evenkeel.training.repair.PlanPosition;
import dev.evenkeel.training.repair.RepairState;
import dev.evenkeel.training.repair.RunUnderRepair;
import dev.evenkeel.training.spec.EarlyStoppingSpec;
import dev.evenkeel.training.spec.OptimizationSpec;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far an arm has come: its iterations and losses, the model that it keeps, what may end it
 * before its plan does.
 *
 * <p>Belongs to the training thread.
 */
final class ArmProgress {

  private final Arm arm;
  private final EpochLosses losses;
  private final KeptModel kept;
  private final @Nullable EarlyStopping stopping;
  private Arm.@Nullable Resumed control;
  private @Nullable Pursuit pursuit;
  private long reached;
  private long recorded;

  /**
   * @param untrained the network before its training: what is kept for want of a better
   */
  ArmProgress(OpenRun open, TrainerState from, NetworkSnapshot untrained) {
    arm = from.arm();
    recorded = from.recorded();
    OptimizationSpec training = open.setup().spec().training();
    EarlyStoppingSpec rule = training.earlyStopping();
    TrainerState.Midway midway = from.midway();
    if (midway == null) {
      losses = new EpochLosses(training.epochs(), EpochLosses.State.INITIAL);
      stopping = stopping(rule, arm.resumed() == null ? null : arm.resumed().stopping());
      kept = kept(open, KeptModel.State.of(first(untrained)));
    } else {
      losses = new EpochLosses(training.epochs(), midway.losses());
      stopping = stopping(rule, midway.stopping());
      kept = kept(open, midway.kept());
      control = midway.control();
      pursuit = midway.pursuit() == null ? null : new Pursuit(midway.pursuit());
      reached = midway.reached();
    }
  }

  private KeptModel.Best first(NetworkSnapshot untrained) {
    return arm.resumed() == null ? KeptModel.Best.untrained(untrained) : arm.resumed().best();
  }

  private static KeptModel kept(OpenRun open, KeptModel.State state) {
    return new KeptModel(open.setup(), open.data(), open.network(), state);
  }

  private static @Nullable EarlyStopping stopping(
      @Nullable EarlyStoppingSpec rule, EarlyStopping.@Nullable State state) {
    EarlyStopping.State known = state == null ? EarlyStopping.State.INITIAL : state;
    return rule == null ? null : new EarlyStopping(rule, known);
  }

  /** Adds what it knows to what else a trainer is made from. */
  TrainerState state(PlanPosition next, PresentRun present, Iterations iterations) {
    return new TrainerState(
        arm,
        next,
        recorded,
        new TrainerState.Midway(
            reached,
            present.run().network().snapshot(),
            present.state(),
            losses.state(),
            stopping == null ? null : stopping.state(),
            kept.state(),
            control,
            pursuit == null ? null : pursuit.state(),
            present.watch().monitors(),
            iterations.state()));
  }

  EpochLosses losses() {
    return losses;
  }

  KeptModel kept() {
    return kept;
  }

  /** The iteration of the plan that was begun last. */
  long reached() {
    return reached;
  }

  void reach(long planned) {
    reached = planned;
  }

  /** Recorded iterations so far, those of earlier arms included. */
  long recorded() {
    return recorded;
  }

  /** An iteration was made, of such a loss. */
  void record(double loss) {
    recorded++;
    losses.add(loss);
  }

  /** The run as asked, once a repair has replaced it; null in any other arm. */
  Arm.@Nullable Resumed control() {
    return control;
  }

  /** The run as asked is left for a repaired one: what it has kept goes with its state. */
  void keepControl(RepairState.@Nullable Control from) {
    if (from != null && control == null && arm.kind() == Arm.Kind.AS_ASKED) {
      control = new Arm.Resumed(from, kept.best(), stopping == null ? null : stopping.state());
    }
  }

  /** A control begins, on its way to what another arm has come to. */
  void pursue(RunUnderRepair run) {
    pursuit = arm.pursuit(run);
  }

  /** Whether a control that has come so far could only cost steps. */
  boolean isHopeless(RunUnderRepair run) {
    return pursuit != null && pursuit.isHopeless(reached, run::score);
  }

  /**
   * Takes note of an epoch; true if nothing has improved for so long that it should be the last.
   */
  boolean isExhausted(Map<String, Double> metrics) {
    return stopping != null && stopping.isExhausted(metrics);
  }
}
