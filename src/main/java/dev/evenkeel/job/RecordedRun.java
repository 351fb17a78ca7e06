package dev.evenkeel.job;

import dev.evenkeel.training.plan.layers.LayerShape;
import java.util.List;
import java.util.UUID;

/**
 * What the readers of a job's histories need to know of its run.
 *
 * @param layers empty until the network is built
 * @param iterationsPerEpoch 0 until then
 * @param repaired whether something was done about one of its incidents
 */
public record RecordedRun(
    UUID jobId, List<LayerShape> layers, int iterationsPerEpoch, boolean repaired) {}
