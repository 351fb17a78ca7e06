package dev.evenkeel.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.testing.ApiAnswer;
import dev.evenkeel.testing.ApiClient;
import dev.evenkeel.testing.ServerTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** Every route of a job that has run and of its model, each answer held to the contract. */
@ServerTest
@TestPropertySource(properties = "evenkeel.devices=cpu:1")
class TrainedModelTest {

  private static final String SPEC =
      """
      {"name":"iris","format":"csv","task":"classification","target":"species"}""";
  private static final String JOB =
      """
      {"name":"trained","dataset_id":"%s","split":{"validation":0.2,"test":0.2},
       "network":{"layers":[{"type":"dense","units":16}]},
       "training":{"epochs":60,"batch_size":16,"optimizer":{"learning_rate":0.01}}}""";
  private static final String ROW =
      """
      {"sepal_length":5.1,"sepal_width":3.5,"petal_length":1.4,"petal_width":0.2}""";

  @LocalServerPort private int port;

  private ApiClient client;
  private JsonNode job;
  private String model;

  /** The keys make the second and every later call a repetition of the first. */
  @BeforeEach
  void trainOnce() throws IOException {
    client = new ApiClient(port);
    byte[] iris = Files.readAllBytes(Path.of("src/test/resources/samples/iris.csv"));
    String dataset = id(client.upload(SPEC, iris, "Idempotency-Key", "trained").expect(201));
    String submitted =
        id(
            client
                .post("/api/v1/jobs", JOB.formatted(dataset), "Idempotency-Key", "trained")
                .expect(202));
    job = client.awaitTerminal(submitted, Duration.ofMinutes(3));
    assertThat(job.path("status").asString()).as(job.toString()).isEqualTo("succeeded");
    model = job.path("model_id").asString();
  }

  @Test
  void learnsIris() {
    assertThat(job.at("/metrics/test_accuracy").asDouble()).isGreaterThanOrEqualTo(0.9);
    assertThat(job.path("stop_reason").asString()).isEqualTo("completed");
    // 90 of 150 examples in batches of 16.
    assertThat(job.at("/progress/executed_iterations").asLong()).isEqualTo(60 * 6);
  }

  @Test
  void keepsEveryIterationOfEveryLayerWithParameters() {
    String path = "/api/v1/jobs/" + job.path("id").asString();

    long rows = client.get(path + "/gradient-norms", "Accept", "text/csv").text().lines().count();
    JsonNode norms = client.get(path + "/gradient-norms?max_points=10").expect(200).json();

    assertThat(rows - 1).isEqualTo(60 * 6 * (2 + 1));
    assertThat(norms.path("series").size()).isEqualTo(3);
    client.get(path + "/metrics?names=train_loss,validation_accuracy").expect(200);
    client.get(path + "/layer-statistics?statistic=parameter_norm").expect(200);
    client.sendingAnything().get(path + "/gradient-norms?layers=99").expect(422);
    client.get(path + "/incidents").expect(200);
    client.get(path + "/events?limit=5").expect(200);
    client.get(path + "/report").expect(200);
    client.get(path + "/report?split=test").expect(200);
  }

  @Test
  void describesAndHandsOutTheModel() {
    String path = "/api/v1/models/" + model;
    ApiAnswer read = client.get(path).expect(200);

    client.get(path, "If-None-Match", read.header("ETag")).expect(304);
    client.get("/api/v1/models?limit=1").expect(200);
    for (String format : new String[] {"dl4j", "onnx"}) {
      String artifact = path + "/artifact?format=" + format;
      ApiAnswer whole = client.get(artifact).expect(200);
      assertThat(whole.header("Repr-Digest")).startsWith("sha-256=:");
      client.get(artifact, "If-None-Match", whole.header("ETag")).expect(304);
      client.get(artifact, "Range", "bytes=0-9").expect(206);
      client.get(artifact, "Range", "bytes=999999999-").expect(416);
    }
  }

  @Test
  void predictsFromRowsInputsAndCsv() {
    String path = "/api/v1/models/" + model + "/predict";
    ApiClient.Body csv =
        ApiClient.Body.of(
            "text/csv",
            "sepal_length,sepal_width,petal_length,petal_width\n5.1,3.5,1.4,0.2\n".getBytes());

    JsonNode rows = client.post(path, "{\"rows\":[" + ROW + "]}").expect(200).json();
    JsonNode inputs = client.post(path, "{\"inputs\":[[5.1,3.5,1.4,0.2]]}").expect(200).json();
    String table = client.send("POST", path, csv).expect(200).text();

    assertThat(rows.at("/predictions/0/label").asString()).isEqualTo("Iris-setosa");
    assertThat(inputs.path("predictions")).isEqualTo(rows.path("predictions"));
    assertThat(table).contains("prediction", "probability_Iris-setosa", "Iris-setosa");
    client.sendingAnything().post(path, "{\"rows\":[{\"sepal_length\":\"x\"}]}").expect(422);
    client.sendingAnything().post(path, "{\"rows\":[").expect(400);
  }

  @Test
  void speaksTheOpenInferenceProtocol() {
    String path = "/v2/models/trained";
    String request =
        """
        {"id":"7","inputs":[{"name":"input","datatype":"FP64","shape":[1,4],"data":[5.1,3.5,1.4,0.2]}]}""";

    client.get(path).expect(200);
    client.get(path + "/ready").expect(200);
    client.get(path + "/versions/1").expect(200);
    JsonNode answer = client.post(path + "/infer", request).expect(200).json();
    client.sendingAnything().post(path + "/infer", "{\"inputs\":").expect(400);

    assertThat(answer.at("/outputs/0/shape").toString()).isEqualTo("[1,3]");
    assertThat(answer.path("id").asString()).isEqualTo("7");
  }

  private static String id(ApiAnswer answer) {
    return answer.json().path("id").asString();
  }
}
