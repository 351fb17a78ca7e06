package dev.evenkeel.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenkeel.job.JobFakes.FakeDatasets;
import dev.evenkeel.job.read.JobAnswer;
import dev.evenkeel.job.read.JobReads;
import dev.evenkeel.job.read.JobReports;
import dev.evenkeel.job.request.JobChanges;
import dev.evenkeel.job.request.JobPatch;
import dev.evenkeel.job.request.JobSubmission;
import dev.evenkeel.testing.ServerTest;
import dev.evenkeel.training.RunShape;
import dev.evenkeel.training.StopReason;
import dev.evenkeel.training.TrainingResult;
import dev.evenkeel.training.evaluation.EvaluationReport;
import dev.evenkeel.training.plan.layers.LayerShape;
import dev.evenkeel.training.stability.Cause;
import dev.evenkeel.training.stability.Incident;
import dev.evenkeel.training.stability.Outcome;
import dev.evenkeel.training.stability.RepairAction;
import dev.evenkeel.training.stability.Severity;
import dev.evenkeel.training.stability.Symptom;
import dev.evenkeel.training.stability.Verdict;
import dev.evenkeel.web.Caller;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

@ServerTest
@Import(JobFakes.class)
class JobLifecycleTest {

  @Autowired private FakeDatasets datasets;
  @Autowired private JobSubmission submission;
  @Autowired private JobLifecycle lifecycle;
  @Autowired private JobChanges changes;
  @Autowired private JobReads reads;
  @Autowired private JobReports reports;
  @Autowired private JobEvents events;
  @Autowired private JobIncidents incidents;
  @Autowired private DatasetsInUse datasetsInUse;
  @Autowired private JdbcClient jdbc;

  private UUID iris;

  @BeforeEach
  void startWithoutJobs() {
    jdbc.sql("delete from training_job").update();
    iris = datasets.iris();
  }

  private UUID submit(String more) {
    String body = "{\"dataset_id\":\"%s\",\"network\":{\"layers\":[]}%s}".formatted(iris, more);
    return submission.submit(body.getBytes(StandardCharsets.UTF_8), Caller.ANYONE);
  }

  private Attempt started() {
    return start(submit(""));
  }

  private Attempt start(UUID id) {
    return lifecycle.start(id, "cpu-0").orElseThrow().attempt();
  }

  private JobAnswer job(Attempt attempt) {
    return reads.get(attempt.jobId()).answer();
  }

  private static TrainingResult result(StopReason reason) {
    Map<String, Double> metrics = new HashMap<>(Map.of("train_loss", 0.25));
    metrics.put("validation_loss", Double.NaN);
    return new TrainingResult(
        reason,
        Verdict.HEALTHY,
        40,
        metrics,
        List.of(
            new EvaluationReport(
                "validation",
                Map.of("accuracy", 0.9),
                new long[][] {{9, 1}, {0, 10}},
                List.of("a", "b"),
                List.of(),
                null)),
        Map.of(),
        null);
  }

