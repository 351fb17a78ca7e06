package dev.evenkeel.engine;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.evenkeel.training.RunShape;
import dev.evenkeel.training.StepBatch;
import dev.evenkeel.training.TrainingResult;
import dev.evenkeel.training.stability.Incident;
import java.util.Map;

/** What an engine tells the server. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(EngineEvent.Ready.class),
  @JsonSubTypes.Type(EngineEvent.Heartbeat.class),
  @JsonSubTypes.Type(EngineEvent.Started.class),
  @JsonSubTypes.Type(EngineEvent.Stepped.class),
  @JsonSubTypes.Type(EngineEvent.Probed.class),
  @JsonSubTypes.Type(EngineEvent.EpochEnded.class),
  @JsonSubTypes.Type(EngineEvent.IncidentReported.class),
  @JsonSubTypes.Type(EngineEvent.Finished.class),
  @JsonSubTypes.Type(EngineEvent.Failed.class)
})
public sealed interface EngineEvent {

  /** Warm: native libraries are loaded and a first small computation ran. */
  @JsonTypeName("ready")
  record Ready(long pid, Map<String, String> libraries) implements EngineEvent {}

  /**
   * Sent every second by its own thread.
   *
   * @param iteration grows with everything the training thread gets done, so that a hung native
   *     call shows
   */
  @JsonTypeName("heartbeat")
  record Heartbeat(long iteration) implements EngineEvent {}

  /** Data is loaded and the network built; sent again when a repair has changed the run's size. */
  @JsonTypeName("started")
  record Started(String run, RunShape shape) implements EngineEvent {}

  /**
   * Sent after at most 256 iterations or a quarter of a second.
   *
   * @param epoch of the last of these iterations
   */
  @JsonTypeName("stepped")
  record Stepped(String run, int epoch, StepBatch steps) implements EngineEvent {}

  /** Gradients that were computed beside the run's own iterations, to find something out. */
  @JsonTypeName("probed")
  record Probed(String run, long gradients) implements EngineEvent {}

  @JsonTypeName("epoch_ended")
  record EpochEnded(String run, int epoch, long iteration, Map<String, Double> metrics)
      implements EngineEvent {}

  @JsonTypeName("incident")
  record IncidentReported(String run, Incident incident) implements EngineEvent {}

  /** The run ended as planned, or was stopped; artifacts lie in the output folder. */
  @JsonTypeName("finished")
  record Finished(String run, TrainingResult result) implements EngineEvent {}

  /**
   * The run could not be carried out.
   *
   * @param code an {@code error.code} of the job
   * @param message for the user: what happened and what to do
   * @param retryable whether another attempt could end differently
   */
  @JsonTypeName("failed")
  record Failed(String run, String code, String message, boolean retryable)
      implements EngineEvent {}
}
