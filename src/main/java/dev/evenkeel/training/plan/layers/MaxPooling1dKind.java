package dev.evenkeel.training.plan.layers;

import dev.evenkeel.training.spec.LayerSpec;

/** The largest number of each window. */
record MaxPooling1dKind(LayerSpec.MaxPooling1d layer) implements StepPooling {}
