package dev.evenkeel.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenkeel.engine.EngineCommand;
import dev.evenkeel.engine.EngineEvent;
import dev.evenkeel.job.AttemptLostException;
import dev.evenkeel.job.StartedJob;
import dev.evenkeel.training.RunShape;
import dev.evenkeel.training.StepBatch;
import dev.evenkeel.training.StopReason;
import dev.evenkeel.training.TrainingResult;
import dev.evenkeel.training.plan.layers.LayerShape;
import dev.evenkeel.training.stability.Cause;
import dev.evenkeel.training.stability.Incident;
import dev.evenkeel.training.stability.Outcome;
import dev.evenkeel.training.stability.RepairAction;
import dev.evenkeel.training.stability.Severity;
import dev.evenkeel.training.stability.Symptom;
import dev.evenkeel.training.stability.Verdict;
import dev.evenkeel.worker.engine.EngineRun;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TrainingAttemptTest implements EngineRun.Controls {

  private final UUID jobId = UUID.randomUUID();
  private final FakeLedger ledger = new FakeLedger();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final List<EngineCommand> sent = new ArrayList<>();
  private final String name = jobId + "/1";
  private final EngineRun run = new EngineRun(name, this);
  private long nanos;
  private boolean serverStops;

  @Test
  void writesDownWhatHappensAndHowTheRunEnds() throws InterruptedException {
    run.offer(new EngineEvent.Started(name, new RunShape(List.of(layer()), 10, 120, 8, 400)));
    run.offer(new EngineEvent.Stepped(name, 1, steps(1, 6)));
    run.offer(new EngineEvent.Stepped(name, 2, steps(7, 3)));
    run.offer(new EngineEvent.EpochEnded(name, 1, 8, Map.of("train_loss", 0.5)));
    run.offer(finished(StopReason.EARLY_STOPPED));

    assertThat(follow()).isEqualTo(Disposition.DONE);

    FakeLedger.Story story = ledger.job(jobId);
    assertThat(story.status).isEqualTo("succeeded");
    assertThat(story.shape.parameters()).isEqualTo(10);
    assertThat(story.events).hasSize(5);
    assertThat(story.progress.iteration()).isEqualTo(9);
    assertThat(story.progress.epoch()).isEqualTo(2);
    assertThat(story.progress.executedIterations()).isEqualTo(9);
    assertThat(count("evenkeel.jobs", "stop_reason", "early_stopped")).isEqualTo(1);
  }

  @Test
  void passesAClientsWishOnOnce() throws InterruptedException {
    ledger.job(jobId).wish = StopReason.CANCELLED;
    run.offer(new EngineEvent.Started(name, new RunShape(List.of(layer()), 10, 120, 8, 400)));
    run.offer(new EngineEvent.Stepped(name, 1, steps(1, 6)));
    run.offer(finished(StopReason.CANCELLED));

    follow();

    assertThat(sent).containsExactly(new EngineCommand.Stop(name, StopReason.CANCELLED));
    assertThat(ledger.status(jobId)).isEqualTo("cancelled");
  }

  @Test
  void stopsTheRunWhenItsTimeIsUp() throws InterruptedException {
    ledger.job(jobId).maxDuration = Duration.ofSeconds(60);
    run.offer(new EngineEvent.Started(name, new RunShape(List.of(layer()), 10, 120, 8, 400)));
    nanos = Duration.ofSeconds(61).toNanos();

    follow();

    assertThat(sent).containsExactly(new EngineCommand.Stop(name, StopReason.TIMED_OUT));
  }

  @Test
  void givesAJobBackWhenItsEngineDies() throws InterruptedException {
    run.offer(new EngineEvent.Stepped(name, 1, steps(1, 6)));
    run.engineDied("The engine was killed by signal 9.");

    assertThat(follow()).isEqualTo(Disposition.AGAIN);

    FakeLedger.Story story = ledger.job(jobId);
    assertThat(story.events).hasSize(1);
    assertThat(story.losses).containsExactly("The engine was killed by signal 9.");
    assertThat(story.status).isEqualTo("queued");
  }

  @Test
  void countsAFinishedRunEvenIfTheEngineDiesRightAfter() throws InterruptedException {
    run.offer(finished(StopReason.COMPLETED));
    run.engineDied("The engine was killed by signal 9.");

    assertThat(follow()).isEqualTo(Disposition.DONE);
    assertThat(ledger.status(jobId)).isEqualTo("succeeded");
  }

  @Test
  void endsAJobThatLostItsThirdEngine() throws InterruptedException {
    ledger.job(jobId).attempt = 2;
    run.engineDied("The engine hung.");

    assertThat(follow()).isEqualTo(Disposition.DONE);
    assertThat(ledger.status(jobId)).isEqualTo("failed: worker_lost");
    assertThat(count("evenkeel.jobs", "stop_reason", "worker_lost")).isEqualTo(1);
  }

  @Test
  void reportsARunThatCouldNotBeCarriedOut() throws InterruptedException {
    run.offer(new EngineEvent.Failed(name, "missing_values", "Row 3 lacks a value.", false));

    assertThat(follow()).isEqualTo(Disposition.DONE);
    assertThat(ledger.status(jobId)).isEqualTo("failed: Row 3 lacks a value.");
    assertThat(count("evenkeel.jobs", "stop_reason", "error")).isEqualTo(1);
  }

  @Test
  void countsAnIncidentOnceThoughItsOutcomeComesLater() throws InterruptedException {
    run.offer(new EngineEvent.IncidentReported(name, incident(1, Outcome.PENDING)));
    run.offer(new EngineEvent.IncidentReported(name, incident(1, Outcome.RECOVERED)));
    run.offer(new EngineEvent.IncidentReported(name, incident(2, Outcome.PENDING)));
    run.offer(finished(StopReason.COMPLETED));

    follow();

    assertThat(ledger.job(jobId).events).hasSize(4);
    assertThat(count("evenkeel.incidents", "symptom", "non_finite")).isEqualTo(2);
    assertThat(count("evenkeel.incidents", "severity", "critical")).isEqualTo(2);
    assertThat(count("evenkeel.repairs", "action", "skip_update")).isEqualTo(2);
  }

  @Test
  void countsAnActionWhenItBecomesKnown() throws InterruptedException {
    run.offer(reported(1, RepairAction.NONE, Outcome.PENDING));
    run.offer(reported(1, RepairAction.SKIP_UPDATE, Outcome.PENDING));
    run.offer(reported(1, RepairAction.ROLLBACK, Outcome.PENDING));
    run.offer(reported(1, RepairAction.ROLLBACK, Outcome.RECOVERED));
    run.offer(finished(StopReason.COMPLETED));

    follow();

    assertThat(count("evenkeel.incidents", "cause", "unknown")).isEqualTo(1);
    assertThat(count("evenkeel.repairs", "action", "skip_update")).isEqualTo(1);
    assertThat(count("evenkeel.repairs", "action", "rollback")).isEqualTo(1);
    assertThat(meters.find("evenkeel.repairs").tag("action", "none").counter()).isNull();
  }

  @Test
  void followsARunThatARepairHasMadeLonger() throws InterruptedException {
    run.offer(new EngineEvent.Started(name, new RunShape(List.of(layer()), 10, 120, 8, 400)));
    run.offer(new EngineEvent.Stepped(name, 3, steps(1, 20)));
    run.offer(new EngineEvent.Probed(name, 7));
    run.offer(new EngineEvent.Started(name, new RunShape(List.of(layer()), 34, 120, 8, 420)));
    run.offer(new EngineEvent.Stepped(name, 1, steps(21, 5)));
    run.engineDied("The engine was killed by signal 9.");

    follow();

    FakeLedger.Story story = ledger.job(jobId);
    assertThat(story.shape.iterations()).isEqualTo(420);
    assertThat(story.events)
        .as("what happened before is written before the run's size changes")
        .hasSize(5);
    assertThat(story.eventsWhenShaped).containsExactly(0, 3);
    assertThat(story.progress.epoch()).isEqualTo(1);
    assertThat(story.progress.iteration()).isEqualTo(25);
    assertThat(story.progress.executedIterations()).isEqualTo(32);
  }

  @Test
  void givesTheJobBackWhenTheServerStops() throws InterruptedException {
    serverStops = true;

    assertThat(follow()).isEqualTo(Disposition.AGAIN);
    assertThat(ledger.job(jobId).handedBack).isEqualTo(1);
    assertThat(ledger.job(jobId).losses).isEmpty();
  }

  @Test
  void dropsEverythingWhenTheAttemptIsAnothersNow() {
    StartedJob job = ledger.start(jobId, "cpu:0").orElseThrow();
    ledger.start(jobId, "cpu:1");
    run.offer(new EngineEvent.Stepped(name, 1, steps(1, 6)));

    assertThatThrownBy(() -> attempt(job).follow(run)).isInstanceOf(AttemptLostException.class);
    assertThat(ledger.job(jobId).events).isEmpty();
  }

  private Disposition follow() throws InterruptedException {
    long later = nanos;
    nanos = 0;
    TrainingAttempt attempt = attempt(ledger.start(jobId, "cpu:0").orElseThrow());
    nanos = later;
    return attempt.follow(run);
  }

  private TrainingAttempt attempt(StartedJob job) {
    ServerState server =
        new ServerState() {
          @Override
          public boolean isStopping() {
            return serverStops;
          }

          @Override
          public long nanoTime() {
            return nanos;
          }
        };
    return new TrainingAttempt(
        new TrainingAttempt.Assignment(job, ScriptedEngines.order(name, ""), Path.of("/nowhere")),
        ledger,
        new WorkerMetrics(meters),
        server);
  }

  @Override
  public void send(EngineCommand command) {
    sent.add(command);
    if (command instanceof EngineCommand.Stop stop) {
      run.offer(finished(stop.reason()));
    }
  }

  @Override
  public void release(EngineRun ended) {}

  private double count(String meter, String tag, String value) {
    return meters.get(meter).tag(tag, value).counter().count();
  }

  private EngineEvent finished(StopReason reason) {
    return new EngineEvent.Finished(
        name, new TrainingResult(reason, Verdict.HEALTHY, 9, Map.of(), List.of(), Map.of(), null));
  }

  private static StepBatch steps(long first, int count) {
    double[] values = new double[count];
    double[][] none = {{}};
    return new StepBatch(
        first, values, values, new double[][] {values}, new long[0], none, none, none);
  }

  private static LayerShape layer() {
    return new LayerShape(0, "dense_0", "dense", 4, 2, 10);
  }

  private static Incident incident(int number, Outcome outcome) {
    return incident(number, RepairAction.SKIP_UPDATE, outcome);
  }

  private EngineEvent reported(int number, RepairAction action, Outcome outcome) {
    return new EngineEvent.IncidentReported(name, incident(number, action, outcome));
  }

  private static Incident incident(int number, RepairAction action, Outcome outcome) {
    return new Incident(
        number,
        12,
        12,
        1,
        Severity.CRITICAL,
        Symptom.NON_FINITE,
        Cause.UNKNOWN,
        0.5,
        -1,
        "",
        Map.of(),
        "The loss is NaN.",
        "Lower the rate.",
        action,
        Map.of(),
        outcome,
        List.of());
  }
}
