package dev.evenkeel.prediction.inference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.model.ModelRegistry;
import dev.evenkeel.testing.ApiAnswer;
import dev.evenkeel.testing.ApiClient;
import dev.evenkeel.testing.ServerTest;
import dev.evenkeel.testing.TrainedModels;
import dev.evenkeel.training.spec.PreprocessingSpec.MissingPolicy;
import dev.evenkeel.training.stability.Verdict;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

@ServerTest
class InferenceTest {

  private static final String REQUEST =
      """
      {"id":"42","inputs":[{"name":"input","datatype":"FP64","shape":[2,2],"data":[2.25,2,1,0]}]}
      """;

  @Autowired private JdbcTemplate jdbc;
  @Autowired private ModelRegistry registry;
  @LocalServerPort private int port;

  private ApiClient api;

  @BeforeEach
  void aRegressionIsThere() {
    api = new ApiClient(port);
    jdbc.update("delete from model");
    new TrainedModels(jdbc, registry).register("prices of fruit", TrainedModels.regression());
  }

  @Test
  void describesServerAndModel() {
    assertThat(api.get("/v2").expect(200).json().at("/name").asString()).isEqualTo("evenkeel");
    assertThat(api.get("/v2/health/live").expect(200).json().at("/live").asBoolean()).isTrue();
    assertThat(api.get("/v2/health/ready").expect(200).json().at("/ready").asBoolean()).isTrue();
    assertThat(api.get("/v2/models/prices%20of%20fruit/ready").json().at("/ready").asBoolean())
        .isTrue();
    assertThat(api.get("/v2/models/prices%20of%20fruit/versions/1").expect(200).text())
        .isEqualTo(
            "{\"name\":\"prices of fruit\",\"versions\":[\"1\"],\"platform\":\"onnxruntime_onnx\","
                + "\"inputs\":[{\"name\":\"input\",\"datatype\":\"FP64\",\"shape\":[-1,2]}],"
                + "\"outputs\":[{\"name\":\"output\",\"datatype\":\"FP64\",\"shape\":[-1,2]}]}");
  }

  @Test
  void answersATensorWithATensor() {
    JsonNode answer = api.post("/v2/models/prices%20of%20fruit/infer", REQUEST).expect(200).json();

    assertThat(answer.at("/id").asString()).isEqualTo("42");
    assertThat(answer.at("/model_version").asString()).isEqualTo("1");
    assertThat(answer.at("/outputs/0").toString())
        .isEqualTo(
            "{\"name\":\"output\",\"datatype\":\"FP64\",\"shape\":[2,2],\"data\":[6.5,2.25,2.0,1.0]}");
  }

  @Test
  void takesNestedDataAndTheNewestVersionThatIsNotQuarantined() {
    TrainedModels trained = new TrainedModels(jdbc, registry);
    trained.register("kinds", TrainedModels.sigmoid());
    trained.register("kinds", TrainedModels.classifier(Verdict.UNSTABLE, MissingPolicy.REJECT));
    String request =
        """
        {"inputs":[{"name":"input","datatype":"FP64","shape":[1,2],"data":[[3,1]]}],
         "outputs":[{"name":"output"}]}
        """;

    JsonNode answer = api.post("/v2/models/kinds/infer", request).expect(200).json();

    assertThat(answer.at("/model_version").asString()).isEqualTo("1");
    assertThat(answer.at("/outputs/0/data/0").asDouble()).isEqualTo(0.5);
    ApiAnswer refused = api.post("/v2/models/kinds/versions/2/infer", request).expect(409);
    assertThat(refused.json().at("/error").asString()).contains("allow_quarantined=true");
    api.post("/v2/models/kinds/versions/2/infer?allow_quarantined=true", request).expect(200);
    assertThat(api.get("/v2/models/kinds/ready").json().at("/ready").asBoolean()).isTrue();
    assertThat(api.get("/v2/models/kinds/versions/2/ready").json().at("/ready").asBoolean())
        .as("what infer refuses is not ready")
        .isFalse();
  }

