package dev.evenkeel.training.spec;

/** Everything an engine must know to train, apart from the data itself. */
public record TrainingSpec(
    SplitSpec split,
    PreprocessingSpec preprocessing,
    NetworkSpec network,
    OptimizationSpec training,
    StabilitySpec stability) {}
