package dev.evenkeel.worker;

import dev.evenkeel.engine.EngineEvent;
import dev.evenkeel.job.JobProgress;
import dev.evenkeel.training.RunShape;
import java.util.function.LongSupplier;

/** Works out from an attempt's events how far it has come and how fast it is. */
final class ProgressMeter {

  /** How much the latest measurement counts. */
  private static final double LATEST = 0.3;

  private final LongSupplier nanoTime;
  private double examplesPerIteration;
  private int epoch;
  private long iteration;
  private long executed;
  private double examplesPerSecond;
  private long measuredAt;
  private long executedThen;

  ProgressMeter(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.measuredAt = nanoTime.getAsLong();
  }

  /** The run begins, or goes on in another size. */
  void shaped(RunShape shape) {
    executedThen = executed;
    examplesPerIteration = (double) shape.trainingExamples() / shape.iterationsPerEpoch();
    measuredAt = nanoTime.getAsLong();
  }

  void happened(EngineEvent event) {
    if (event instanceof EngineEvent.Stepped stepped) {
      epoch = stepped.epoch();
      iteration = stepped.steps().lastIteration();
      executed += stepped.steps().steps();
    } else if (event instanceof EngineEvent.Probed probed) {
      executed += probed.gradients();
    }
  }

  /** To be asked once for each group of events. */
  JobProgress progress() {
    long now = nanoTime.getAsLong();
    double seconds = (now - measuredAt) / 1e9;
    if (executed > executedThen && seconds > 0) {
      double latest = (executed - executedThen) * examplesPerIteration / seconds;
      examplesPerSecond =
          examplesPerSecond == 0 ? latest : LATEST * latest + (1 - LATEST) * examplesPerSecond;
      executedThen = executed;
      measuredAt = now;
    }
    return new JobProgress(epoch, iteration, executed, examplesPerSecond);
  }
}
