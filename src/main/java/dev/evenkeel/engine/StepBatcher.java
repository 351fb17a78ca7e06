package dev.evenkeel.engine;

import dev.evenkeel.training.RunShape;
import dev.evenkeel.training.StepRecord;
import dev.evenkeel.training.TrainingObserver;
import dev.evenkeel.training.stability.Incident;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Turns what happens in a run into events: single iterations become batches of at most 256, or of a
 * quarter of a second.
 *
 * <p>The observer's methods belong to the training thread; {@link #flushOld} may come from another.
 */
final class StepBatcher implements TrainingObserver {

  static final int MAX_STEPS = 256;
  static final long MAX_AGE_NANOS = 250_000_000;

  private final String run;
  private final Outbox outbox;
  private final AtomicLong progress;
  private final LongSupplier nanoTime;
  private @Nullable StepColumns open;

  StepBatcher(String run, Outbox outbox, AtomicLong progress, LongSupplier nanoTime) {
    this.run = run;
    this.outbox = outbox;
    this.progress = progress;
    this.nanoTime = nanoTime;
  }

  @Override
  public void started(RunShape shape) {
    flush();
    send(new EngineEvent.Started(run, shape));
  }

  @Override
  public synchronized void stepped(StepRecord step) {
    progress.lazySet(progress.get() + 1);
    if (open != null && !open.takes(step)) {
      flush();
    }
    if (open == null) {
      open = new StepColumns(step, MAX_STEPS, nanoTime.getAsLong());
    }
    open.add(step);
    if (open.isFull()) {
      flush();
    } else {
      flushOld();
    }
  }

  @Override
  public void probed(long gradients) {
    flush();
    send(new EngineEvent.Probed(run, gradients));
  }

  @Override
  public void epochEnded(int epoch, long iteration, Map<String, Double> metrics) {
    send(new EngineEvent.EpochEnded(run, epoch, iteration, Map.copyOf(metrics)));
  }

  @Override
  public void incident(Incident incident) {
    flush();
    send(new EngineEvent.IncidentReported(run, incident));
  }

  private void send(EngineEvent event) {
    progress.lazySet(progress.get() + 1);
    outbox.put(event);
  }

  /** Sends what is older than a quarter of a second. */
  synchronized void flushOld() {
    if (open != null && open.ageNanos(nanoTime.getAsLong()) >= MAX_AGE_NANOS) {
      flush();
    }
  }

  /** Sends what there is. */
  synchronized void flush() {
    if (open != null) {
      StepColumns full = open;
      open = null;
      outbox.put(() -> full.toEvent(run));
    }
  }
}
