package dev.evenkeel.training.repair;

import dev.evenkeel.training.RunSignal;
import dev.evenkeel.training.TrainableNetwork;
import dev.evenkeel.training.TrainingObserver;

/** Who is trained, who listens, who may end the run, and who takes care of it. */
public record RunContext(
    TrainableNetwork network,
    TrainingObserver observer,
    RunSignal signal,
    RepairState repairState) {}
