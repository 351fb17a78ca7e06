package dev.evenkeel.training.repair;

import dev.evenkeel.training.StopReason;
import dev.evenkeel.training.plan.layers.LayerShape;
import dev.evenkeel.training.repair.Checkpoints.Checkpoint;
import dev.evenkeel.training.stability.Cause;
import dev.evenkeel.training.stability.RepairAction;
import dev.evenkeel.training.stability.SpecChange;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Plans actions on a run, and carries them out as far as they concern its network and data: rows
 * left out, states gone back to.
 */
public final class RepairPlanner {

  /** A rate that was tried is the best over a few steps; over many a smaller one is. */
  private static final double SAFE = 0.5;

  private final RunUnderRepair run;
  private final RepairState repairState;
  private final SpecRepairs repairs;
  private final LayerRepairs layers;

  RepairPlanner(RunUnderRepair run) {
    this.run = run;
    repairState = run.context().repairState();
    repairs = new SpecRepairs(run.setup());
    layers = new LayerRepairs(run.setup());
  }

  /**
   * How an action would be carried out.
   *
   * @return null where it would change nothing: another one is due
   */
  @Nullable PlannedRepair of(RepairAction action, DiagnosedCause diagnosed, RunPosition now) {
    return switch (action) {
      case NONE -> PlannedRepair.without(action, new NextStep.GoOn(), "Nothing was done about it.");
      case STOP ->
          PlannedRepair.without(
              action,
              new NextStep.End(StopReason.DIVERGED),
              "The run was ended; the last good model is kept.");
      case SKIP_UPDATE -> skip(diagnosed);
      case ROLLBACK -> rollback(diagnosed, now);
      case CLIP_GRADIENT -> clip(now);
      case REDUCE_LEARNING_RATE, RESTART -> lowerRate(action, diagnosed, now);
      case RAISE_LEARNING_RATE -> rate(action, diagnosed, SAFE * diagnosed.rate());
      case FIX_SPEC ->
          diagnosed.cause() == Cause.CLASS_IMBALANCE ? weigh(now) : anew(action, diagnosed);
      case REINITIALIZE, CHANGE_ACTIVATION -> anew(action, diagnosed);
    };
  }

  /** Brings the run where a plan wants it: the trainer does the rest. */
  void carryOut(PlannedRepair planned) {
    leaveOut(planned.leftOut());
    Checkpoint origin = planned.origin();
    if (origin != null) {
      if (origin == run.checkpoints().start() && !Double.isNaN(planned.rate())) {
        run.memory().startAgain(planned.rate());
      }
      run.checkpoints().goBackTo(origin);
    }
  }

  private void leaveOut(List<Integer> rows) {
    run.batches().exclude(rows);
    run.others().exclude(rows);
    repairState.excluded().addAll(rows);
  }

  private PlannedRepair skip(DiagnosedCause diagnosed) {
    List<SpecChange> changes = without(diagnosed);
    return new PlannedRepair(
        RepairAction.SKIP_UPDATE,
        new NextStep.Skip(),
        changes,
        null,
        diagnosed.rows(),
        Map.of(),
        changes.isEmpty()
            ? "The update was skipped."
            : "The update was skipped, and these rows are left out from now on.");
  }

  private List<SpecChange> without(DiagnosedCause diagnosed) {
    if (diagnosed.rows().isEmpty()) {
      return List.of();
    }
    TreeSet<Integer> all = new TreeSet<>(repairState.excluded());
    all.addAll(diagnosed.rows());
    return repairs.without(all);
  }

  private PlannedRepair rollback(DiagnosedCause diagnosed, RunPosition now) {
    Checkpoint good = run.checkpoints().lastGood(now.iteration());
    List<SpecChange> changes = without(diagnosed);
    return new PlannedRepair(
        RepairAction.ROLLBACK,
        new NextStep.GoBack(good.next(), List.of()),
        changes,
        good,
        diagnosed.rows(),
        Map.of("to_iteration", good.planned() - 1, "left_out_rows", diagnosed.rows().size()),
        "The run went back to its state of iteration %d%s."
            .formatted(
                good.planned() - 1, changes.isEmpty() ? "" : " and goes on without these rows"));
  }

  private @Nullable PlannedRepair clip(RunPosition now) {
    Checkpoint good = run.checkpoints().lastGood(now.iteration());
    if (Double.isNaN(good.norm())) {
      return null;
    }
    double norm = rounded(good.norm());
    List<SpecChange> changes = repairs.clipping(norm);
    if (changes.isEmpty()) {
      return null;
    }
    return new PlannedRepair(
        RepairAction.CLIP_GRADIENT,
        new NextStep.GoBack(good.next(), changes),
        changes,
        good,
        List.of(),
        Map.of("to_iteration", good.planned() - 1, "threshold", norm),
        "The run went back to its state of iteration %d and goes on with gradients clipped to a norm of %s, which was high before."
            .formatted(good.planned() - 1, norm));
  }

  private PlannedRepair lowerRate(RepairAction action, DiagnosedCause diagnosed, RunPosition now) {
    if (diagnosed.cause() == Cause.SCHEDULE_JUMP) {
      Checkpoint good = run.checkpoints().lastGood(now.iteration());
      return anotherRate(action, repairs.steadyRate(diagnosed.rate()), good);
    }
    double base = run.setup().spec().training().optimizer().learningRate();
    double better = Double.isNaN(diagnosed.rate()) ? base / 10 : SAFE * diagnosed.rate();
    return rate(action, diagnosed, better);
  }

