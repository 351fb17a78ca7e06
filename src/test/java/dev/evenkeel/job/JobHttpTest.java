package dev.evenkeel.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.job.JobFakes.FakeDatasets;
import dev.evenkeel.job.JobFakes.FakeQueue;
import dev.evenkeel.testing.ServerTest;
import dev.evenkeel.web.body.JsonBody;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** How jobs are submitted, validated and refused. */
@ServerTest
@Import(JobFakes.class)
class JobHttpTest {

  @LocalServerPort private int port;
  @Autowired private FakeDatasets datasets;
  @Autowired private FakeQueue queue;
  @Autowired private JdbcClient jdbc;

  private Http http;

  @BeforeEach
  void connect() {
    http = new Http(port);
    jdbc.sql("delete from training_job").update();
  }

  private String submit() {
    return http.submit(datasets.iris(), "");
  }

  private String submit(String more) {
    return http.submit(datasets.iris(), more);
  }

  @Test
  void acceptsAJobWithEveryDefaultFilledIn() {
    UUID iris = datasets.iris();

    Http.Answer answer =
        http.post(
            "/api/v1/jobs", "{\"dataset_id\":\"%s\",\"network\":{\"layers\":[]}}".formatted(iris));

    assertThat(answer.status()).isEqualTo(202);
    JsonNode job = answer.json();
    String id = job.get("id").asString();
    assertThat(answer.header("Location")).endsWith("/api/v1/jobs/" + id);
    assertThat(job.get("name").asString()).isEqualTo("iris");
    assertThat(job.get("status").asString()).isEqualTo("queued");
    assertThat(job.get("terminal").asBoolean()).isFalse();
    assertThat(job.get("stop_reason").isNull()).isTrue();
    assertThat(job.at("/queue/position").asInt()).isEqualTo(1);
    assertThat(job.at("/queue/waiting_for").asString()).isEqualTo("worker");
    assertThat(job.at("/history/0/status").asString()).isEqualTo("queued");
    assertThat(job.at("/spec/split/validation").asDouble()).isEqualTo(0.2);
    assertThat(job.at("/spec/training/optimizer/type").asString()).isEqualTo("adam");
    assertThat(job.at("/spec/training/optimizer/learning_rate").asDouble()).isEqualTo(0.001);
    assertThat(job.at("/spec/training/early_stopping").isMissingNode()).isTrue();
    assertThat(job.at("/progress/epochs").asInt()).isEqualTo(10);
    assertThat(queue.jobs).contains(UUID.fromString(id));
  }

  @Test
  void whatNobodyWatchesHasNoVerdictFromTheStart() {
    String watched = submit("");
    String off = submit(",\"stability\":{\"mode\":\"off\"}");

    assertThat(http.get("/api/v1/jobs/" + watched).json().at("/stability/verdict").asString())
        .isEqualTo("healthy");
    assertThat(http.get("/api/v1/jobs/" + off).json().at("/stability/verdict").asString())
        .isEqualTo("unwatched");
  }

  @Test
  void anAcceptedSpecIsAcceptedAgain() {
    JsonNode spec =
        http.get("/api/v1/jobs/" + submit(",\"labels\":{\"team\":\"a\"}")).json().get("spec");

    Http.Answer again = http.post("/api/v1/jobs", spec.toString());

    assertThat(again.status()).as(again.body()).isEqualTo(202);
    assertThat(again.json().get("spec")).isEqualTo(spec);
  }

  @Test
  void storesNothingWhereTheQueueRefusesTheJob() {
    queue.broken = true;
    try {
      Http.Answer answer =
          http.post(
              "/api/v1/jobs",
              "{\"dataset_id\":\"%s\",\"network\":{\"layers\":[]}}".formatted(datasets.iris()));

      assertThat(answer.status()).isEqualTo(500);
      assertThat(jdbc.sql("select count(*) from training_job").query(Long.class).single()).isZero();
    } finally {
      queue.broken = false;
    }
  }

