package dev.evenkeel.training.care;

import dev.evenkeel.training.LayerShape;
import dev.evenkeel.training.StopReason;
import dev.evenkeel.training.care.Checkpoints.Checkpoint;
import dev.evenkeel.training.stability.Cause;
import dev.evenkeel.training.stability.RepairAction;
import dev.evenkeel.training.stability.SpecChange;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Carries out actions on a run as far as they concern its network and data: rows left out, states
 * gone back to; the trainer does the rest.
 */
public final class Prescriptions {

  /** A rehearsed rate is the best over a few steps; over many a smaller one is. */
  private static final double SAFE = 0.5;

  private final Ward ward;
  private final Care care;
  private final SpecRepairs repairs;
  private final LayerRepairs layers;

  Prescriptions(Ward ward) {
    this.ward = ward;
    care = ward.company().care();
    repairs = new SpecRepairs(ward.setup());
    layers = new LayerRepairs(ward.setup());
  }

  /**
   * How an action is carried out.
   *
   * @return null where it would change nothing: another one is due
   */
  @Nullable Prescription of(RepairAction action, Clues clues, Moment now) {
    return switch (action) {
      case NONE ->
          new Prescription(
              action, new Treatment.GoOn(), List.of(), Map.of(), "Nothing was done about it.");
      case STOP ->
          new Prescription(
              action,
              new Treatment.End(StopReason.DIVERGED),
              List.of(),
              Map.of(),
              "The run was ended; the last good model is kept.");
      case SKIP_UPDATE -> skip(clues);
      case ROLLBACK -> rollback(clues, now);
      case CLIP_GRADIENT -> clip(now);
      case REDUCE_LEARNING_RATE, RESTART -> lowerRate(action, clues, now);
      case RAISE_LEARNING_RATE -> rate(action, clues, SAFE * clues.rate());
      case FIX_SPEC, REINITIALIZE, CHANGE_ACTIVATION -> anew(action, clues);
    };
  }

  private Prescription skip(Clues clues) {
    List<SpecChange> changes = leaveOut(clues);
    return new Prescription(
        RepairAction.SKIP_UPDATE,
        new Treatment.Skip(),
        changes,
        Map.of(),
        changes.isEmpty()
            ? "The update was skipped."
            : "The update was skipped, and these rows are left out from now on.");
  }

  private List<SpecChange> leaveOut(Clues clues) {
    if (clues.rows().isEmpty()) {
      return List.of();
    }
    ward.batches().exclude(clues.rows());
    ward.others().exclude(clues.rows());
    care.excluded().addAll(clues.rows());
    return repairs.without(care.excluded());
  }

  private Prescription rollback(Clues clues, Moment now) {
    Checkpoint good = ward.checkpoints().lastGood(now.iteration());
    List<SpecChange> changes = leaveOut(clues);
    ward.checkpoints().goBackTo(good);
    return new Prescription(
        RepairAction.ROLLBACK,
        new Treatment.GoBack(good.next(), List.of()),
        changes,
        Map.of("to_iteration", good.planned() - 1, "left_out_rows", clues.rows().size()),
        "The run went back to its state of iteration %d%s."
            .formatted(
                good.planned() - 1, changes.isEmpty() ? "" : " and goes on without these rows"));
  }

  private @Nullable Prescription clip(Moment now) {
    Checkpoint good = ward.checkpoints().lastGood(now.iteration());
    if (Double.isNaN(good.norm())) {
      return null;
    }
    double norm = rounded(good.norm());
    List<SpecChange> changes = repairs.clipping(norm);
    if (changes.isEmpty()) {
      return null;
    }
    ward.checkpoints().goBackTo(good);
    return new Prescription(
        RepairAction.CLIP_GRADIENT,
        new Treatment.GoBack(good.next(), changes),
        changes,
        Map.of("to_iteration", good.planned() - 1, "threshold", norm),
        "The run went back to its state of iteration %d and goes on with gradients clipped to a norm of %s, which was high before."
            .formatted(good.planned() - 1, norm));
  }

  private Prescription lowerRate(RepairAction action, Clues clues, Moment now) {
    if (clues.cause() == Cause.SCHEDULE_JUMP) {
      Checkpoint good = ward.checkpoints().lastGood(now.iteration());
      return anotherRate(action, repairs.steadyRate(clues.rate()), good);
    }
    double base = ward.setup().spec().training().optimizer().learningRate();
    double better = Double.isNaN(clues.rate()) ? base / 10 : SAFE * clues.rate();
    return rate(action, clues, better);
  }

  private Prescription rate(RepairAction action, Clues clues, double rate) {
    Checkpoint start = ward.checkpoints().start();
    Checkpoint origin =
        clues.origin() == null || action == RepairAction.RESTART ? start : clues.origin();
    if (origin == start) {
      ward.memory().startAgain(rounded(rate));
    }
    return anotherRate(action, repairs.rate(rounded(rate)), origin);
  }

  /** Two digits are as much as a rehearsal can tell. */
  private static double rounded(double rate) {
    return Double.parseDouble(String.format(Locale.ROOT, "%.1e", rate));
  }

  private Prescription anotherRate(
      RepairAction action, List<SpecChange> changes, Checkpoint origin) {
    ward.checkpoints().goBackTo(origin);
    Object rate = changes.get(0).to();
    return new Prescription(
        action,
        new Treatment.GoBack(origin.next(), changes),
        changes,
        Map.of("to_iteration", origin.planned() - 1, "learning_rate", rate == null ? 0 : rate),
        "The run went back to its state of iteration %d and goes on with a learning rate of %s."
            .formatted(origin.planned() - 1, rate));
  }

  private @Nullable Prescription anew(RepairAction action, Clues clues) {
    List<SpecChange> changes =
        switch (action) {
          case REINITIALIZE -> layers.saneInitialization(damaged(clues.cause()));
          case CHANGE_ACTIVATION -> layers.openActivations();
          default -> fixes(clues.cause());
        };
    if (changes.isEmpty()) {
      return null;
    }
    return new Prescription(
        action,
        new Treatment.StartAnew(changes),
        changes,
        Map.of("to_iteration", 0),
        "The run started anew with %s.".formatted(told(changes)));
  }

  /** The layers that were born dead or saturated, with all that feed them; otherwise all. */
  private Set<Integer> damaged(Cause cause) {
    RunMemory memory = ward.memory();
    int last = -1;
    for (LayerShape layer : ward.network().layers()) {
      boolean ill =
          switch (cause) {
            case DEAD_RELU -> memory.isBornDead(layer.index());
            case SATURATED_ACTIVATION -> memory.isBornSaturated(layer.index());
            default -> false;
          };
      last = ill ? layer.index() : last;
    }
    int end = last < 0 ? ward.network().layers().size() : last + 1;
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
          UNKNOWN ->
          List.of();
    };
  }

  public static String told(List<SpecChange> changes) {
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
