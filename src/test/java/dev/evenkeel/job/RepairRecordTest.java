package dev.evenkeel.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.job.JobFakes.FakeDatasets;
import dev.evenkeel.testing.ApiAnswer;
import dev.evenkeel.testing.ApiClient;
import dev.evenkeel.testing.ServerTest;
import dev.evenkeel.training.EvaluationReport;
import dev.evenkeel.training.LayerShape;
import dev.evenkeel.training.RunShape;
import dev.evenkeel.training.StopReason;
import dev.evenkeel.training.TrainingResult;
import dev.evenkeel.training.stability.Cause;
import dev.evenkeel.training.stability.Incident;
import dev.evenkeel.training.stability.Outcome;
import dev.evenkeel.training.stability.RepairAction;
import dev.evenkeel.training.stability.Severity;
import dev.evenkeel.training.stability.SpecChange;
import dev.evenkeel.training.stability.Symptom;
import dev.evenkeel.training.stability.Verdict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** What a client reads of a run that was repaired, and how it trains again with what was found. */
@ServerTest
@Import(JobFakes.class)
class RepairRecordTest {

  private static final String RATE = "/training/optimizer/learning_rate";
  private static final SpecChange SLOWER = new SpecChange(RATE, 20.0, 0.31);
  private static final SpecChange SLOWER_STILL = new SpecChange(RATE, 0.31, 0.031);
  private static final SpecChange CLIPPED =
      new SpecChange(
          "/training/gradient_clipping", null, Map.of("type", "global_norm", "threshold", 2.5));
  private static final SpecChange RELU =
      new SpecChange("/network/layers/0/activation", "sigmoid", "relu");
  private static final SpecChange UNHURRIED =
      new SpecChange("/training/early_stopping", Map.of("patience", 5), null);

  @LocalServerPort private int port;
  @Autowired private FakeDatasets datasets;
  @Autowired private JobLifecycle lifecycle;
  @Autowired private JdbcClient jdbc;

  private ApiClient client;
  private String path;
  private Attempt attempt;

  @BeforeEach
  void startARun() {
    client = new ApiClient(port);
    jdbc.sql("delete from training_job").update();
    UUID id = submit();
    path = "/api/v1/jobs/" + id;
    attempt = lifecycle.start(id, "cpu-0").orElseThrow().attempt();
  }

  private UUID submit() {
    String body =
        """
        {"dataset_id":"%s","network":{"layers":[{"type":"dense","units":8,"activation":"sigmoid"}]},
         "training":{"optimizer":{"type":"sgd","learning_rate":20.0},"early_stopping":{"patience":5}},
         "labels":{"team":"a"}}"""
            .formatted(datasets.iris());
    return UUID.fromString(
        client.post("/api/v1/jobs", body).expect(202).json().path("id").asString());
  }

  private JsonNode job() {
    return client.get(path).expect(200).json();
  }

  private void incident(int number, RepairAction action, Outcome outcome, SpecChange... changes) {
    incident(number, Severity.CRITICAL, action, outcome, changes);
  }

  private void incident(
      int number, Severity severity, RepairAction action, Outcome outcome, SpecChange... changes) {
    Map<String, Object> evidence = new HashMap<>();
    evidence.put("loss", null);
    lifecycle.incident(
        attempt,
        new Incident(
            number,
            12,
            1,
            severity,
            Symptom.EXPLODING_GRADIENT,
            Cause.LEARNING_RATE_TOO_HIGH,
            0.9,
            0,
            "dense_0",
            evidence,
            "The gradient norm reached 8123.",
            "Lower the rate to 0.31.",
            action,
            Map.of("to_iteration", 6),
            outcome,
            List.of(changes)));
  }

  private void finish(StopReason reason, Verdict verdict) {
    lifecycle.finished(
        attempt,
        new TrainingResult(
            reason,
            verdict,
            40,
            Map.of("train_loss", 0.25),
            List.of(
                new EvaluationReport(
                    "validation",
                    Map.of("accuracy", 0.9),
                    new long[][] {{9, 1}, {0, 10}},
                    List.of("a", "b"),
                    List.of(),
                    null)),
            Map.of("rollback", 1),
            null),
        null);
  }

