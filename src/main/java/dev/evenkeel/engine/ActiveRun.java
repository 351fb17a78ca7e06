package dev.evenkeel.engine;

import dev.evenkeel.training.RunSignal;
import dev.evenkeel.training.StopReason;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The run that an engine is busy with. Thread-safe. */
final class ActiveRun implements RunSignal {

  private final String name;
  private final AtomicLong progress;
  private final StepBatcher batcher;
  private volatile @Nullable StopReason stop;

  ActiveRun(String name, Outbox outbox, AtomicLong progress) {
    this.name = name;
    this.progress = progress;
    this.batcher = new StepBatcher(name, outbox, progress, System::nanoTime);
  }

  String name() {
    return name;
  }

  StepBatcher observer() {
    return batcher;
  }

  void stop(StopReason reason) {
    stop = reason;
  }

  @Override
  public Optional<StopReason> stopRequested() {
    progress.lazySet(progress.get() + 1);
    return Optional.ofNullable(stop);
  }
}
