package dev.evenkeel.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.evenkeel.model.ModelRegistry;
import dev.evenkeel.testing.ApiAnswer;
import dev.evenkeel.testing.ApiClient;
import dev.evenkeel.testing.ApiClient.Body;
import dev.evenkeel.testing.ServerTest;
import dev.evenkeel.testing.TrainedModels;
import dev.evenkeel.training.spec.PreprocessingSpec.MissingPolicy;
import dev.evenkeel.training.stability.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

@ServerTest
class PredictionTest {

  @Autowired private JdbcTemplate jdbc;
  @Autowired private ModelRegistry registry;
  @LocalServerPort private int port;

  private ApiClient api;
  private TrainedModels trained;
  private UUID model;

  @BeforeEach
  void aClassifierIsThere() {
    api = new ApiClient(port).sendingAnything();
    trained = new TrainedModels(jdbc, registry);
    model =
        trained.register("fruit", TrainedModels.classifier(Verdict.HEALTHY, MissingPolicy.REJECT));
  }

  @Test
  void answersRowsWithClassesAndTheirProbabilities() {
    JsonNode answer =
        predicted(
            model,
            "{\"rows\":[{\"size\":2,\"colour\":\"blue\"},{\"colour\":\"red\",\"size\":9.5}]}");

    assertThat(answer.at("/model_id").asString()).isEqualTo(model.toString());
    assertThat(answer.at("/predictions/0/label").asString()).isEqualTo("apple");
    assertThat(answer.at("/predictions/0/probabilities/apple").asDouble())
        .isCloseTo(1 / (1 + Math.exp(-6)), within(1e-6));
    assertThat(answer.at("/predictions/1/label").asString()).isEqualTo("pear");
    assertThat(answer.at("/predictions")).hasSize(2);
  }

  @Test
  void answersInputsAsItAnswersRows() {
    JsonNode rows = predicted(model, "{\"rows\":[{\"size\":4.5,\"colour\":\"red\"}]}");
    JsonNode inputs = predicted(model, "{\"inputs\":[[4.5,2]]}");

    assertThat(inputs).isEqualTo(rows);
  }

  @Test
  void ignoresTheTargetInARow() {
    assertThat(
            predicted(model, "{\"rows\":[{\"size\":2,\"colour\":\"blue\",\"kind\":{\"x\":[1]}}]}")
                .at("/predictions/0/label")
                .asString())
        .isEqualTo("apple");
  }

  @Test
  void takesOneSigmoidUnitAsTheSecondClass() {
    UUID sigmoid = trained.register("yesno", TrainedModels.sigmoid());

    JsonNode answer = predicted(sigmoid, "{\"inputs\":[[2,0],[4,0]]}");

    assertThat(answer.at("/predictions/0/label").asString()).isEqualTo("no");
    assertThat(answer.at("/predictions/1/label").asString()).isEqualTo("yes");
    assertThat(answer.at("/predictions/1/probabilities/yes").asDouble())
        .isCloseTo(1 / (1 + Math.exp(-1)), within(1e-6));
  }

  @Test
  void answersRegressionWithAValueForEachTarget() {
    UUID regression = trained.register("price", TrainedModels.regression());

    assertThat(
            predicted(regression, "{\"rows\":[{\"size\":2.25,\"colour\":\"red\"}]}")
                .at("/predictions/0")
                .toString())
        .isEqualTo("{\"values\":[6.5,2.25]}");
  }

  @Test
  void fillsInWhatIsMissingWhereTheModelWasTrainedSo() {
    UUID filling =
        trained.register("filling", TrainedModels.classifier(Verdict.HEALTHY, MissingPolicy.MEAN));

    JsonNode filled = predicted(filling, "{\"rows\":[{\"size\":null},{}]}");

    // The mean size is 5, the most frequent colour red.
    JsonNode explicit = predicted(filling, "{\"rows\":[{\"size\":5,\"colour\":\"red\"}]}");
    assertThat(filled.at("/predictions/0")).isEqualTo(explicit.at("/predictions/0"));
    assertThat(filled.at("/predictions/1")).isEqualTo(explicit.at("/predictions/0"));
  }