  @Test
  void showsWhatRepairsHaveChangedInTheOrderInWhichTheyDid() {
    incident(1, RepairAction.REDUCE_LEARNING_RATE, Outcome.PENDING, SLOWER);
    incident(2, RepairAction.CLIP_GRADIENT, Outcome.PENDING, CLIPPED);
    incident(1, RepairAction.REDUCE_LEARNING_RATE, Outcome.RECURRED, SLOWER, SLOWER_STILL);

    JsonNode changes = job().path("changes");
    JsonNode listed = client.get(path + "/incidents").expect(200).json().path("data");
    String first = listed.at("/1/id").asString();
    String second = listed.at("/0/id").asString();
    assertThat(changes.findValuesAsString("pointer"))
        .containsExactly(RATE, "/training/gradient_clipping", RATE);
    assertThat(changes.findValuesAsString("incident_id")).containsExactly(first, second, first);
    assertThat(changes.at("/0/from").asDouble()).isEqualTo(20.0);
    assertThat(changes.at("/0/to").asDouble()).isEqualTo(0.31);
    assertThat(changes.at("/1/from").isNull()).isTrue();
    assertThat(changes.at("/1/to/threshold").asDouble()).isEqualTo(2.5);
    assertThat(listed.at("/1/changes")).hasSize(2);
    assertThat(listed.at("/0/changes/0/pointer").asString())
        .isEqualTo("/training/gradient_clipping");
    assertThat(client.get("/api/v1/jobs").expect(200).json().at("/data/0/changes"))
        .isEqualTo(changes);
  }

  @Test
  void takesBackWhatAnIncidentNoLongerChanges() {
    incident(1, RepairAction.CLIP_GRADIENT, Outcome.PENDING, CLIPPED);
    incident(2, RepairAction.REDUCE_LEARNING_RATE, Outcome.PENDING, SLOWER);
    incident(1, RepairAction.SKIP_UPDATE, Outcome.RECOVERED);

    assertThat(job().path("changes").findValuesAsString("pointer")).containsExactly(RATE);
  }

  @Test
  void aJobsTagChangesWithItsChanges() {
    incident(1, RepairAction.ROLLBACK, Outcome.PENDING);
    String tag = client.get(path).expect(200).header("ETag");

    incident(1, RepairAction.ROLLBACK, Outcome.PENDING, SLOWER);

    client.get(path, "If-None-Match", tag).expect(200);
  }

  @Test
  void theNextAttemptBeginsWithTheSpecAsItWasAskedFor() {
    incident(1, RepairAction.REDUCE_LEARNING_RATE, Outcome.PENDING, SLOWER);
    lifecycle.workerLost(attempt, "killed");

    StartedJob again = lifecycle.start(attempt.jobId(), "cpu-0").orElseThrow();

    assertThat(again.spec().training().optimizer().learningRate()).isEqualTo(20.0);
    assertThat(job().path("changes")).isEmpty();
    assertThat(job().at("/stability/actions")).isEmpty();
  }

  @Test
  void anActionThatBecomesKnownLaterIsCountedAndToldOnce() {
    incident(1, RepairAction.NONE, Outcome.PENDING);
    incident(1, RepairAction.ROLLBACK, Outcome.PENDING);
    incident(1, RepairAction.ROLLBACK, Outcome.RECURRED);
    incident(1, RepairAction.RESTART, Outcome.PENDING, SLOWER);

    assertThat(job().at("/stability/actions").toString())
        .isEqualTo("{\"restart\":1,\"rollback\":1}");
    JsonNode events = client.get(path + "/events").expect(200).json().path("data");
    assertThat(events.findValuesAsString("type"))
        .containsExactly(
            "status", "status", "incident", "incident", "action", "incident", "incident", "action");
    assertThat(events.at("/7/data/action").asString()).isEqualTo("restart");
    assertThat(events.at("/7/data/changes/0/pointer").asString()).isEqualTo(RATE);
    assertThat(events.at("/6/data/changes/0/to").asDouble()).isEqualTo(0.31);
  }

