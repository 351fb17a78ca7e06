package dev.evenkeel.training.spec;

import dev.evenkeel.training.stability.RepairAction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the service may do about a run that goes wrong.
 *
 * @param allow the actions that mode {@code repair} may take; null for all
 */
public record StabilitySpec(@Nullable Mode mode, @Nullable List<RepairAction> allow) {

  /** How far it may go. */
  public enum Mode {
    /** Notice, name and repair. */
    REPAIR,
    /** End the run at the first critical incident. */
    STOP,
    /** Record incidents, never act. */
    OBSERVE,
    /** Record histories only. */
    OFF
  }

  public StabilitySpec {
    mode = mode == null ? Mode.REPAIR : mode;
  }

  /** Whether it says of an action by name that it may be taken. */
  public boolean names(RepairAction action) {
    return allow != null && allow.contains(action);
  }

  public static StabilitySpec defaults() {
    return new StabilitySpec(null, null);
  }
}