  private PlannedRepair rate(RepairAction action, DiagnosedCause diagnosed, double rate) {
    Checkpoint start = run.checkpoints().start();
    Checkpoint origin =
        diagnosed.origin() == null || action == RepairAction.RESTART ? start : diagnosed.origin();
    return anotherRate(action, repairs.rate(rounded(rate)), origin);
  }

  /** Two digits are as much as a trial can tell. */
  private static double rounded(double rate) {
    return Double.parseDouble(String.format(Locale.ROOT, "%.1e", rate));
  }

  private PlannedRepair anotherRate(
      RepairAction action, List<SpecChange> changes, Checkpoint origin) {
    Object rate = changes.get(0).to();
    return new PlannedRepair(
        action,
        new NextStep.GoBack(origin.next(), changes),
        changes,
        origin,
        List.of(),
        Map.of("to_iteration", origin.planned() - 1, "learning_rate", rate == null ? 0 : rate),
        "The run went back to its state of iteration %d and goes on with a learning rate of %s."
            .formatted(origin.planned() - 1, rate));
  }

  /** From the present state on: what was learned of the other classes is kept. */
  private @Nullable PlannedRepair weigh(RunPosition now) {
    PlanPosition next = now.position().next(run.facts().iterationsPerEpoch());
    if (next.epoch() > run.setup().spec().training().epochs()) {
      return null;
    }
    List<SpecChange> changes = repairs.balancedClasses();
    Checkpoint here =
        new Checkpoint(
            next, now.planned() + 1, now.iteration(), Double.NaN, run.network().snapshot());
    return new PlannedRepair(
        RepairAction.FIX_SPEC,
        new NextStep.GoBack(next, changes),
        changes,
        here,
        List.of(),
        Map.of("to_iteration", now.planned()),
        "From here on the run goes on with %s.".formatted(text(changes)));
  }

  private @Nullable PlannedRepair anew(RepairAction action, DiagnosedCause diagnosed) {
    List<SpecChange> changes =
        switch (action) {
          case REINITIALIZE -> layers.saneInitialization(damaged(diagnosed.cause()));
          case CHANGE_ACTIVATION -> layers.openActivations();
          default -> fixes(diagnosed.cause());
        };
    if (changes.isEmpty()) {
      return null;
    }
    return new PlannedRepair(
        action,
        new NextStep.StartAnew(changes),
        changes,
        null,
        List.of(),
        Map.of("to_iteration", 0),
        "The run started anew with %s.".formatted(text(changes)));
  }

  /** The layers that were born dead or saturated, with all that feed them; otherwise all. */
  private Set<Integer> damaged(Cause cause) {
    RunMemory memory = run.memory();
    int last = -1;
    for (LayerShape layer : run.network().layers()) {
      boolean ill =
          switch (cause) {
            case DEAD_RELU -> memory.isBornDead(layer.index());
            case SATURATED_ACTIVATION -> memory.isBornSaturated(layer.index());
            default -> false;
          };
      last = ill ? layer.index() : last;
    }
    int end = last < 0 ? run.network().layers().size() : last + 1;
    return IntStream.range(0, end).boxed().collect(Collectors.toSet());
  }

  private List<SpecChange> fixes(Cause cause) {
    return switch (cause) {
      case INPUT_SCALE -> repairs.standardizedInputs();
      case TARGET_SCALE -> repairs.standardizedTargets();
      case CLASS_IMBALANCE -> repairs.balancedClasses();
      case OVER_REGULARIZED -> repairs.withoutPenalties();
      case NON_FINITE_DATA -> repairs.withoutMissing();
      case DATA_ORDER -> repairs.shuffled();
      case SCHEDULE -> repairs.withoutSchedule();
      case GRADIENT_CLIPPING -> repairs.withoutClipping();
      case DROPOUT -> repairs.lessDropout();
      case FORGET_BIAS -> layers.remembering();
      case DOUBLE_SOFTMAX -> layers.withoutHiddenSoftmax();
      case LEARNING_RATE_TOO_HIGH,
          LEARNING_RATE_TOO_LOW,
          BAD_INITIALIZATION,
          EXPLODING_RECURRENCE,
          VANISHING_GRADIENT,
          DEAD_RELU,
          SATURATED_ACTIVATION,
          OUTLIER_DATA,
          MISLABELED_DATA,
          LOSS_OUTPUT_MISMATCH,
          LOG_DOMAIN,
          SCHEDULE_JUMP,
          CONSTANT_TARGET,
          TOO_FEW_STEPS,
          NO_SIGNAL,
          OVERFITTING,
          VALIDATION_MISMATCH,
          WORSE_THAN_NAIVE,
          UNKNOWN ->
          List.of();
    };
  }

  public static String text(List<SpecChange> changes) {
    return String.join(
        ", ",
        changes.stream()
            .map(
                change ->
                    change.pointer().substring(1).replace('/', '.')
                        + (change.to() == null ? " left out" : " = " + change.to()))
            .toList());
  }
}