  @Test
  void answersManyRowsInBlocksAsItAnswersThemOneByOne() {
    StringBuilder body = new StringBuilder("{\"inputs\":[");
    for (int i = 0; i < 1000; i++) {
      body.append(i == 0 ? "" : ",").append("[").append(i / 100.0).append(",1]");
    }
    JsonNode answer = predicted(model, body.append("]}").toString());

    assertThat(answer.at("/predictions")).hasSize(1000);
    assertThat(answer.at("/predictions/777"))
        .isEqualTo(predicted(model, "{\"inputs\":[[7.77,1]]}").at("/predictions/0"));
  }

  @Test
  void servesAQuarantinedModelOnlyOnExplicitWish() {
    UUID unstable =
        trained.register("shaky", TrainedModels.classifier(Verdict.UNSTABLE, MissingPolicy.REJECT));
    String path = "/api/v1/models/" + unstable + "/predict";
    String body = "{\"inputs\":[[2,0]]}";

    ApiAnswer refused = post(path, "application/json", body);

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().at("/code").asString()).isEqualTo("quarantined");
    assertThat(post(path + "?allow_quarantined=true", "application/json", body).status())
        .isEqualTo(200);
    assertThat(post(path + "?allow_quarantined=2", "application/json", body).status())
        .isEqualTo(422);
  }

  @Test
  void knowsNoModelThatIsNotThere() {
    String body = "{\"inputs\":[[2,0]]}";
    assertThat(
            post("/api/v1/models/" + UUID.randomUUID() + "/predict", "application/json", body)
                .status())
        .isEqualTo(404);
    api.delete("/api/v1/models/" + model);
    assertThat(post(body).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "'' | 400 | ''",
        "{\"rows\":[ | 400 | ''",
        "{\"inputs\":[[NaN,0]]} | 400 | ''",
        "{\"inputs\":[[2,0]]}{} | 400 | ''",
        "[1] | 422 | ''",
        "{} | 422 | ''",
        "{\"row\":[{}]} | 422 | /row",
        "{\"rows\":[]} | 422 | /rows",
        "{\"rows\":{}} | 422 | /rows",
        "{\"rows\":[{\"size\":1,\"colour\":\"red\"}],\"inputs\":[[2,0]]} | 422 | /inputs",
        "{\"rows\":[{\"size\":1,\"colour\":\"red\"}],\"rows\":[]} | 400 | ''",
        "{\"rows\":[{\"size\":1,\"colour\":\"\\ud800\"}]} | 400 | ''",
        "{\"row\":1,\"row\":1} | 400 | ''",
        "{\"inputs\":7} | 422 | /inputs",
        "{\"inputs\":null} | 422 | /inputs",
        "7 | 422 | ''",
        "{\"rows\":[1]} | 422 | /rows/0",
        "{\"rows\":[{\"size\":1}]} | 422 | /rows/0/colour",
        "{\"rows\":[{\"size\":1,\"colour\":null}]} | 422 | /rows/0/colour",
        "{\"rows\":[{\"size\":\"1\",\"colour\":\"red\"}]} | 422 | /rows/0/size",
        "{\"rows\":[{\"size\":true,\"colour\":\"red\"}]} | 422 | /rows/0/size",
        "{\"rows\":[{\"size\":[1],\"colour\":\"red\"}]} | 422 | /rows/0/size",
        "{\"rows\":[{\"size\":1,\"colour\":\"pink\"}]} | 422 | /rows/0/colour",
        "{\"rows\":[{\"size\":1,\"colour\":2}]} | 422 | /rows/0/colour",
        "{\"rows\":[{\"size\":1,\"colour\":{}}]} | 422 | /rows/0/colour",
        "{\"rows\":[{\"size\":1,\"colour\":\"red\",\"a/~b\":1}]} | 422 | /rows/0/a~1~0b",
        "{\"rows\":[{\"size\":1,\"size\":1,\"colour\":\"red\"}]} | 422 | /rows/0/size",
        "{\"rows\":[{\"size\":1e999,\"colour\":\"red\"}]} | 422 | /rows/0/size",
        "{\"rows\":[{\"size\":1e300,\"colour\":\"red\"}]} | 422 | /rows/0/size",
        "{\"inputs\":[]} | 422 | /inputs",
        "{\"inputs\":[{}]} | 422 | /inputs/0",
        "{\"inputs\":[[1]]} | 422 | /inputs/0",
        "{\"inputs\":[[1,2,3]]} | 422 | /inputs/0",
        "{\"inputs\":[[1,2],[1,3]]} | 422 | /inputs/1/1",
        "{\"inputs\":[[1,0.5]]} | 422 | /inputs/0/1",
        "{\"inputs\":[[\"1\",0]]} | 422 | /inputs/0/0",
        "{\"inputs\":[[null,0]]} | 422 | /inputs/0/0",
      })
  void refusesABodyThatCannotBeAnswered(String body, int status, String pointer) {
    ApiAnswer response = post(body);

    assertThat(response.status()).as(response.text()).isEqualTo(status);
    assertThat(response.header("Content-Type")).isEqualTo("application/problem+json");
    if (status == 422) {
      assertThat(response.json().at("/errors/0/pointer").asString()).isEqualTo(pointer);
    }
  }

  @Test
  void refusesDeepNestingLongNumbersAndTooManyRows() {
    assertThat(post("{\"rows\":" + "[".repeat(100_000)).status()).isEqualTo(400);
    assertThat(post("{\"inputs\":[[" + "9".repeat(5000) + ",0]]}").status()).isEqualTo(400);
    assertThat(post("{\"inputs\":[[" + "9".repeat(900) + ",0]]}").status()).isEqualTo(422);
    assertThat(post("{\"inputs\":[[1,0]" + ",[1,0]".repeat(10_000) + "]}").status()).isEqualTo(413);
    assertThat(post("{\"rows\":[{\"x\":\"" + "x".repeat(17 << 20) + "\"}]}").status())
        .isEqualTo(413);
    assertThat(post("/api/v1/models/" + model + "/predict", "text/plain", "1,2").status())
        .isEqualTo(415);
  }

  @Test
  void namesTheFaultsAroundTheRowsWithThoseInThem() {
    JsonNode problem =
        post("{\"row\":[{}],\"rows\":[{\"size\":\"a\",\"colour\":\"red\"}],\"inputs\":[]}").json();

    assertThat(problem.at("/errors").findValuesAsString("pointer"))
        .containsExactlyInAnyOrder("/row", "/inputs", "/inputs", "/rows/0/size");
    assertThat(problem.at("/errors").findValuesAsString("message"))
        .contains("There is no field row here. Did you mean rows?");
    assertThat(post("{}").json().at("/errors/0/message").asString())
        .isEqualTo("The body must have either rows or inputs.");
    assertThat(post("{\"f\":0" + fields(500) + "}").json().at("/errors")).hasSize(100);
  }

  private static String fields(int count) {
    StringBuilder fields = new StringBuilder();
    for (int i = 2; i < count; i++) {
      fields.append(",\"f").append(i).append("\":0");
    }
    return fields.toString();
  }

  @Test
  void namesAllFaultsButNoMoreThanAHundred() {
    JsonNode problem = post("{\"rows\":[{\"size\":\"a\"},{\"colour\":\"pink\",\"x\":1}]}").json();

    assertThat(problem.at("/errors")).hasSize(5);
    assertThat(problem.at("/errors/2/message").asString())
        .contains("'pink' is not a category", "blue, green, red");
    assertThat(post("{\"inputs\":[[]" + ",[]".repeat(500) + "]}").json().at("/errors"))
        .hasSize(100);
  }

  @Test
  void answersCsvWithThePredictionsBesideTheRows() {
    ApiAnswer response = csv(model, "colour,kind,size\nblue,apple,2\n\"red\",,9.5\n");

    assertThat(response.status()).as(response.text()).isEqualTo(200);
    assertThat(response.header("Content-Type")).isEqualTo("text/csv;charset=UTF-8");
    assertThat(response.text().lines())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .isEqualTo("colour,kind,size,prediction,probability_apple,probability_pear"),
            line -> assertThat(line).startsWith("blue,apple,2,apple,0.9975"),
            line -> assertThat(line).startsWith("red,,9.5,pear,"));
  }

  @Test
  void answersACsvLongerThanMemoryHolds() {
    String body = "size,colour\n" + "2,blue\n".repeat(50_000);

    ApiAnswer response = csv(model, body);

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.text().lines().count()).isEqualTo(50_001);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "NA", "N/A", "NaN", "NAN", "nan", "null", "NULL", "inf", "1e39"})
  void fillsInACsvWhateverTheUploadOfItCountedAsMissing(String cell) {
    UUID filling =
        trained.register("filling", TrainedModels.classifier(Verdict.HEALTHY, MissingPolicy.MEAN));

    // The mean size is 5.
    assertThat(answerOf(csv(filling, "size,colour\n%s,blue\n".formatted(cell))))
        .isEqualTo(answerOf(csv(filling, "size,colour\n5,blue\n")));
  }

  @Test
  void fillsInAMissingCategoryInJsonAsInCsv() {
    UUID filling =
        trained.register("filling", TrainedModels.classifier(Verdict.HEALTHY, MissingPolicy.MEAN));

    JsonNode filled = predicted(filling, "{\"rows\":[{\"size\":1,\"colour\":\"NA\"}]}");

    assertThat(filled)
        .isEqualTo(predicted(filling, "{\"rows\":[{\"size\":1,\"colour\":\"red\"}]}"));
    assertThat(answerOf(csv(filling, "size,colour\n1,NA\n")))
        .isEqualTo(answerOf(csv(filling, "size,colour\n1,red\n")));
  }

  @Test
  void readsAFileWithTheSeparatorsQuotesAndMarksThatAnUploadMayHave() {
    ApiAnswer answer = csv(model, "\ufeffsize;colour;kind\r\n 2 ;\"blue\";\"a;\"\"b\"\"\"\r\n");

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.text().lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("size;colour;kind;prediction;"),
            line -> assertThat(line).startsWith(" 2 ;blue;\"a;\"\"b\"\"\";apple;"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "'size,colour\n2,\"blue\n' | Line 2: a quote is opened and never closed.",
        "'size,colour\n2,\"blue\"x\n' | Line 2: text follows a closing quote",
        "'size,colour\n2,bl\u0001ue\n' | Byte 0x01",
      })
  void refusesAFileThatAnUploadWouldNotTake(String csv, String why) {
    ApiAnswer answer = csv(model, csv);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().at("/detail").asString()).contains(why);
  }

  @Test
  void saysWhereAFileIsNotUtf8() {
    byte[] latin1 = "size,colour\n2,bl\u00e4u\n".getBytes(StandardCharsets.ISO_8859_1);

    ApiAnswer answer =
        api.send("POST", "/api/v1/models/" + model + "/predict", Body.of("text/csv", latin1));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().at("/detail").asString()).contains("Line 2 is not UTF-8 at byte 16.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"n/a", "none", "-", "1f", "0x1", "Null!"})
  void refusesInACsvWhatTheUploadWouldRefuse(String cell) {
    JsonNode problem = csv(model, "size,colour\n%s,blue\n".formatted(cell)).json();

    assertThat(problem.at("/errors/0/code").asString()).isEqualTo("wrong_type");
  }

  /** What stands behind the fields that were sent. */
  private static String answerOf(ApiAnswer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    String row = answer.text().lines().skip(1).findFirst().orElseThrow();
    return row.substring(row.indexOf(',', row.indexOf(',') + 1));
  }

  @Test
  void namesColumnsOfSeveralTargetsInCsv() {
    UUID regression = trained.register("prices", TrainedModels.regression());

    assertThat(csv(regression, "size,colour\n2.5,green\n").text().lines())
        .containsExactly("size,colour,prediction_price,prediction_weight", "2.5,green,6.0,2.5");
  }

  @Test
  void refusesACsvWithAllItsFaultsHoweverLateTheyCome() {
    ApiAnswer response = csv(model, "size,colour\n" + "2,blue\n".repeat(3000) + "x,pink\n1\n");

    assertThat(response.status()).isEqualTo(422);
    JsonNode errors = response.json().at("/errors");
    assertThat(errors).hasSize(3);
    assertThat(errors.at("/0/pointer").asString()).isEqualTo("/rows/3000/size");
    assertThat(errors.at("/0/message").asString()).startsWith("Line 3002: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "'' | 400",
        "'size,colour' | 422",
        "'size' | 422",
        "'size,colour,extra' | 422",
        "'size,size,colour' | 422",
      })
  void refusesACsvWithoutTheColumns(String csv, int status) {
    assertThat(csv(model, csv).status()).isEqualTo(status);
  }

  private JsonNode predicted(UUID id, String body) {
    ApiAnswer response = post("/api/v1/models/" + id + "/predict", "application/json", body);
    assertThat(response.status()).as(response.text()).isEqualTo(200);
    return response.json();
  }

  private ApiAnswer post(String body) {
    return post("/api/v1/models/" + model + "/predict", "application/json", body);
  }

  private ApiAnswer csv(UUID id, String body) {
    return post("/api/v1/models/" + id + "/predict", "text/csv", body);
  }

  private ApiAnswer post(String path, String type, String body) {
    return api.send("POST", path, Body.of(type, body.getBytes(StandardCharsets.UTF_8)));
  }
}