  @Test
  void refusesABadJobWithAllItsFaults() {
    Http.Answer answer =
        http.post(
            "/api/v1/jobs",
            """
            {"dataset_id":"%s","network":{"layers":[{"type":"dense","units":0}]},"trainin":{},
             "split":{"test_dataset_id":"none"}}"""
                .formatted(datasets.iris()));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    assertThat(answer.json().get("errors").findValuesAsString("pointer"))
        .containsExactlyInAnyOrder("/network/layers/0/units", "/trainin", "/split/test_dataset_id");
  }

  @Test
  void takesWholeNumbersHoweverTheyAreWritten() {
    Http.Answer answer =
        http.post(
            "/api/v1/jobs",
            "{\"dataset_id\":\"%s\",\"network\":{\"layers\":[]},\"training\":{\"epochs\":5.0,\"seed\":1e3}}"
                .formatted(datasets.iris()));

    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    assertThat(answer.json().at("/spec/training/epochs").asInt()).isEqualTo(5);
    assertThat(answer.json().at("/spec/training/seed").asInt()).isEqualTo(1000);
  }

  @Test
  void aClientThatAcceptsAnythingGetsEventsAsJson() {
    Http.Answer answer = http.get("/api/v1/jobs/" + submit() + "/events", "Accept", "*/*");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).startsWith("application/json");
  }

  @Test
  void refusesABodyThatIsTooLarge() {
    String padding = "x".repeat(JsonBody.MAX_BYTES);

    Http.Answer answer = http.post("/api/v1/jobs", "{\"name\":\"" + padding + "\"}");

    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.json().get("detail").asString()).contains("1048576");
  }

  @Test
  void validatesWithoutStoring() {
    UUID iris = datasets.iris();

    JsonNode good =
        http.post(
                "/api/v1/jobs/validate",
                "{\"dataset_id\":\"%s\",\"network\":{\"layers\":[]},\"training\":{\"optimizer\":{\"learning_rate\":20}}}"
                    .formatted(iris))
            .json();
    JsonNode bad =
        http.post("/api/v1/jobs/validate", "{\"dataset_id\":\"%s\"}".formatted(iris)).json();

    assertThat(good.get("valid").asBoolean()).isTrue();
    assertThat(good.at("/estimate/parameters").asInt()).isEqualTo(15);
    assertThat(good.at("/estimate/iterations_per_epoch").asInt()).isEqualTo(4);
    assertThat(good.at("/warnings/0/code").asString()).isEqualTo("learning_rate_too_high");
    assertThat(bad.get("valid").asBoolean()).isFalse();
    assertThat(bad.at("/errors/0/pointer").asString()).isEqualTo("/network");
    assertThat(bad.get("estimate").isNull()).isTrue();
    assertThat(jdbc.sql("select count(*) from training_job").query(Long.class).single()).isZero();
  }

  @Test
  void publishesTheSchema() {
    JsonNode schema = http.get("/api/v1/schemas/job").json();

    assertThat(schema.at("/$defs/training/properties/epochs/default").asInt()).isEqualTo(10);
  }

  @Test
  void unknownIdsAreNotFound() {
    assertThat(http.get("/api/v1/jobs/nonsense").status()).isEqualTo(404);
    assertThat(http.get("/api/v1/jobs/" + UUID.randomUUID()).status()).isEqualTo(404);
    assertThat(http.post("/api/v1/jobs/" + UUID.randomUUID() + "/cancel", "").status())
        .isEqualTo(404);
  }

  @Test
  void repeatsTheAnswerOfARepeatedRequest() {
    String body = "{\"dataset_id\":\"%s\",\"network\":{\"layers\":[]}}".formatted(datasets.iris());

    Http.Answer first = http.postOnce("/api/v1/jobs", body, "key-1");
    Http.Answer second = http.postOnce("/api/v1/jobs", body, "key-1");

    assertThat(second.status()).isEqualTo(202);
    assertThat(second.json().get("id")).isEqualTo(first.json().get("id"));
    assertThat(jdbc.sql("select count(*) from training_job").query(Long.class).single())
        .isEqualTo(1);
  }
}