  @Test
  void theVerdictFollowsTheIncidentsAsTheyStandNow() {
    incident(1, Severity.INFO, RepairAction.NONE, Outcome.NOT_ACTED);
    assertThat(job().at("/stability/verdict").asString()).isEqualTo("healthy");
    incident(2, Severity.WARNING, RepairAction.NONE, Outcome.NOT_ACTED);
    assertThat(job().at("/stability/verdict").asString()).isEqualTo("recovered");
    incident(3, RepairAction.NONE, Outcome.NOT_ACTED);
    assertThat(job().at("/stability/verdict").asString()).isEqualTo("unstable");

    incident(3, RepairAction.ROLLBACK, Outcome.RECOVERED);

    assertThat(job().at("/stability/verdict").asString()).isEqualTo("recovered");
  }

  @Test
  void theRunsOwnResultHasTheLastWordOnItsVerdict() {
    incident(1, RepairAction.ROLLBACK, Outcome.RECOVERED);
    finish(StopReason.COMPLETED, Verdict.UNSTABLE);

    assertThat(job().path("status").asString()).isEqualTo("succeeded");
    assertThat(job().at("/stability/verdict").asString()).isEqualTo("unstable");
  }

  @Test
  void aDivergedRunIsUnstableWhateverItSays() {
    finish(StopReason.DIVERGED, Verdict.RECOVERED);

    assertThat(job().at("/stability/verdict").asString()).isEqualTo("unstable");
  }

  @Test
  void theReportSaysWhatWasChangedForTheModel() {
    incident(1, RepairAction.ROLLBACK, Outcome.RECOVERED, SLOWER);
    finish(StopReason.COMPLETED, Verdict.RECOVERED);

    JsonNode stability = client.get(path + "/report").expect(200).json().path("stability");

    assertThat(stability.path("verdict").asString()).isEqualTo("recovered");
    assertThat(stability.path("incidents").asInt()).isEqualTo(1);
    assertThat(stability.at("/actions/rollback").asInt()).isEqualTo(1);
    assertThat(stability.path("changes")).isEqualTo(job().path("changes"));
  }

  @Test
  void theProgressFollowsARunThatARepairHasTakenBack() {
    List<LayerShape> before = List.of(new LayerShape(0, "simple_rnn_0", "simple_rnn", 4, 8, 104));
    List<LayerShape> after = List.of(new LayerShape(0, "lstm_0", "lstm", 4, 8, 416));
    lifecycle.shaped(attempt, new RunShape(before, 104, 120, 4, 40));
    lifecycle.progressed(attempt, new JobProgress(9, 36, 40, 100));
    lifecycle.epochsEnded(attempt, List.of(new EndedEpoch(9, 36, Map.of("train_loss", 2.3))));
    assertThat(job().at("/progress/percent").asDouble()).isEqualTo(90.0);

    lifecycle.shaped(attempt, new RunShape(after, 416, 120, 4, 76));
    lifecycle.progressed(attempt, new JobProgress(1, 38, 46, 100));
    lifecycle.epochsEnded(attempt, List.of(new EndedEpoch(9, 36, Map.of("train_loss", 2.3))));

    JsonNode progress = job().path("progress");
    assertThat(progress.path("epoch").asInt()).isEqualTo(1);
    assertThat(progress.path("iteration").asInt()).isEqualTo(38);
    assertThat(progress.path("iterations").asInt()).isEqualTo(76);
    assertThat(progress.path("executed_iterations").asInt()).isEqualTo(46);
    assertThat(progress.path("percent").asDouble()).isEqualTo(50.0);
    assertThat(
            client
                .get(path + "/gradient-norms")
                .expect(200)
                .json()
                .path("layers")
                .findValuesAsString("type"))
        .containsExactly("lstm");
    finish(StopReason.COMPLETED, Verdict.RECOVERED);
    assertThat(job().at("/progress/executed_iterations").asInt()).isEqualTo(40);
  }

