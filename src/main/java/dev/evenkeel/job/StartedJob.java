package dev.evenkeel.job;

import dev.evenkeel.training.spec.TrainingSpec;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a worker needs to run an attempt.
 *
 * @param maxDuration after which the run ends {@code timed_out}; null for no limit
 */
public record StartedJob(
    Attempt attempt,
    String name,
    TrainingSpec spec,
    UUID datasetId,
    @Nullable UUID validationDatasetId,
    @Nullable UUID testDatasetId,
    @Nullable Duration maxDuration) {}
