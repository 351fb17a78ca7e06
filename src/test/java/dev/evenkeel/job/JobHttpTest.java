package dev.evenkeel.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.job.JobFakes.FakeDatasets;
import dev.evenkeel.job.JobFakes.FakeQueue;
import dev.evenkeel.testing.ServerTest;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

@ServerTest
@Import(JobFakes.class)
class JobHttpTest {

  @LocalServerPort private int port;
  @Autowired private FakeDatasets datasets;
  @Autowired private FakeQueue queue;
  @Autowired private JobLifecycle lifecycle;
  @Autowired private JobStreams streams;
  @Autowired private JdbcClient jdbc;

  private Http http;

  @BeforeEach
  void connect() {
    http = new Http(port);
    jdbc.sql("delete from training_job").update();
  }

  private String submit() {
    return submit("");
  }

  private String submit(String more) {
    Http.Answer answer =
        http.post(
            "/api/v1/jobs",
            "{\"dataset_id\":\"%s\",\"network\":{\"layers\":[{\"type\":\"dense\",\"units\":8}]}%s}"
                .formatted(datasets.iris(), more));
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    return answer.json().get("id").asString();
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
    String padding = "x".repeat(StrictJson.MAX_BYTES);

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
  void answersNotModifiedWhileTheJobStaysAsItIs() {
    String path = "/api/v1/jobs/" + submit();
    String tag = http.get(path).header("ETag");

    assertThat(tag).startsWith("\"");
    assertThat(http.get(path, "If-None-Match", tag).status()).isEqualTo(304);
    http.post(path + "/cancel", "");
    assertThat(http.get(path, "If-None-Match", tag).status()).isEqualTo(200);
  }

  @Test
  void aWaitEndsAsSoonAsTheStatusChanges() throws Exception {
    String id = submit();
    Instant begin = Instant.now();
    CompletableFuture<Http.Answer> waiting = http.getLater("/api/v1/jobs/" + id + "?wait=30");
    Awaitility.await()
        .pollDelay(Duration.ofMillis(200))
        .until(() -> Duration.between(begin, Instant.now()).toMillis() > 200);
    assertThat(waiting).isNotDone();

    lifecycle.start(UUID.fromString(id), "worker");

    Http.Answer answer = waiting.get(5, TimeUnit.SECONDS);
    assertThat(answer.json().get("status").asString()).isEqualTo("running");
    assertThat(answer.header("ETag")).isNotEmpty();
  }

  @Test
  void aWaitWithoutChangeAnswersWithTheJobAsItIs() {
    Http.Answer answer = http.get("/api/v1/jobs/" + submit() + "?wait=1");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("status").asString()).isEqualTo("queued");
    assertThat(http.get("/api/v1/jobs/" + submit() + "?wait=61").status()).isEqualTo(422);
  }

  @Test
  void listsNewestFirstPageByPage() {
    String first = submit();
    String second = submit();
    String third = submit();

    JsonNode page = http.get("/api/v1/jobs?limit=2").json();
    JsonNode rest = http.get("/api/v1/jobs?limit=2&after=" + page.get("last_id").asString()).json();

    assertThat(page.get("data").findValuesAsString("id")).containsExactly(third, second);
    assertThat(page.get("has_more").asBoolean()).isTrue();
    assertThat(rest.get("data").findValuesAsString("id")).containsExactly(first);
    assertThat(rest.get("has_more").asBoolean()).isFalse();
  }

  @Test
  void combinesFilters() {
    String mine = submit(",\"labels\":{\"team\":\"a\",\"run\":\"x,1\"}");
    submit(",\"labels\":{\"team\":\"b\"}");
    String cancelled = submit(",\"labels\":{\"team\":\"a\"}");
    http.post("/api/v1/jobs/" + cancelled + "/cancel", "");

    assertThat(ids("?status=queued&label=team:a")).containsExactly(mine);
    assertThat(ids("?label=team:a&label=run:x,1")).containsExactly(mine);
    assertThat(ids("?status=cancelled&status=failed")).containsExactly(cancelled);
    assertThat(http.get("/api/v1/jobs?status=done").json().at("/errors/0/message").asString())
        .contains("queued, running");
  }

  private java.util.List<String> ids(String query) {
    return http.get("/api/v1/jobs" + query).json().get("data").findValuesAsString("id");
  }

  @Test
  void ordersTheQueueByPriority() {
    String low = submit();
    String high = submit(",\"priority\":5");

    assertThat(http.get("/api/v1/jobs/" + high).json().at("/queue/position").asInt()).isEqualTo(1);
    JsonNode place = http.get("/api/v1/jobs/" + low).json().get("queue");
    assertThat(place.get("jobs_ahead").asInt()).isEqualTo(1);
    assertThat(place.get("waiting_for").asString()).isEqualTo("priority");
    JsonNode all = http.get("/api/v1/queue").json();
    assertThat(all.at("/counts/queued").asInt()).isEqualTo(2);
    assertThat(all.at("/next/0/id").asString()).isEqualTo(high);
  }