  private static Incident incident(int number, RepairAction action, Outcome outcome) {
    Map<String, Object> evidence = new HashMap<>();
    evidence.put("loss", null);
    evidence.put("rows", List.of(1, 2));
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
        evidence,
        "The loss was NaN.",
        "Look at rows 1 and 2.",
        action,
        Map.of("skipped_batches", 1),
        outcome,
        List.of());
  }

  @Test
  void startsAQueuedJobWithEverythingItsWorkerNeeds() {
    UUID id = submit(",\"max_duration_seconds\":60,\"training\":{\"epochs\":7}");

    StartedJob started = lifecycle.start(id, "cpu-0").orElseThrow();

    assertThat(started.attempt()).isEqualTo(new Attempt(id, 1));
    assertThat(started.datasetId()).isEqualTo(iris);
    assertThat(started.spec().training().epochs()).isEqualTo(7);
    assertThat(started.maxDuration()).hasSeconds(60);
    assertThat(job(started.attempt()).status()).isEqualTo("running");
    assertThat(job(started.attempt()).queue()).isNull();
  }

  @Test
  void aLostAttemptCannotOverwriteItsSuccessor() {
    Attempt lost = started();
    Attempt current = start(lost.jobId());

    assertThat(current.number()).isEqualTo(2);
    List<Consumer<Attempt>> writes =
        List.of(
            a -> lifecycle.shaped(a, new RunShape(List.of(), 1, 1, 1, 1)),
            a -> lifecycle.progressed(a, new JobProgress(9, 99, 99, 1)),
            a -> lifecycle.epochsEnded(a, List.of(new EndedEpoch(9, 99, Map.of()))),
            a -> lifecycle.incident(a, incident(1, RepairAction.NONE, Outcome.PENDING)),
            a -> lifecycle.finished(a, result(StopReason.COMPLETED), null),
            a -> lifecycle.failed(a, "x", "x", false),
            a -> lifecycle.workerLost(a, "x"));
    JobReads.Versioned before = reads.get(lost.jobId());
    for (Consumer<Attempt> write : writes) {
      assertThatThrownBy(() -> write.accept(lost)).isInstanceOf(AttemptLostException.class);
    }
    assertThat(reads.get(lost.jobId())).isEqualTo(before);
  }

  @Test
  void anAttemptOfADeletedOrEndedJobIsLost() {
    Attempt attempt = started();
    lifecycle.finished(attempt, result(StopReason.COMPLETED), null);

    assertThatThrownBy(() -> lifecycle.progressed(attempt, new JobProgress(1, 1, 1, 1)))
        .isInstanceOf(AttemptLostException.class);
    changes.delete(attempt.jobId(), Caller.ANYONE);
    assertThatThrownBy(() -> lifecycle.progressed(attempt, new JobProgress(1, 1, 1, 1)))
        .isInstanceOf(AttemptLostException.class);
    assertThat(lifecycle.start(attempt.jobId(), "cpu-0")).isEmpty();
  }

  @Test
  void aServerStoppedInGoodOrderUsesUpNoAttempt() {
    UUID id = submit("");

    for (int stop = 0; stop < 5; stop++) {
      assertThat(lifecycle.handedBack(start(id))).isTrue();
    }

    assertThat(start(id).number()).isEqualTo(6);
    assertThat(reads.get(id).answer().status()).isEqualTo("running");
  }

  @Test
  void aLostWorkersJobIsTriedAgainThreeTimesInAll() {
    UUID id = submit("");

    assertThat(lifecycle.workerLost(start(id), "killed")).isTrue();
    assertThat(reads.get(id).answer().status()).isEqualTo("queued");
    assertThat(lifecycle.workerLost(start(id), "killed")).isTrue();
    assertThat(lifecycle.workerLost(start(id), "It was killed by signal 9.")).isFalse();

    JobAnswer job = reads.get(id).answer();
    assertThat(job.status()).isEqualTo("failed");
    assertThat(job.stopReason()).isEqualTo("worker_lost");
    assertThat(job.error().code()).isEqualTo("worker_lost");
    assertThat(job.error().message()).contains("3 attempts", "signal 9");
    assertThat(job.history())
        .extracting(JobAnswer.StatusChange::status)
        .containsExactly("queued", "running", "queued", "running", "queued", "running", "failed");
  }

  @Test
  void aJobWhoseServerDiedThreeTimesIsNotStartedAgain() {
    UUID id = submit("");
    start(id);
    start(id);
    start(id);

    assertThat(lifecycle.start(id, "cpu-0")).isEmpty();
    assertThat(reads.get(id).answer().stopReason()).isEqualTo("worker_lost");
  }

  @Test
  void aWishToCancelOutlivesTheWorker() {
    Attempt killed = started();
    changes.cancel(killed.jobId(), Caller.ANYONE);
    assertThat(lifecycle.workerLost(killed, "killed")).isFalse();
    assertThat(job(killed).status()).isEqualTo("cancelled");

    Attempt leftBehind = started();
    changes.cancel(leftBehind.jobId(), Caller.ANYONE);
    assertThat(lifecycle.start(leftBehind.jobId(), "cpu-0")).isEmpty();
    assertThat(job(leftBehind).status()).isEqualTo("cancelled");
  }

  @Test
  void aCancelledQueuedJobIsNeverStarted() {
    UUID id = submit("");
    changes.cancel(id, Caller.ANYONE);

    assertThat(lifecycle.start(id, "cpu-0")).isEmpty();
  }

  @Test
  void aCancelThatComesTooLateLeavesTheJobSucceeded() {
    Attempt attempt = started();
    changes.cancel(attempt.jobId(), Caller.ANYONE);

    lifecycle.finished(attempt, result(StopReason.COMPLETED), null);

    assertThat(job(attempt).status()).isEqualTo("succeeded");
  }

  @Test
  void showsHowFarTheRunHasCome() {
    Attempt attempt = started();
    lifecycle.shaped(
        attempt,
        new RunShape(List.of(new LayerShape(0, "output", "output", 4, 3, 15)), 15, 120, 4, 40));
    lifecycle.progressed(attempt, new JobProgress(3, 10, 11, 512.0));

    JobAnswer.Progress progress = job(attempt).progress();
    assertThat(progress.epoch()).isEqualTo(3);
    assertThat(progress.iterations()).isEqualTo(40);
    assertThat(progress.executedIterations()).isEqualTo(11);
    assertThat(progress.percent()).isEqualTo(25.0);
    assertThat(progress.examplesPerSecond()).isEqualTo(512.0);
    assertThat(progress.estimatedFinish()).isNotNull();
  }

  @Test
  void keepsWhatASucceededRunLeaves() {
    Attempt attempt = started();
    UUID model = published();

    lifecycle.finished(attempt, result(StopReason.EARLY_STOPPED), model);

    JobAnswer job = job(attempt);
    assertThat(job.status()).isEqualTo("succeeded");
    assertThat(job.stopReason()).isEqualTo("early_stopped");
    assertThat(job.terminal()).isTrue();
    assertThat(job.modelId()).isEqualTo(model.toString());
    assertThat(job.metrics().get("train_loss").asDouble()).isEqualTo(0.25);
    assertThat(job.metrics().get("validation_loss").isNull()).isTrue();
    assertThat(job.progress().percent()).isEqualTo(100.0);
    JobReports.Report report = reports.get(attempt.jobId(), Caller.ANYONE, null);
    assertThat(report.split()).isEqualTo("validation");
    assertThat(report.confusionMatrix().toString()).isEqualTo("[[9,1],[0,10]]");
  }

  @Test
  void aDivergedRunFailsAndSaysWhatToDo() {
    Attempt attempt = started();

    lifecycle.finished(attempt, result(StopReason.DIVERGED), published());

    JobAnswer job = job(attempt);
    assertThat(job.status()).isEqualTo("failed");
    assertThat(job.error().code()).isEqualTo("diverged");
    assertThat(job.error().message()).contains("quarantine", "incidents");
  }

  @Test
  void anIncidentIsOneRowAndEachNewsOfItAnEvent() {
    Attempt attempt = started();

    lifecycle.incident(attempt, incident(1, RepairAction.SKIP_UPDATE, Outcome.PENDING));
    lifecycle.incident(attempt, incident(1, RepairAction.SKIP_UPDATE, Outcome.RECOVERED));

    List<JobIncidents.Answer> page = incidents.page(attempt.jobId(), null, 10);
    assertThat(page).hasSize(1);
    assertThat(page.get(0).outcome()).isEqualTo("recovered");
    assertThat(page.get(0).layer()).isNull();
    assertThat(page.get(0).evidence().get("loss").isNull()).isTrue();
    assertThat(events.after(attempt.jobId(), 0, 100))
        .extracting(JobEvents.Event::type)
        .containsExactly("status", "status", "incident", "action", "incident");
    JobAnswer.Stability stability = job(attempt).stability();
    assertThat(stability.verdict()).isEqualTo("recovered");
    assertThat(stability.incidents()).isEqualTo(1);
    assertThat(stability.actions().get("skip_update").asInt()).isEqualTo(1);
  }

  @Test
  void theNextAttemptStartsWithoutTheIncidentsOfTheLast() {
    Attempt attempt = started();
    lifecycle.incident(attempt, incident(1, RepairAction.STOP, Outcome.GAVE_UP));
    assertThat(job(attempt).stability().verdict()).isEqualTo("unstable");

    lifecycle.workerLost(attempt, "killed");
    start(attempt.jobId());

    assertThat(job(attempt).stability().verdict()).isEqualTo("healthy");
    assertThat(job(attempt).stability().incidents()).isZero();
  }

  @Test
  void aVeryLongRunReportsEveryFewEpochsOnly() {
    Attempt attempt = start(submit(",\"training\":{\"epochs\":25000}"));

    for (int epoch = 1; epoch <= 7; epoch++) {
      lifecycle.epochsEnded(
          attempt, List.of(new EndedEpoch(epoch, epoch, Map.of("train_loss", 1.0))));
    }
    lifecycle.epochsEnded(attempt, List.of(new EndedEpoch(25000, 25000, Map.of())));

    assertThat(events.after(attempt.jobId(), 0, 100))
        .filteredOn(event -> event.type().equals("epoch"))
        .extracting(event -> event.data().get("epoch").asInt())
        .containsExactly(3, 6, 25000);
  }

  /** A model's row, without its files. */
  private UUID published() {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            """
            insert into model (id, name, version, dataset_sha256, quarantined, parameters,
              parameters_sha256, metrics, manifest, native_kind, native_bytes, native_sha256, onnx_bytes,
              onnx_sha256, created_at)
            values (?, ?, 1, '', false, 1, '', '{}', '{}', null, null, null, 1, '', now())""")
        .params(id, "model " + id)
        .update();
    return id;
  }

  @Test
  void forgetsAModelThatIsDeleted() {
    Attempt attempt = started();
    UUID model = published();
    lifecycle.finished(attempt, result(StopReason.COMPLETED), model);
    JobReads.Versioned before = reads.get(attempt.jobId());
    assertThat(before.answer().modelId()).isEqualTo(model.toString());

    jdbc.sql("delete from model where id = ?").param(model).update();

    JobReads.Versioned after = reads.get(attempt.jobId());
    assertThat(after.answer().modelId()).isNull();
    assertThat(after.etag()).isNotEqualTo(before.etag());
  }

  @Test
  void epochsThatEndTogetherAreReportedInTheirOrder() {
    Attempt attempt = start(submit(",\"training\":{\"epochs\":300}"));
    List<EndedEpoch> epochs =
        IntStream.rangeClosed(1, 200)
            .mapToObj(epoch -> new EndedEpoch(epoch, 4L * epoch, Map.of("train_loss", 1.0 / epoch)))
            .toList();

    lifecycle.epochsEnded(attempt, epochs);

    assertThat(events.after(attempt.jobId(), 0, 1000))
        .filteredOn(event -> event.type().equals("epoch"))
        .extracting(event -> event.data().get("iteration").asInt())
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, 200).mapToObj(epoch -> 4 * epoch).toList());
    assertThat(job(attempt).progress().epoch()).isEqualTo(200);
    assertThat(job(attempt).metrics().get("train_loss").asDouble()).isEqualTo(1.0 / 200);
  }

  @Test
  void clientsAndWorkersChangeAJobAtTheSameTime() throws Exception {
    Attempt attempt = started();
    CompletableFuture<Void> worker =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 1; i <= 50; i++) {
                lifecycle.progressed(attempt, new JobProgress(1, i, i, 1));
              }
            });
    for (int i = 0; i < 50; i++) {
      Map<String, @Nullable String> labels = Map.of("n", Integer.toString(i));
      changes.patch(
          attempt.jobId(),
          Caller.ANYONE,
          new JobPatch(java.util.Optional.empty(), java.util.Optional.of(labels), false),
          null);
    }
    worker.get(60, TimeUnit.SECONDS);

    assertThat(job(attempt).progress().iteration()).isEqualTo(50);
    assertThat(job(attempt).spec().at("/labels/n").asString()).isEqualTo("49");
  }

  @Test
  void aDatasetIsInUseUntilItsJobsHaveEnded() {
    UUID id = submit("");
    assertThat(datasetsInUse.isUsed(iris)).isTrue();

    changes.cancel(id, Caller.ANYONE);

    assertThat(datasetsInUse.isUsed(iris)).isFalse();
  }
}
