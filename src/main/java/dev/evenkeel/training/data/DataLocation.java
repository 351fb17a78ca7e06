package dev.evenkeel.training.data;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The folders with the tensors of a run.
 *
 * @param validation a separate validation dataset, or null where a fraction of the training one is
 *     split off
 * @param test likewise for the test split
 */
public record DataLocation(Path training, @Nullable Path validation, @Nullable Path test) {}
