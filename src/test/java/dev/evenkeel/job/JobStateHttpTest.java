package dev.evenkeel.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.job.JobFakes.FakeDatasets;
import dev.evenkeel.job.JobFakes.FakeQueue;
import dev.evenkeel.job.events.JobStreams;
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

/** How jobs that were accepted are followed, listed, changed and ended. */
@ServerTest
@Import(JobFakes.class)
class JobStateHttpTest {

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
    return http.submit(datasets.iris(), "");
  }

  private String submit(String more) {
    return http.submit(datasets.iris(), more);
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

    Http.Answer answer = waiting.get(25, TimeUnit.SECONDS);
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
  void streamsEventsUntilTheEnd() throws Exception {
    UUID id = UUID.fromString(submit());
    CompletableFuture<Http.Answer> stream =
        http.streamLater("/api/v1/jobs/" + id + "/events", null);
    Attempt attempt = lifecycle.start(id, "worker").orElseThrow().attempt();
    lifecycle.epochsEnded(
        attempt,
        java.util.List.of(new EndedEpoch(1, 4, java.util.Map.of("train_loss", Double.NaN))));
    lifecycle.failed(attempt, "broken", "It broke.", false);

    String text = stream.get(60, TimeUnit.SECONDS).body();

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
        http.streamLater("/api/v1/jobs/" + id + "/events", first).get(60, TimeUnit.SECONDS).body();

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
}
