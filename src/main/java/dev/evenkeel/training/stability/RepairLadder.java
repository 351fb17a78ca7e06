package dev.evenkeel.training.stability;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is done about each cause, the cheapest step that keeps the user's design first; never the
 * same step twice against the same cause, but for the rate, which may be lowered three times.
 *
 * <p>One instance a run: it remembers what was tried.
 */
public final class RepairLadder {

  private static final int MOST_RATE_CHANGES = 3;
  private static final int MOST_ROLLBACKS = 4;
  private static final int MOST_SKIPS = 12;

  private final Set<RepairAction> allowed;
  private final Map<Cause, Map<RepairAction, Integer>> tried = new EnumMap<>(Cause.class);

  /** Within what a user allows. */
  public RepairLadder(Set<RepairAction> allowed) {
    this.allowed = Set.copyOf(allowed);
  }

  /**
   * The next step against a cause.
   *
   * @param maySkip whether leaving out an update can help
   * @return {@link RepairAction#STOP} where none is left or allowed
   */
  public RepairAction next(Cause cause, boolean maySkip) {
    Map<RepairAction, Integer> before =
        tried.computeIfAbsent(cause, c -> new EnumMap<>(RepairAction.class));
    for (RepairAction step : steps(cause)) {
      boolean eligible = step != RepairAction.SKIP_UPDATE || maySkip;
      if (eligible && allowed.contains(step) && before.getOrDefault(step, 0) < most(cause, step)) {
        before.merge(step, 1, Integer::sum);
        return step;
      }
    }
    return RepairAction.STOP;
  }

  /** Whether a user lets this be done. */
  public boolean allows(RepairAction action) {
    return allowed.contains(action);
  }

  /** Going back for no known reason would meet the same fate a second time. */
  private static int most(Cause cause, RepairAction step) {
    return cause == Cause.UNKNOWN && step == RepairAction.ROLLBACK ? 1 : most(step);
  }

  private static int most(RepairAction step) {
    return switch (step) {
      case REDUCE_LEARNING_RATE -> MOST_RATE_CHANGES;
      case ROLLBACK -> MOST_ROLLBACKS;
      case SKIP_UPDATE -> MOST_SKIPS;
      case FIX_SPEC,
          CLIP_GRADIENT,
          RAISE_LEARNING_RATE,
          REINITIALIZE,
          CHANGE_ACTIVATION,
          RESTART,
          STOP,
          NONE ->
          1;
    };
  }

  private static List<RepairAction> steps(Cause cause) {
    return switch (cause) {
      case NON_FINITE_DATA -> List.of(RepairAction.SKIP_UPDATE, RepairAction.FIX_SPEC);
      case OUTLIER_DATA, MISLABELED_DATA -> List.of(RepairAction.ROLLBACK);
      case LEARNING_RATE_TOO_HIGH, SCHEDULE_JUMP -> List.of(RepairAction.REDUCE_LEARNING_RATE);
      case LEARNING_RATE_TOO_LOW -> List.of(RepairAction.RAISE_LEARNING_RATE);
      case BAD_INITIALIZATION, DEAD_RELU, SATURATED_ACTIVATION ->
          List.of(RepairAction.REINITIALIZE, RepairAction.REDUCE_LEARNING_RATE);
      case EXPLODING_RECURRENCE ->
          List.of(RepairAction.REINITIALIZE, RepairAction.CHANGE_ACTIVATION);
      case VANISHING_GRADIENT -> List.of(RepairAction.CHANGE_ACTIVATION);
      case INPUT_SCALE,
          TARGET_SCALE,
          DATA_ORDER,
          LOSS_OUTPUT_MISMATCH,
          LOG_DOMAIN,
          CLASS_IMBALANCE,
          OVER_REGULARIZED ->
          List.of(RepairAction.FIX_SPEC);
      case UNKNOWN ->
          List.of(
              RepairAction.SKIP_UPDATE, RepairAction.ROLLBACK, RepairAction.REDUCE_LEARNING_RATE);
    };
  }
}
