package dev.evenkeel.engine;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.evenkeel.training.StopReason;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.spec.TrainingSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the server tells an engine. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(EngineCommand.Train.class),
  @JsonSubTypes.Type(EngineCommand.Convert.class),
  @JsonSubTypes.Type(EngineCommand.Stop.class),
  @JsonSubTypes.Type(EngineCommand.Exit.class)
})
public sealed interface EngineCommand {

  /** Work that ends with {@link EngineEvent.Finished} or {@link EngineEvent.Failed}. */
  sealed interface Order extends EngineCommand {

    /** The name that every event about it carries. */
    String run();
  }

  /**
   * Train one job; refused with {@link EngineEvent.Failed} while another is running.
   *
   * @param run names the attempt, {@code jobId/attempt}; every event about it carries the same
   * @param provider the kind of networks that are to be trained
   * @param trainingData folder with schema.json and tensors
   * @param validationData likewise, or null
   * @param testData likewise, or null
   * @param output empty folder for the artifacts
   */
  @JsonTypeName("train")
  record Train(
      String run,
      String provider,
      TrainingSpec spec,
      String trainingData,
      @Nullable String validationData,
      @Nullable String testData,
      String output)
      implements Order {}

  /**
   * Make the artifacts of a model from stored weights, without training.
   *
   * @param run names the conversion
   * @param provider which reads the weights
   * @param spec the network, and where its weights lie
   * @param schema what goes in and out
   * @param logVariances layers whose running variance is stored as log10 of the deviation
   * @param output empty folder for the artifacts
   */
  @JsonTypeName("convert")
  record Convert(
      String run,
      String provider,
      TrainingSpec spec,
      DatasetSchema schema,
      List<Integer> logVariances,
      String output)
      implements Order {}

  /** End the run between two batches; the engine answers with {@link EngineEvent.Finished}. */
  @JsonTypeName("stop")
  record Stop(String run, StopReason reason) implements EngineCommand {}

  /** End the process. */
  @JsonTypeName("exit")
  record Exit() implements EngineCommand {}
}
