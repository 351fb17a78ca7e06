package dev.evenkeel.training.plan.layers;

import dev.evenkeel.training.spec.LayerSpec;

/** The mean number of each window. */
record AveragePooling1dKind(LayerSpec.AveragePooling1d layer) implements StepPooling {}
