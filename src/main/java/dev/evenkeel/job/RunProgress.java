package dev.evenkeel.job;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.time.Duration;
import java.time.Instant;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * How large a job's run is and how far its present attempt has come. Iterations never go back;
 * epochs do where a repair has gone back to an earlier state, and then the run grows.
 */
@Embeddable
class RunProgress {

  @JdbcTypeCode(SqlTypes.JSON)
  private String layers = "[]";

  private @Nullable Long parameters;
  private int epochs;
  private int epoch;

  @Column(name = "iterations_per_epoch")
  private int iterationsPerEpoch;

  private long iterations;
  private long iteration;

  @Column(name = "executed_iterations")
  private long executedIterations;

  @Column(name = "examples_per_second")
  private @Nullable Double examplesPerSecond;

  @Column(name = "estimated_finish")
  private @Nullable Instant estimatedFinish;

  protected RunProgress() {}

  RunProgress(int epochs) {
    this.epochs = epochs;
  }

  /** Another attempt begins from the start. */
  void restart() {
    epoch = 0;
    iteration = 0;
    executedIterations = 0;
    examplesPerSecond = null;
    estimatedFinish = null;
  }

  void shaped(Shape shape) {
    layers = shape.layers();
    parameters = shape.parameters();
    iterationsPerEpoch = shape.iterationsPerEpoch();
    iterations = shape.iterations();
  }

  /** The sizes of a run; the layers are JSON. */
  record Shape(String layers, long parameters, int iterationsPerEpoch, long iterations) {}

  /** Notes news; the end is estimated from the attempt's mean speed so far. */
  void advance(JobProgress news, @Nullable Instant startedAt, Instant now) {
    reached(news.epoch(), news.iteration());
    executed(news.executedIterations());
    double speed = news.examplesPerSecond();
    examplesPerSecond = Double.isFinite(speed) ? speed : null;
    if (startedAt != null && iteration > 0 && iterations > 0) {
      double elapsed = Duration.between(startedAt, now).toMillis();
      double left = elapsed / iteration * Math.max(0, iterations - iteration);
      estimatedFinish = now.plusMillis((long) left);
    }
  }

  void epochEnded(int ended, long atIteration) {
    reached(ended, atIteration);
    executed(atIteration);
  }

  /** Epochs are counted anew where a repair begins again; iterations only ever grow. */
  private void reached(int newEpoch, long newIteration) {
    if (newIteration >= iteration) {
      epoch = newEpoch;
      iteration = newIteration;
    }
  }

  /** The run is over and has counted its steps itself. */
  void ended(long steps) {
    executedIterations = steps;
    rest();
  }

  private void executed(long steps) {
    executedIterations = Math.max(executedIterations, steps);
  }

  /** Nothing is running any more, so nothing is going to finish. */
  void rest() {
    estimatedFinish = null;
  }

  int epochs() {
    return epochs;
  }
}
