package dev.evenkeel.imports;

import dev.evenkeel.training.spec.LayerSpec;
import dev.evenkeel.training.spec.OutputSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a Deeplearning4j configuration says, in our terms.
 *
 * @param layers the hidden layers in order
 * @param output units, activation and loss
 * @param inputs features or channels that the first layer takes
 * @param image height, width and channels where the configuration knows them; null otherwise
 * @param logVariances batch normalizations that store the logarithm of their deviation
 */
record StoredNetwork(
    List<LayerSpec> layers,
    OutputSpec output,
    int inputs,
    @Nullable List<Integer> image,
    List<Integer> logVariances) {}
