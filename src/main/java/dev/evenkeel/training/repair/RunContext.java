package dev.evenkeel.training.repair;

import dev.evenkeel.training.RunSignal;
import dev.evenkeel.training.TrainingObserver;
import dev.evenkeel.training.network.TrainableNetwork;

/**
 * Who is trained, who listens, who may end the run, what was repaired, and how the run can be
 * opened by another spec.
 */
public record RunContext(
    TrainableNetwork network,
    TrainingObserver observer,
    RunSignal signal,
    RepairState repairState,
    TrialArm.Provider arms) {

  /** The same for another network. */
  RunContext with(TrainableNetwork other) {
    return new RunContext(other, observer, signal, repairState, arms);
  }
}
