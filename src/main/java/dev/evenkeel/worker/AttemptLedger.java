package dev.evenkeel.worker;

import dev.evenkeel.engine.EngineEvent;
import dev.evenkeel.job.Attempt;
import dev.evenkeel.job.JobProgress;
import dev.evenkeel.job.StartedJob;
import dev.evenkeel.training.RunShape;
import dev.evenkeel.training.StopReason;
import dev.evenkeel.training.TrainingResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What an attempt leaves behind. Every method is one transaction at most, fenced by the attempt
 * ({@link dev.evenkeel.job.AttemptLostException}), and may be called again when it has failed.
 */
interface AttemptLedger {

  /** Begins the next attempt, with an empty history; empty where there is nothing to run. */
  Optional<StartedJob> start(UUID jobId, String worker);

  void shaped(Attempt attempt, RunShape shape);

  /**
   * Writes down what happened.
   *
   * @return what a client has asked for meanwhile, if anything
   */
  Optional<StopReason> record(Attempt attempt, JobProgress progress, List<EngineEvent> events);

  /** Takes in the model, if there is one, and ends the job as the result says. */
  void finished(StartedJob job, TrainingResult result, Path artifacts);

  void failed(Attempt attempt, EngineEvent.Failed failure);

  /**
   * The engine died.
   *
   * @return whether the job is to be run again
   */
  boolean workerLost(Attempt attempt, String why);

  /**
   * The server is being stopped.
   *
   * @return whether the job is to be run again
   */
  boolean handedBack(Attempt attempt);
}
