package dev.evenkeel.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.job.JobFakes.FakeDatasets;
import dev.evenkeel.testing.ApiAnswer;
import dev.evenkeel.testing.ApiClient;
import dev.evenkeel.testing.ServerTest;
import dev.evenkeel.training.StopReason;
import dev.evenkeel.training.stability.Outcome;
import dev.evenkeel.training.stability.RepairAction;
import dev.evenkeel.training.stability.SpecChange;
import dev.evenkeel.training.stability.Verdict;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** A job is trained again with what its repairs have found out. */
@ServerTest
@Import(JobFakes.class)
class ResubmissionTest {

  private static final SpecChange RELU =
      new SpecChange("/network/layers/0/activation", "sigmoid", "relu");
  private static final SpecChange UNHURRIED =
      new SpecChange("/training/early_stopping", Map.of("patience", 5), null);

  @LocalServerPort private int port;
  @Autowired private FakeDatasets datasets;
  @Autowired private JobLifecycle lifecycle;
  @Autowired private JdbcClient jdbc;

  private ApiClient client;
  private RunningJob run;

  @BeforeEach
  void startARun() {
    client = new ApiClient(port);
    jdbc.sql("delete from training_job").update();
    run = RunningJob.start(client, datasets, lifecycle);
  }

  @Test
  void exportsTheRepairedSpecAlsoWhileTheRunGoesOn() {
    run.incident(
        1,
        RepairAction.REDUCE_LEARNING_RATE,
        Outcome.RECURRED,
        RunningJob.SLOWER,
        RunningJob.CLIPPED);
    run.incident(
        2, RepairAction.RESTART, Outcome.PENDING, RunningJob.SLOWER_STILL, RELU, UNHURRIED);

    JsonNode spec = client.get(run.path + "/repaired-spec").expect(200).json();

    assertThat(spec.at(RunningJob.RATE).asDouble()).isEqualTo(0.031);
    assertThat(spec.at("/training/gradient_clipping/threshold").asDouble()).isEqualTo(2.5);
    assertThat(spec.at("/network/layers/0/activation").asString()).isEqualTo("relu");
    assertThat(spec.at("/training/early_stopping").isMissingNode()).isTrue();
    assertThat(spec.at("/labels/team").asString()).isEqualTo("a");
    assertThat(run.read().at("/spec" + RunningJob.RATE).asDouble())
        .as("what was asked for")
        .isEqualTo(20.0);
    client.post("/api/v1/jobs", spec).expect(202);
  }

  @Test
  void submitsTheRepairedSpecInOneCall() {
    run.incident(
        1,
        RepairAction.RESTART,
        Outcome.RECOVERED,
        RunningJob.SLOWER,
        RELU,
        UNHURRIED,
        RunningJob.CLIPPED);
    client.sendingAnything().post(run.path + "/resubmit").expect(409);
    run.finish(StopReason.COMPLETED, Verdict.RECOVERED);
    JsonNode repaired = client.get(run.path + "/repaired-spec").expect(200).json();

    ApiAnswer again = client.post(run.path + "/resubmit").expect(202);

    JsonNode fresh = again.json();
    assertThat(again.header("Location")).endsWith("/api/v1/jobs/" + fresh.path("id").asString());
    assertThat(fresh.path("id")).isNotEqualTo(run.read().path("id"));
    assertThat(fresh.path("status").asString()).isEqualTo("queued");
    assertThat(fresh.path("spec")).isEqualTo(repaired);
    assertThat(fresh.path("changes")).isEmpty();
    assertThat(run.read().path("changes")).hasSize(4);
  }

  @Test
  void saysTheStateOfAJobThatHasNotEnded() {
    JsonNode refused = client.sendingAnything().post(run.path + "/resubmit").expect(409).json();

    assertThat(refused.path("code").asString()).isEqualTo("conflict");
    assertThat(refused.path("detail").asString()).contains("running");
  }

  @Test
  void aRepeatedResubmissionMakesOneJob() {
    run.finish(StopReason.COMPLETED, Verdict.HEALTHY);
    String key = UUID.randomUUID().toString();

    ApiAnswer first =
        client.post(run.path + "/resubmit", Map.of(), "Idempotency-Key", key).expect(202);
    ApiAnswer second =
        client.post(run.path + "/resubmit", Map.of(), "Idempotency-Key", key).expect(202);

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
    run.finish(StopReason.COMPLETED, Verdict.HEALTHY);
    datasets.forget(UUID.fromString(run.read().at("/spec/dataset_id").asString()));

    JsonNode refused = client.sendingAnything().post(run.path + "/resubmit").expect(422).json();

    assertThat(refused.at("/errors/0/pointer").asString()).isEqualTo("/dataset_id");
    assertThat(jdbc.sql("select count(*) from training_job").query(Long.class).single())
        .isEqualTo(1);
  }
}
