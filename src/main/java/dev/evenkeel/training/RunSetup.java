package dev.evenkeel.training;

import dev.evenkeel.training.plan.NetworkPlan;
import dev.evenkeel.training.spec.NetworkSpec;
import dev.evenkeel.training.spec.TrainingSpec;

/** What is to be trained, and how. */
public record RunSetup(TrainingSpec spec, NetworkPlan plan) {

  /** The same network, trained otherwise. */
  public RunSetup with(TrainingSpec other) {
    return new RunSetup(other, plan);
  }

  /** The network's spec with what followed from the dataset filled in. */
  public NetworkSpec network() {
    return spec.network().withLayers(plan.hidden().stream().map(NetworkPlan.Hidden::spec).toList());
  }
}
