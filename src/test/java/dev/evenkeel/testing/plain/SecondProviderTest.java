package dev.evenkeel.testing.plain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.model.ModelRegistry;
import dev.evenkeel.testing.ApiClient;
import dev.evenkeel.testing.ServerTest;
import dev.evenkeel.testing.TrainedModels;
import dev.evenkeel.training.spec.PreprocessingSpec.MissingPolicy;
import dev.evenkeel.training.stability.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** A server whose engine computes networks with something else than Deeplearning4j. */
@ServerTest
@TestPropertySource(properties = {"evenkeel.devices=cpu:1", "evenkeel.engine.provider=plain_java"})
class SecondProviderTest {

  private static final String SPEC =
      """
      {"name":"iris","format":"csv","task":"classification","target":"species"}""";
  private static final String JOB =
      """
      {"name":"%s","dataset_id":"%s","split":{"validation":0.2},"network":%s,
       "training":{"epochs":40,"batch_size":16,"optimizer":{"type":"%s","learning_rate":0.1}}}""";
  private static final String LAYERS =
      """
      {"layers":[{"type":"dense","units":8,"activation":"tanh"}]}""";

  @Autowired private JdbcTemplate jdbc;
  @Autowired private ModelRegistry registry;
  @LocalServerPort private int port;

  private ApiClient client;
  private String dataset;

  @BeforeEach
  void irisIsThere() throws IOException {
    client = new ApiClient(port);
    byte[] iris = Files.readAllBytes(Path.of("src/test/resources/samples/iris.csv"));
    dataset =
        client
            .upload(SPEC, iris, "Idempotency-Key", "iris")
            .expect(201)
            .json()
            .path("id")
            .asString();
  }

  @Test
  void trainsAJobFromItsSubmissionToAPrediction() {
    JsonNode job = ended(submitted("whole", LAYERS, "sgd"));

    assertThat(job.path("status").asString()).as(job.toString()).isEqualTo("succeeded");
    assertThat(job.at("/metrics/validation_accuracy").asDouble()).isGreaterThanOrEqualTo(0.9);
    String path = "/api/v1/models/" + job.path("model_id").asString();
    JsonNode answer =
        client.post(path + "/predict", "{\"inputs\":[[5.1,3.5,1.4,0.2]]}").expect(200).json();
    assertThat(answer.at("/predictions/0/label").asString()).isEqualTo("Iris-setosa");
    JsonNode model = client.get(path).expect(200).json();
    assertThat(model.at("/provenance/provider").asString()).isEqualTo("plain_java");
    assertThat(model.at("/provenance/nd4j").isMissingNode()).isTrue();
  }

  @Test
  void handsOutWhatThereIsOfAModelThatDeeplearning4jHasNotTrained() {
    String path =
        "/api/v1/models/"
            + ended(submitted("handed out", LAYERS, "sgd")).path("model_id").asString();

    JsonNode model = client.get(path).expect(200).json();
    JsonNode refused = client.get(path + "/artifact?format=dl4j").expect(404).json();

    assertThat(model.path("artifacts").size()).isEqualTo(1);
    assertThat(model.at("/artifacts/0/format").asString()).isEqualTo("onnx");
    assertThat(refused.path("detail").asString())
        .contains("not trained by Deeplearning4j")
        .contains("format=onnx");
    client.get(path + "/artifact?format=onnx").expect(200);
  }

  @Test
  void trainsAModelOfItsOwnFurther() {
    String base = ended(submitted("base", LAYERS, "sgd")).path("model_id").asString();

    JsonNode tuned =
        ended(
            submitted(
                "tuned", "{\"base_model_id\":\"%s\",\"freeze_up_to\":0}".formatted(base), "sgd"));

    assertThat(tuned.path("status").asString()).as(tuned.toString()).isEqualTo("succeeded");
  }

  @Test
  void refusesToTrainAModelOfDeeplearning4jFurther() {
    String base =
        new TrainedModels(jdbc, registry)
            .register("elsewhere", TrainedModels.classifier(Verdict.HEALTHY, MissingPolicy.REJECT))
            .toString();

    JsonNode refused =
        client
            .post(
                "/api/v1/jobs",
                JOB.formatted("x", dataset, "{\"base_model_id\":\"%s\"}".formatted(base), "sgd"))
            .expect(422)
            .json();

    assertThat(refused.toString())
        .contains("/network/base_model_id", "not_trainable", "plain_java", "deeplearning4j");
  }

  @Test
  void saysInTheJobWhatItCantCompute() {
    JsonNode job = ended(submitted("adam", LAYERS, "adam"));

    assertThat(job.path("status").asString()).isEqualTo("failed");
    assertThat(job.path("error").toString()).contains("not_supported", "sgd");
  }

  private String submitted(String name, String network, String optimizer) {
    return client
        .post("/api/v1/jobs", JOB.formatted(name, dataset, network, optimizer))
        .expect(202)
        .json()
        .path("id")
        .asString();
  }

  private JsonNode ended(String job) {
    return client.awaitTerminal(job, Duration.ofMinutes(2));
  }
}
