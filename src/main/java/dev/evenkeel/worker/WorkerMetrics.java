package dev.evenkeel.worker;

import dev.evenkeel.training.StopReason;
import dev.evenkeel.training.stability.Incident;
import dev.evenkeel.training.stability.RepairAction;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Counts what workers do, for Prometheus. Thread-safe. */
final class WorkerMetrics {

  private final MeterRegistry registry;

  WorkerMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /** {@code evenkeel_jobs_total}. */
  void jobEnded(StopReason reason) {
    registry.counter("evenkeel.jobs", "stop_reason", lower(reason)).increment();
  }

  /** {@code evenkeel_incidents_total}. */
  void incidentOpened(Incident incident) {
    registry
        .counter(
            "evenkeel.incidents",
            "symptom",
            lower(incident.symptom()),
            "cause",
            lower(incident.cause()),
            "severity",
            lower(incident.severity()))
        .increment();
  }

  /** {@code evenkeel_repairs_total}. */
  void repaired(RepairAction action) {
    registry.counter("evenkeel.repairs", "action", lower(action)).increment();
  }

  /** {@code evenkeel_engine_restarts_total}. */
  void engineRestarted(String device) {
    registry.counter("evenkeel.engine.restarts", "device", device).increment();
  }

  /** {@code evenkeel_workers} and {@code evenkeel_workers_busy}. */
  void observe(Workers workers) {
    gauge("evenkeel.workers", workers, Workers::size);
    gauge("evenkeel.workers.busy", workers, Workers::busy);
  }

  private void gauge(String name, Workers workers, ToDoubleFunction<Workers> value) {
    registry.gauge(name, workers, value);
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
