package dev.evenkeel.job;

import dev.evenkeel.training.RunShape;
import dev.evenkeel.training.StopReason;
import dev.evenkeel.training.TrainingResult;
import dev.evenkeel.training.stability.Incident;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * The transitions that a worker causes. Each is one short transaction, fenced by the attempt: for
 * an attempt that is no longer the job's current one they throw {@link AttemptLostException} and
 * change nothing.
 */
@Service
public class JobLifecycle {

  /**
   * Begins the next attempt: {@code queued} (or {@code running}, left behind by a dead worker)
   * becomes {@code running}. Empty where there is nothing to run: the job is terminal, gone, was
   * cancelled while queued, or has used its attempts (then it ends {@code failed} with {@code
   * worker_lost}).
   */
  public Optional<StartedJob> start(UUID jobId, String worker) {
    throw new UnsupportedOperationException();
  }

  /** The engine has loaded the data and built the network. */
  public void shaped(Attempt attempt, RunShape shape) {
    throw new UnsupportedOperationException();
  }

  /**
   * Notes progress.
   *
   * @return what a client has asked for meanwhile, if anything
   */
  public Optional<StopReason> progressed(Attempt attempt, JobProgress progress) {
    throw new UnsupportedOperationException();
  }

  public void epochEnded(Attempt attempt, int epoch, long iteration, Map<String, Double> metrics) {
    throw new UnsupportedOperationException();
  }

  /** Opens an incident, or notes its outcome. */
  public void incident(Attempt attempt, Incident incident) {
    throw new UnsupportedOperationException();
  }

  /**
   * The run ended as its result says: {@code succeeded}, {@code cancelled} or {@code failed}.
   *
   * @param modelId the model that was registered, if there is one
   */
  public void finished(Attempt attempt, TrainingResult result, @Nullable UUID modelId) {
    throw new UnsupportedOperationException();
  }

  /** The run could not be carried out and will not be tried again. */
  public void failed(Attempt attempt, String code, String message, boolean retryable) {
    throw new UnsupportedOperationException();
  }

  /**
   * The engine died. The job is {@code queued} again, or {@code failed} with {@code worker_lost}
   * where its attempts are used up, or {@code cancelled} where that was asked for.
   *
   * @return whether it is to be run again
   */
  public boolean workerLost(Attempt attempt, String why) {
    throw new UnsupportedOperationException();
  }
}