  @Test
  void exportsTheRepairedSpecAlsoWhileTheRunGoesOn() {
    incident(1, RepairAction.REDUCE_LEARNING_RATE, Outcome.RECURRED, SLOWER, CLIPPED);
    incident(2, RepairAction.RESTART, Outcome.PENDING, SLOWER_STILL, RELU, UNHURRIED);

    JsonNode spec = client.get(path + "/repaired-spec").expect(200).json();

    assertThat(spec.at(RATE).asDouble()).isEqualTo(0.031);
    assertThat(spec.at("/training/gradient_clipping/threshold").asDouble()).isEqualTo(2.5);
    assertThat(spec.at("/network/layers/0/activation").asString()).isEqualTo("relu");
    assertThat(spec.at("/training/early_stopping").isMissingNode()).isTrue();
    assertThat(spec.at("/labels/team").asString()).isEqualTo("a");
    assertThat(job().at("/spec" + RATE).asDouble()).as("what was asked for").isEqualTo(20.0);
    client.post("/api/v1/jobs", spec).expect(202);
  }

  @Test
  void submitsTheRepairedSpecInOneCall() {
    incident(1, RepairAction.RESTART, Outcome.RECOVERED, SLOWER, RELU, UNHURRIED, CLIPPED);
    client.sendingAnything().post(path + "/resubmit").expect(409);
    finish(StopReason.COMPLETED, Verdict.RECOVERED);
    JsonNode repaired = client.get(path + "/repaired-spec").expect(200).json();

    ApiAnswer again = client.post(path + "/resubmit").expect(202);

    JsonNode fresh = again.json();
    assertThat(again.header("Location")).endsWith("/api/v1/jobs/" + fresh.path("id").asString());
    assertThat(fresh.path("id")).isNotEqualTo(job().path("id"));
    assertThat(fresh.path("status").asString()).isEqualTo("queued");
    assertThat(fresh.path("spec")).isEqualTo(repaired);
    assertThat(fresh.path("changes")).isEmpty();
    assertThat(job().path("changes")).hasSize(4);
  }

  @Test
  void saysTheStateOfAJobThatHasNotEnded() {
    JsonNode refused = client.sendingAnything().post(path + "/resubmit").expect(409).json();

    assertThat(refused.path("code").asString()).isEqualTo("conflict");
    assertThat(refused.path("detail").asString()).contains("running");
  }

  @Test
  void aRepeatedResubmissionMakesOneJob() {
    finish(StopReason.COMPLETED, Verdict.HEALTHY);
    String key = UUID.randomUUID().toString();

    ApiAnswer first = client.post(path + "/resubmit", Map.of(), "Idempotency-Key", key).expect(202);
    ApiAnswer second =
        client.post(path + "/resubmit", Map.of(), "Idempotency-Key", key).expect(202);

    assertThat(second.json().path("id")).isEqualTo(first.json().path("id"));
    assertThat(jdbc.sql("select count(*) from training_job").query(Long.class).single())
        .isEqualTo(2);
    client
        .sendingAnything()
        .post(
            "/api/v1/jobs/" + first.json().path("id").asString() + "/resubmit",
            Map.of(),
            "Idempotency-Key",
            key)
        .expect(422);
  }

  @Test
  void refusesToResubmitWhatHasNoDatasetAnyMore() {
    finish(StopReason.COMPLETED, Verdict.HEALTHY);
    datasets.forget(UUID.fromString(job().at("/spec/dataset_id").asString()));

    JsonNode refused = client.sendingAnything().post(path + "/resubmit").expect(422).json();

    assertThat(refused.at("/errors/0/pointer").asString()).isEqualTo("/dataset_id");
    assertThat(jdbc.sql("select count(*) from training_job").query(Long.class).single())
        .isEqualTo(1);
  }
}
