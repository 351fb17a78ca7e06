package dev.evenkeel.job;

import dev.evenkeel.training.spec.NetworkSpec;
import dev.evenkeel.training.spec.OptimizationSpec;
import dev.evenkeel.training.spec.PreprocessingSpec;
import dev.evenkeel.training.spec.SplitSpec;
import dev.evenkeel.training.spec.StabilitySpec;
import dev.evenkeel.training.spec.TrainingSpec;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A job as asked for, with every default filled in.
 *
 * @param name null only until the dataset is known, whose name it then takes
 * @param maxDurationSeconds null for no limit
 */
public record JobSpec(
    @Nullable String name,
    String datasetId,
    @Nullable SplitSpec split,
    @Nullable PreprocessingSpec preprocessing,
    NetworkSpec network,
    @Nullable OptimizationSpec training,
    @Nullable StabilitySpec stability,
    @Nullable Integer priority,
    @Nullable Long maxDurationSeconds,
    @Nullable Map<String, String> labels) {

  public JobSpec {
    split = split == null ? SplitSpec.defaults() : split;
    preprocessing = preprocessing == null ? PreprocessingSpec.defaults() : preprocessing;
    training = training == null ? OptimizationSpec.defaults() : training;
    stability = stability == null ? StabilitySpec.defaults() : stability;
    priority = priority == null ? 0 : priority;
    labels = labels == null ? Map.of() : new TreeMap<>(labels);
  }

  /** The same with a name. */
  public JobSpec named(String theName) {
    return new JobSpec(
        theName,
        datasetId,
        split,
        preprocessing,
        network,
        training,
        stability,
        priority,
        maxDurationSeconds,
        labels);
  }

  /** The same with the network resolved. */
  public JobSpec with(NetworkSpec other) {
    return new JobSpec(
        name,
        datasetId,
        split,
        preprocessing,
        other,
        training,
        stability,
        priority,
        maxDurationSeconds,
        labels);
  }

  /** What the engine must know. */
  public TrainingSpec trainingSpec() {
    return new TrainingSpec(split, preprocessing, network, training, stability);
  }
}