  @Test
  void cancelsAWaitingJobAtOnceAndTwiceIsTheSame() {
    String path = "/api/v1/jobs/" + submit();

    Http.Answer first = http.post(path + "/cancel", "");
    Http.Answer second = http.post(path + "/cancel", "");

    assertThat(first.status()).isEqualTo(202);
    assertThat(first.json().get("status").asString()).isEqualTo("cancelled");
    assertThat(first.json().get("stop_reason").asString()).isEqualTo("cancelled");
    assertThat(second.status()).isEqualTo(202);
    assertThat(second.json()).isEqualTo(first.json());
  }

  @Test
  void cancelsARunningJobThroughItsWorker() {
    UUID id = UUID.fromString(submit());
    Attempt attempt = lifecycle.start(id, "worker").orElseThrow().attempt();

    JsonNode job = http.post("/api/v1/jobs/" + id + "/cancel", "").json();

    assertThat(job.get("status").asString()).isEqualTo("cancelling");
    assertThat(lifecycle.progressed(attempt, new JobProgress(1, 2, 2, 10))).isPresent();
  }

  @Test
  void refusesToCancelWhatHasEnded() {
    UUID id = UUID.fromString(submit());
    Attempt attempt = lifecycle.start(id, "worker").orElseThrow().attempt();
    lifecycle.failed(attempt, "broken", "It broke.", false);

    Http.Answer answer = http.post("/api/v1/jobs/" + id + "/cancel", "");

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.json().get("detail").asString()).contains("failed");
    assertThat(http.get("/api/v1/jobs/" + id).json().at("/error/code").asString())
        .isEqualTo("broken");
  }

  @Test
  void patchesPriorityAndLabels() {
    String id = submit(",\"labels\":{\"team\":\"a\",\"old\":\"x\"}");
    String path = "/api/v1/jobs/" + id;
    String tag = http.get(path).header("ETag");

    Http.Answer patched =
        http.patch(path, "{\"priority\":7,\"labels\":{\"old\":null,\"new\":\"y\"}}", tag);

    assertThat(patched.status()).as(patched.body()).isEqualTo(200);
    assertThat(patched.json().at("/spec/priority").asInt()).isEqualTo(7);
    assertThat(patched.json().at("/spec/labels").toString())
        .isEqualTo("{\"new\":\"y\",\"team\":\"a\"}");
    assertThat(queue.priorities).containsEntry(UUID.fromString(id), 7);
    assertThat(http.patch(path, "{\"priority\":1}", tag).status()).isEqualTo(412);
    assertThat(http.patch(path, "{\"priority\":1000,\"nam\":1}", null).json().get("errors"))
        .hasSize(2);
  }

  @Test
  void deletesOnlyWhatHasEnded() {
    String path = "/api/v1/jobs/" + submit();

    assertThat(http.delete(path).status()).isEqualTo(409);
    http.post(path + "/cancel", "");
    assertThat(http.delete(path).status()).isEqualTo(204);
    assertThat(http.get(path).status()).isEqualTo(404);
    assertThat(http.get(path + "/events").status()).isEqualTo(404);
  }

  @Test
  void unknownIdsAreNotFound() {
    assertThat(http.get("/api/v1/jobs/nonsense").status()).isEqualTo(404);
    assertThat(http.get("/api/v1/jobs/" + UUID.randomUUID()).status()).isEqualTo(404);
    assertThat(http.post("/api/v1/jobs/" + UUID.randomUUID() + "/cancel", "").status())
        .isEqualTo(404);
  }

  @Test
  void streamsEventsUntilTheEnd() throws Exception {
    UUID id = UUID.fromString(submit());
    CompletableFuture<Http.Answer> stream =
        http.streamLater("/api/v1/jobs/" + id + "/events", null);
    Attempt attempt = lifecycle.start(id, "worker").orElseThrow().attempt();
    lifecycle.epochsEnded(
        attempt,
        java.util.List.of(new EndedEpoch(1, 4, java.util.Map.of("train_loss", Double.NaN))));
    lifecycle.failed(attempt, "broken", "It broke.", false);

    String text = stream.get(10, TimeUnit.SECONDS).body();

    assertThat(text.lines().filter(line -> line.startsWith("event:")))
        .containsExactly(
            "event:status", "event:status", "event:epoch", "event:status", "event:end");
    assertThat(text).contains("\"train_loss\":null");
    Awaitility.await().until(() -> streams.free() == 200);
  }

  @Test
  void aStreamGoesOnAfterTheLastEventSeen() throws Exception {
    String id = submit();
    http.post("/api/v1/jobs/" + id + "/cancel", "");
    JsonNode events = http.get("/api/v1/jobs/" + id + "/events").json();
    String first = events.get("first_id").asString();

    String text =
        http.streamLater("/api/v1/jobs/" + id + "/events", first).get(10, TimeUnit.SECONDS).body();

    assertThat(events.get("data")).hasSize(2);
    assertThat(text).doesNotContain("id:" + first + "\n").contains("cancelled", "event:end");
    assertThat(
            http.get("/api/v1/jobs/" + id + "/events?limit=1").json().get("has_more").asBoolean())
        .isTrue();
  }

  @Test
  void theReportIsNotReadyBeforeTheEnd() {
    String path = "/api/v1/jobs/" + submit();

    assertThat(http.get(path + "/report").status()).isEqualTo(409);
    http.post(path + "/cancel", "");
    assertThat(http.get(path + "/report").status()).isEqualTo(404);
    assertThat(http.get(path + "/report?split=all").status()).isEqualTo(422);
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
