package dev.evenkeel.training.plan.layers;

import dev.evenkeel.training.spec.LayerSpec;

/** The largest number of each patch. */
record MaxPooling2dKind(LayerSpec.MaxPooling2d layer) implements ImagePooling {}
