package dev.evenkeel.worker;

import dev.evenkeel.engine.EngineCommand;
import dev.evenkeel.engine.EngineEvent;
import dev.evenkeel.job.StartedJob;
import dev.evenkeel.training.StopReason;
import dev.evenkeel.training.TrainingResult;
import dev.evenkeel.worker.engine.EngineRun;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows one run on an engine to its end: writes down what happens, passes on what clients ask
 * for, and turns the engine's death into a lost attempt.
 *
 * <p>Belongs to one thread.
 */
final class TrainingAttempt {

  private static final Logger LOG = LoggerFactory.getLogger(TrainingAttempt.class);

  /** Events are written together this often. */
  private static final Duration GROUP = Duration.ofMillis(250);

  /** What is asked of the engine, and where its artifacts go. */
  record Assignment(StartedJob job, EngineCommand.Train command, Path artifacts) {}

  private final Assignment assignment;
  private final AttemptLedger ledger;
  private final WorkerMetrics metrics;
  private final ServerState server;
  private final ProgressMeter meter;
  private final IncidentTally incidents;
  private final long began;
  private @Nullable StopReason stopping;

  TrainingAttempt(
      Assignment assignment, AttemptLedger ledger, WorkerMetrics metrics, ServerState server) {
    this.assignment = assignment;
    this.ledger = ledger;
    this.metrics = metrics;
    this.server = server;
    this.incidents = new IncidentTally(metrics);
    this.meter = new ProgressMeter(server::nanoTime);
    this.began = server.nanoTime();
  }

  /** Until the run has ended one way or the other. */
  Disposition follow(EngineRun run) throws InterruptedException {
    while (!server.isStopping()) {
      List<EngineEvent> events = run.collect(GROUP);
      record(run, events);
      if (!events.isEmpty()) {
        Optional<Disposition> ending = ending(events.get(events.size() - 1));
        if (ending.isPresent()) {
          return ending.get();
        }
      }
      Optional<String> death = run.death();
      if (death.isPresent()) {
        return lost(death.get());
      }
      stopWhenTimeIsUp(run);
    }
    return handedBack();
  }

  private void record(EngineRun run, List<EngineEvent> events) {
    int written = 0;
    for (int i = 0; i < events.size(); i++) {
      EngineEvent event = events.get(i);
      if (event instanceof EngineEvent.Started started) {
        // What happened before belongs to the network as it was.
        if (i > written) {
          write(run, events.subList(written, i));
          written = i;
        }
        meter.shaped(started.shape());
        ledger.shaped(assignment.job().attempt(), started.shape());
      } else if (event instanceof EngineEvent.IncidentReported reported) {
        incidents.count(reported.incident());
      }
      meter.happened(event);
    }
    write(run, events.subList(written, events.size()));
  }

  private void write(EngineRun run, List<EngineEvent> events) {
    ledger
        .record(assignment.job().attempt(), meter.progress(), events)
        .ifPresent(wish -> stop(run, wish));
  }

  private void stopWhenTimeIsUp(EngineRun run) {
    Duration limit = assignment.job().maxDuration();
    if (limit != null && server.nanoTime() - began > limit.toNanos()) {
      stop(run, StopReason.TIMED_OUT);
    }
  }

  private void stop(EngineRun run, StopReason reason) {
    if (stopping == null) {
      stopping = reason;
      run.stop(reason);
    }
  }

  private Optional<Disposition> ending(EngineEvent last) {
    if (last instanceof EngineEvent.Finished finished) {
      finished(finished.result());
      return Optional.of(Disposition.DONE);
    }
    if (last instanceof EngineEvent.Failed failed) {
      ledger.failed(assignment.job().attempt(), failed);
      metrics.jobEnded(StopReason.ERROR);
      return Optional.of(Disposition.DONE);
    }
    return Optional.empty();
  }

  private void finished(TrainingResult result) {
    ledger.finished(assignment.job(), result, assignment.artifacts());
    metrics.jobEnded(result.stopReason());
    LOG.info(
        "Job {} ended {} after {} iterations.",
        assignment.job().attempt().jobId(),
        result.stopReason(),
        result.executedIterations());
  }

  private Disposition handedBack() {
    LOG.info(
        "Attempt {} is handed back: the server is stopping.", assignment.job().attempt().run());
    return ledger.handedBack(assignment.job().attempt()) ? Disposition.AGAIN : Disposition.DONE;
  }

  private Disposition lost(String why) {
    LOG.warn("Attempt {} is lost. {}", assignment.job().attempt().run(), why);
    boolean again = ledger.workerLost(assignment.job().attempt(), why);
    if (!again) {
      metrics.jobEnded(stopping == null ? StopReason.WORKER_LOST : stopping);
    }
    return again ? Disposition.AGAIN : Disposition.DONE;
  }
}
