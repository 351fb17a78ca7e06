package dev.evenkeel.training.plan;

import dev.evenkeel.training.plan.layers.PlanFault;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of planning a network.
 *
 * @param plan null where there are faults
 * @param estimate null where the shapes are not known
 * @param faults why it can't be built; empty where it can
 */
public record Planning(
    @Nullable NetworkPlan plan, @Nullable ResourceEstimate estimate, List<PlanFault> faults) {

  public Planning {
    faults = List.copyOf(faults);
  }

  public boolean isBuildable() {
    return faults.isEmpty();
  }
}
