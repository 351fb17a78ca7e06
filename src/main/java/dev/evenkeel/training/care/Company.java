package dev.evenkeel.training.care;

import dev.evenkeel.training.RunSignal;
import dev.evenkeel.training.TrainableNetwork;
import dev.evenkeel.training.TrainingObserver;

/** Who is trained, who listens, who may end the run, and who takes care of it. */
public record Company(
    TrainableNetwork network, TrainingObserver observer, RunSignal signal, Care care) {}
