package dev.evenkeel.training.plan.layers;

import dev.evenkeel.training.spec.LayerSpec;

/** The mean number of each patch. */
record AveragePooling2dKind(LayerSpec.AveragePooling2d layer) implements ImagePooling {}
