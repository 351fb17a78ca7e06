package dev.evenkeel.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.testing.ApiAnswer;
import dev.evenkeel.testing.ApiClient;
import dev.evenkeel.testing.ServerTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Every route that needs no trained model, each answer held to the contract by the client. */
@ServerTest
class QueuedJobTest {

  private static final Path IRIS = Path.of("src/test/resources/samples/iris.csv");
  private static final String SPEC =
      """
      {"name":"iris","format":"csv","task":"classification","target":"species"}""";
  private static final String JOB =
      """
      {"name":"wait","dataset_id":"%s","network":{"layers":[{"type":"dense","units":4}]},"labels":{"team":"a"}}""";

  @LocalServerPort private int port;

  private ApiClient client;
  private String dataset;
  private String job;

  @BeforeEach
  void queueAJobThatNobodyTakes() throws IOException {
    client = new ApiClient(port);
    dataset = id(client.upload(SPEC, Files.readAllBytes(IRIS)).expect(201));
    job = id(client.post("/api/v1/jobs", JOB.formatted(dataset)).expect(202));
  }

  @Test
  void readsADatasetInEveryWay() throws IOException {
    String path = "/api/v1/datasets/" + dataset;
    ApiAnswer read = client.get(path).expect(200);
    client.get(path, "If-None-Match", read.header("ETag")).expect(304);
    client.get("/api/v1/datasets?limit=1").expect(200);
    client.get(path + "/preview?rows=3").expect(200);

    ApiAnswer whole = client.get(path + "/content").expect(200);
    assertThat(whole.body()).isEqualTo(Files.readAllBytes(IRIS));
    client.get(path + "/content", "If-None-Match", whole.header("ETag")).expect(304);
    assertThat(client.get(path + "/content", "Range", "bytes=0-5").expect(206).text())
        .isEqualTo("sepal_");
    client.get(path + "/content", "Range", "bytes=0-1,5-6").expect(206);
  }

  @Test
  void readsAJobInEveryWay() {
    String path = "/api/v1/jobs/" + job;
    ApiAnswer read = client.get(path).expect(200);
    client.get(path, "If-None-Match", read.header("ETag")).expect(304);
    client.get(path + "?wait=1").expect(200);

    assertThat(read.json().path("status").asString()).isEqualTo("queued");
    assertThat(ids(client.get("/api/v1/jobs?status=queued&label=team:a&limit=100").expect(200)))
        .contains(job);
    for (String record :
        List.of(
            "/events",
            "/incidents",
            "/metrics",
            "/gradient-norms?layers=global&max_points=5",
            "/layer-statistics?statistic=update_ratio")) {
      client.get(path + record).expect(200);
    }
    client.get(path + "/gradient-norms", "Accept", "text/csv").expect(200);
    assertThat(client.get(path + "/repaired-spec").expect(200).json())
        .as("without repairs the spec as it is")
        .isEqualTo(read.json().path("spec"));
  }

  @Test
  void submitsAJobAgainThatHasEnded() {
    String path = "/api/v1/jobs/" + job;
    client.sendingAnything().post(path + "/resubmit").expect(409);
    client.post(path + "/cancel").expect(202);

    ApiAnswer again = client.post(path + "/resubmit").expect(202);

    assertThat(id(again)).isNotEqualTo(job);
    assertThat(again.json().path("spec")).isEqualTo(client.get(path).json().path("spec"));
  }

  @Test
  void checksAJobWithoutStoringIt() {
    JsonNode good = client.post("/api/v1/jobs/validate", JOB.formatted(dataset)).expect(200).json();
    JsonNode bad =
        client
            .sendingAnything()
            .post("/api/v1/jobs/validate", JOB.formatted(dataset).replace("4", "0"))
            .expect(200)
            .json();

    assertThat(good.path("valid").asBoolean()).isTrue();
    // 4 inputs to 4 units to 3 classes, each with a bias.
    assertThat(good.at("/estimate/parameters").asLong()).isEqualTo(4 * 4 + 4 + 4 * 3 + 3);
    assertThat(bad.path("valid").asBoolean(true)).isFalse();
  }

  @Test
  void aCheckSaysWhatTheDataShow() throws IOException {
    String sorted =
        JOB.formatted(dataset)
            .replace("\"labels\"", "\"training\":{\"shuffle\":false,\"batch_size\":5},\"labels\"");
    JsonNode found = client.post("/api/v1/jobs/validate", sorted).expect(200).json();

    assertThat(found.path("valid").asBoolean()).isTrue();
    assertThat(found.at("/warnings/0/pointer").asString()).isEqualTo("/training/shuffle");
    assertThat(found.at("/warnings/0/code").asString()).isEqualTo("data_order");
    JsonNode shuffled =
        client.post("/api/v1/jobs/validate", JOB.formatted(dataset)).json().path("warnings");
    assertThat(shuffled.findValuesAsString("code"))
        .as("ten epochs of defaults teach a hundred and fifty flowers nothing")
        .containsExactly("too_few_steps");
  }

  @Test
  void leavesRowsOutThatThereAre() {
    String some =
        JOB.formatted(dataset)
            .replace("\"labels\"", "\"preprocessing\":{\"exclude_rows\":[0,149]},\"labels\"");
    ApiAnswer taken = client.post("/api/v1/jobs", some).expect(202);
    ApiAnswer refused = client.post("/api/v1/jobs", some.replace("149", "150")).expect(422);

    assertThat(taken.json().at("/spec/preprocessing/exclude_rows/1").asInt()).isEqualTo(149);
    assertThat(refused.json().at("/errors/0/pointer").asString())
        .isEqualTo("/preprocessing/exclude_rows/1");
  }

  @Test
  void changesAndCancelsAndDeletesAJob() {
    String path = "/api/v1/jobs/" + job;
    ApiAnswer changed =
        client.patch(path, "{\"priority\":7,\"labels\":{\"team\":null}}").expect(200);
    client.patch(path, "{\"priority\":8}", "If-Match", changed.header("ETag")).expect(200);
    ApiAnswer cancelled = client.post(path + "/cancel").expect(202);
    client.post(path + "/cancel").expect(202);
    String stream = client.get(path + "/events", "Accept", "text/event-stream").expect(200).text();

    assertThat(changed.json().at("/spec/priority").asInt()).isEqualTo(7);
    assertThat(cancelled.json().path("status").asString()).isEqualTo("cancelled");
    assertThat(stream).contains("event:status").contains("event:end");
    client.delete(path).expect(204);
    client.get(path).expect(404);
    client.delete("/api/v1/datasets/" + dataset).expect(204);
  }

  @Test
  void showsTheStateOfTheService() {
    client.get("/api/v1/queue").expect(200);
    client.get("/api/v1/workers").expect(200);
    for (String body :
        List.of("job", "job-patch", "job-resubmission", "dataset", "import", "prediction")) {
      assertThat(client.get("/api/v1/schemas/" + body).expect(200).json().path("type").asString())
          .isEqualTo("object");
    }
    client.get("/api/v1/schemas/nonsense").expect(404);
    client.get("/api/v1/models").expect(200);
    client.get("/v2").expect(200);
    client.get("/v2/health/live").expect(200);
    client.get("/v2/health/ready").expect(200);
    client.get("/v2/models/nobody").expect(404);
  }

  private static String id(ApiAnswer answer) {
    assertThat(answer.header("Location")).endsWith(answer.json().path("id").asString());
    return answer.json().path("id").asString();
  }

  private static List<String> ids(ApiAnswer list) {
    return list.json().path("data").valueStream().map(node -> node.path("id").asString()).toList();
  }
}
