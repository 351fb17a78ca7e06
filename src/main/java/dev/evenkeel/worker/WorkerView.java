package dev.evenkeel.worker;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A worker as clients see it. */
record WorkerView(
    String device,
    WorkerState state,
    @Nullable UUID jobId,
    @Nullable Instant heartbeatAt,
    @Nullable EngineView engine) {

  /** Its engine process. */
  record EngineView(long pid, long residentBytes) {}
}
