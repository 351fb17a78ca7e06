package dev.evenkeel.training.stability;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is done about each cause, the cheapest step that keeps the user's design first; never the
 * same step twice against the same cause, but for those that differ each time: another rate, other
 * rows.
 *
 * <p>One instance a run: it remembers what was tried.
 */
public final class RepairLadder {

  private static final int MOST_RATE_CHANGES = 3;
  private static final int MOST_ROLLBACKS = 4;
  private static final int MOST_SKIPS = 12;

  private final Set<RepairAction> allowed;
  private final Map<Cause, int[]> taken = new EnumMap<>(Cause.class);

  /** A step, and how often it may be taken before the next one is due. */
  private record Rung(RepairAction action, int most) {}

  /** Within what a user allows. */
  public RepairLadder(Set<RepairAction> allowed) {
    this.allowed = Set.copyOf(allowed);
  }

  /** How often each step against each cause was taken. */
  public Map<Cause, int[]> state() {
    Map<Cause, int[]> state = new EnumMap<>(Cause.class);
    taken.forEach((cause, times) -> state.put(cause, times.clone()));
    return state;
  }

  /** Remembers what was tried by another. */
  public void restore(Map<Cause, int[]> state) {
    taken.clear();
    state.forEach((cause, times) -> taken.put(cause, times.clone()));
  }

  /**
   * The next step against a cause.
   *
   * @param maySkip whether leaving out an update can help
   * @return {@link RepairAction#STOP} where none is left or allowed
   */
  public RepairAction next(Cause cause, boolean maySkip) {
    int rung = eligible(cause, maySkip);
    if (rung < 0) {
      return RepairAction.STOP;
    }
    taken(cause)[rung]++;
    return rungs(cause).get(rung).action();
  }

  /** What {@link #next} would answer; nothing is taken. */
  public RepairAction upcoming(Cause cause, boolean maySkip) {
    int rung = eligible(cause, maySkip);
    return rung < 0 ? RepairAction.STOP : rungs(cause).get(rung).action();
  }

  private int eligible(Cause cause, boolean maySkip) {
    List<Rung> rungs = rungs(cause);
    for (int i = 0; i < rungs.size(); i++) {
      Rung rung = rungs.get(i);
      boolean possible = rung.action() != RepairAction.SKIP_UPDATE || maySkip;
      if (possible && allowed.contains(rung.action()) && taken(cause)[i] < rung.most()) {
        return i;
      }
    }
    return -1;
  }

  private int[] taken(Cause cause) {
    return taken.computeIfAbsent(cause, c -> new int[rungs(c).size()]);
  }

  /** Whether a user lets this be done. */
  public boolean allows(RepairAction action) {
    return allowed.contains(action);
  }

  private static List<Rung> rungs(Cause cause) {
    return switch (cause) {
      case NON_FINITE_DATA ->
          List.of(
              new Rung(RepairAction.SKIP_UPDATE, MOST_SKIPS), new Rung(RepairAction.FIX_SPEC, 1));
      case OUTLIER_DATA, MISLABELED_DATA ->
          List.of(new Rung(RepairAction.ROLLBACK, MOST_ROLLBACKS));
      // A state that was reached at the rate which was too high may be spoilt already.
      case LEARNING_RATE_TOO_HIGH ->
          List.of(
              new Rung(RepairAction.REDUCE_LEARNING_RATE, 1),
              new Rung(RepairAction.RESTART, 1),
              new Rung(RepairAction.REDUCE_LEARNING_RATE, MOST_RATE_CHANGES - 1));
      case SCHEDULE_JUMP -> List.of(new Rung(RepairAction.REDUCE_LEARNING_RATE, MOST_RATE_CHANGES));
      case LEARNING_RATE_TOO_LOW -> List.of(new Rung(RepairAction.RAISE_LEARNING_RATE, 1));
      case BAD_INITIALIZATION, DEAD_RELU, SATURATED_ACTIVATION ->
          List.of(
              new Rung(RepairAction.REINITIALIZE, 1),
              new Rung(RepairAction.REDUCE_LEARNING_RATE, MOST_RATE_CHANGES));
      case EXPLODING_RECURRENCE ->
          List.of(
              new Rung(RepairAction.REINITIALIZE, 1),
              new Rung(RepairAction.CLIP_GRADIENT, 1),
              new Rung(RepairAction.CHANGE_ACTIVATION, 1));
      case VANISHING_GRADIENT -> List.of(new Rung(RepairAction.CHANGE_ACTIVATION, 1));
      case INPUT_SCALE,
          TARGET_SCALE,
          DATA_ORDER,
          LOSS_OUTPUT_MISMATCH,
          LOG_DOMAIN,
          CLASS_IMBALANCE,
          OVER_REGULARIZED,
          SCHEDULE,
          GRADIENT_CLIPPING,
          DROPOUT,
          FORGET_BIAS,
          DOUBLE_SOFTMAX ->
          List.of(new Rung(RepairAction.FIX_SPEC, 1));
      // Advice is all there is.
      case CONSTANT_TARGET,
          TOO_FEW_STEPS,
          NO_SIGNAL,
          OVERFITTING,
          VALIDATION_MISMATCH,
          WORSE_THAN_NAIVE ->
          List.of();
      // Going back for no known reason would meet the same fate a second time.
      case UNKNOWN ->
          List.of(
              new Rung(RepairAction.SKIP_UPDATE, MOST_SKIPS),
              new Rung(RepairAction.CLIP_GRADIENT, 1),
              new Rung(RepairAction.ROLLBACK, 1),
              new Rung(RepairAction.REDUCE_LEARNING_RATE, MOST_RATE_CHANGES));
    };
  }
}