  @Test
  void refusesInTheProtocolsForm() {
    ApiAnswer unknown = api.post("/v2/models/nothing/infer", REQUEST).expect(404);
    assertThat(unknown.text()).isEqualTo("{\"error\":\"There is no model nothing.\"}");
    api.get("/v2/models/prices%20of%20fruit/versions/2").expect(404);
    api.get("/v2/models/prices%20of%20fruit/versions/x/ready").expect(404);
    api.sendingAnything()
        .send(
            "POST",
            "/v2/models/prices%20of%20fruit/infer",
            ApiClient.Body.of("text/plain", new byte[] {1}))
        .expect(415);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "{ | 400",
        "{\"inputs\":[{\"name\":\"input\",\"datatype\":\"FP64\",\"shape\":[1,2],\"data\":[1,0]}]} {} | 400",
        "{\"id\":\"\\ud800\",\"inputs\":[]} | 400",
        "{\"id\":\"1\",\"id\":\"2\",\"inputs\":[{\"name\":\"input\",\"datatype\":\"FP64\",\"shape\":[1,2],\"data\":[1,0]}]} | 400",
        "{\"inputs\":[{\"name\":\"input\",\"datatype\":\"FP64\",\"shape\":[1,2],\"data\":[9],\"data\":[1,0]}]} | 400",
        "{\"inputs\":[{\"name\":\"input\",\"datatype\":\"FP64\",\"shape\":[1.5,2],\"data\":[1,0]}]} | 422",
        "{\"inputs\":[{\"name\":\"input\",\"datatype\":\"FP64\",\"shape\":[-1,2],\"data\":[1,0]}]} | 422",
        "{\"inputs\":[{\"name\":\"input\",\"datatype\":\"FP64\",\"shape\":[1,1e19],\"data\":[1,0]}]} | 422",
        "[] | 422",
        "{} | 422",
        "{\"inputs\":[]} | 422",
        "{\"inputs\":[{\"name\":\"input\"}]} | 422",
        "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP64\",\"shape\":[1,2],\"data\":[1,0]}]} | 422",
        "{\"inputs\":[{\"name\":\"input\",\"datatype\":\"BYTES\",\"shape\":[1,2],\"data\":[1,0]}]} | 422",
        "{\"inputs\":[{\"name\":\"input\",\"datatype\":\"FP64\",\"shape\":[2],\"data\":[1,0]}]} | 422",
        "{\"inputs\":[{\"name\":\"input\",\"datatype\":\"FP64\",\"shape\":[1,3],\"data\":[1,0,0]}]} | 422",
        "{\"inputs\":[{\"name\":\"input\",\"datatype\":\"FP64\",\"shape\":[2,2],\"data\":[1,0]}]} | 422",
        "{\"inputs\":[{\"name\":\"input\",\"datatype\":\"FP64\",\"shape\":[1,2],\"data\":[\"1\",0]}]} | 422",
        "{\"inputs\":[{\"name\":\"input\",\"datatype\":\"FP64\",\"shape\":[1,2],\"data\":[1,7]}]} | 422",
        "{\"inputs\":[{\"name\":\"input\",\"datatype\":\"FP64\",\"shape\":[1,2],\"data\":[1e400,0]}]} | 422",
        "{\"inputs\":[{\"name\":\"input\",\"datatype\":\"FP64\",\"shape\":[1e9,2],\"data\":[1,0]}]} | 413",
        "{\"inputs\":[],\"extra\":1} | 422",
      })
  void refusesARequestThatCannotBeAnswered(String body, int status) {
    ApiAnswer answer =
        api.sendingAnything().post("/v2/models/prices%20of%20fruit/infer", body).expect(status);

    assertThat(answer.json().at("/error").asString()).isNotBlank();
  }
}
