package dev.evenkeel.training.run;

import dev.evenkeel.training.RunSignal;
import dev.evenkeel.training.TrainingObserver;
import dev.evenkeel.training.data.DataLocation;
import dev.evenkeel.training.network.NetworkProvider;
import java.nio.file.Path;

/**
 * What a run needs beside its spec: data, a place for its model, who computes, who is told, who may
 * end it, who keeps its state.
 *
 * @param output an existing folder; receives the model's files
 */
public record RunEnvironment(
    DataLocation location,
    Path output,
    NetworkProvider provider,
    TrainingObserver observer,
    RunSignal signal,
    StateKeeper states) {}
