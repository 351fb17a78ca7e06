package dev.evenkeel.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.evenkeel.model.ModelRegistry;
import dev.evenkeel.storage.BlobStore;
import dev.evenkeel.testing.ApiAnswer;
import dev.evenkeel.testing.ApiClient;
import dev.evenkeel.testing.ApiClient.Body;
import dev.evenkeel.testing.ServerTest;
import dev.evenkeel.testing.SmallTrainings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/** A model of sequences of different lengths: numbers and a category in each step. */
@ServerTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SequencePredictionTest {

  private static final String SPEC =
      """
      {'name':'walks','format':'sequence_csv','task':'classification','sequence_id':'id','time':'t',
       'target':'way'}""";

  @Autowired private JdbcTemplate jdbc;
  @Autowired private ModelRegistry registry;
  @Autowired private BlobStore blobs;
  @LocalServerPort private int port;

  private ApiClient api;
  private UUID model;

  @BeforeAll
  void train() {
    api = new ApiClient(port).sendingAnything();
    StringBuilder csv = new StringBuilder("id,t,x,colour,way\n");
    for (int sequence = 0; sequence < 24; sequence++) {
      for (int step = 0; step <= sequence % 5; step++) {
        boolean up = sequence % 2 == 0;
        csv.append(
            "s%d,%d,%s,%s,%s\n"
                .formatted(
                    sequence,
                    step,
                    (up ? 1 : -1) * (step + 0.5),
                    step % 2 == 0 ? "red" : "blue",
                    up ? "up" : "down"));
      }
    }
    model =
        new SmallTrainings(port, blobs, jdbc, registry)
            .train(SPEC, utf8(csv.toString()), "{'type':'lstm','units':4}", "{}");
  }

  @Test
  void answersSequencesOfDifferentLengthsAsEachAlone() {
    String one = "[[0.5,1]]";
    String three = "[[-0.5,1],[-1.5,0],[-2.5,1]]";
    String seven = "[[1,0],[2,0],[3,0],[4,0],[5,0],[6,1],[7,0]]";

    JsonNode together = predicted("{\"inputs\":[%s,%s,%s]}".formatted(one, three, seven));

    assertThat(together.at("/predictions")).hasSize(3);
    for (int i = 0; i < 3; i++) {
      String alone = List.of(one, three, seven).get(i);
      assertThat(up(together, i))
          .isCloseTo(up(predicted("{\"inputs\":[" + alone + "]}"), 0), within(1e-6));
    }
    assertThat(up(together, 0)).isNotEqualTo(up(together, 1));
  }

  @Test
  void answersACsvByOneRecordASequenceWhateverTheOrderOfItsRows() {
    ApiAnswer answer =
        csv("t,id,colour,x\n2,b,red,-2.5\n0,a,red,0.5\n1,b,blue,-1.5\n0,b,red,-0.5\n");

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    List<String> lines = answer.text().lines().toList();
    assertThat(lines.get(0)).isEqualTo("id,prediction,probability_down,probability_up");
    assertThat(lines).hasSize(3);
    JsonNode inputs = predicted("{\"inputs\":[[[-0.5,1],[-1.5,0],[-2.5,1]],[[0.5,1]]]}");
    assertThat(lines.get(1)).startsWith("b,");
    assertThat(Double.parseDouble(lines.get(1).split(",")[3]))
        .isCloseTo(up(inputs, 0), within(1e-6));
    assertThat(lines.get(2)).startsWith("a,");
    assertThat(Double.parseDouble(lines.get(2).split(",")[3]))
        .isCloseTo(up(inputs, 1), within(1e-6));
  }

  @Test
  void answersManySequencesOfManySteps() {
    StringBuilder csv = new StringBuilder("id,t,x,colour\n");
    for (int row = 0; row < 60_000; row++) {
      csv.append("s%d,%d,0.5,red\n".formatted(row % 600, row));
    }

    ApiAnswer answer = csv(csv.toString());

    assertThat(answer.status()).isEqualTo(200);
    List<String> lines = answer.text().lines().skip(1).toList();
    assertThat(lines).hasSize(600);
    String first = lines.get(0).substring(lines.get(0).indexOf(','));
    assertThat(lines).allSatisfy(line -> assertThat(line).endsWith(first));
  }

  @Test
  void describesWhatItTakes() {
    JsonNode input = api.get("/api/v1/models/" + model).expect(200).json().at("/input");

    assertThat(input.at("/layout").asString()).isEqualTo("sequences");
    assertThat(input.at("/shape").toString()).isEqualTo("[null,2]");
    assertThat(input.at("/sequence_id").asString()).isEqualTo("id");
    assertThat(input.at("/columns/1/categories").toString()).isEqualTo("[\"blue\",\"red\"]");
    JsonNode tensors = api.get("/v2/models/trained%20here/versions/" + version()).json();
    assertThat(tensors.at("/inputs").toString())
        .isEqualTo(
            "[{\"name\":\"input\",\"datatype\":\"FP64\",\"shape\":[-1,-1,2]},"
                + "{\"name\":\"lengths\",\"datatype\":\"INT64\",\"shape\":[-1]}]");
  }

  @Test
  void infersFromPaddedTensors() {
    String body =
        """
        {"inputs":[{"name":"lengths","datatype":"INT64","shape":[2],"data":[1,2]},
          {"name":"input","datatype":"FP64","shape":[2,2,2],
           "data":[[[0.5,1],[1e300,77]],[[-0.5,1],[-1.5,0]]]}]}
        """;

    ApiAnswer answer = infer(body);

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    JsonNode inputs = predicted("{\"inputs\":[[[0.5,1]],[[-0.5,1],[-1.5,0]]]}");
    assertThat(answer.json().at("/outputs/0/data/1").asDouble())
        .isCloseTo(up(inputs, 0), within(1e-6));
    assertThat(answer.json().at("/outputs/0/data/3").asDouble())
        .isCloseTo(up(inputs, 1), within(1e-6));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "{\"inputs\":[[]]} | 422 | /inputs/0",
        "{\"inputs\":[[[1,0]],[]]} | 422 | /inputs/1",
        "{\"inputs\":[1]} | 422 | /inputs/0",
        "{\"inputs\":[[1,0]]} | 422 | /inputs/0/0",
        "{\"inputs\":[[[1,0],[1]]]} | 422 | /inputs/0/1",
        "{\"inputs\":[[[1,0],[1,0,2]]]} | 422 | /inputs/0/1",
        "{\"inputs\":[[[1,0],{}]]} | 422 | /inputs/0/1",
        "{\"inputs\":[[[1,0],[1,2]]]} | 422 | /inputs/0/1/1",
        "{\"inputs\":[[[1,0],[1,-1]]]} | 422 | /inputs/0/1/1",
        "{\"inputs\":[[[1,\"red\"]]]} | 422 | /inputs/0/0/1",
        "{\"inputs\":[[[null,0]]]} | 422 | /inputs/0/0/0",
        "{\"inputs\":[[[1e999,0]]]} | 422 | /inputs/0/0/0",
        "{\"inputs\":[[[[1],0]]]} | 422 | /inputs/0/0/0",
        "{\"rows\":[{\"x\":1,\"colour\":\"red\"}]} | 422 | /rows",
        "{\"rows\":[[{\"x\":1,\"colour\":\"red\"}]]} | 422 | /rows",
      })
  void refusesABodyThatCannotBeAnswered(String body, int status, String pointer) {
    ApiAnswer answer = post("application/json", utf8(body));

    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.json().at("/errors/0/pointer").asString()).isEqualTo(pointer);
  }

  @Test
  void refusesASequenceThatIsTooLong() {
    ApiAnswer answer =
        post("application/json", utf8("{\"inputs\":[[[1,0]" + ",[1,0]".repeat(100_000) + "]]}"));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().at("/errors/0/message").asString()).contains("100001");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "'id,t,x\na,1,1\n' | /rows/0/colour",
        "'id,x,colour\na,1,red\n' | /rows/0/t",
        "'t,x,colour\n1,1,red\n' | /rows/0/id",
        "'id,t,x,colour,z\na,1,1,red,2\n' | /rows/0/z",
        "'id,t,x,colour\n' | /rows",
        "'id,t,x,colour\na,1,1,pink\n' | /rows/0/colour",
        "'id,t,x,colour\na,1,,red\n' | /rows/0/x",
        "'id,t,x,colour\na,soon,1,red\n' | /rows/0/t",
        "'id,t,x,colour\na,1,1,red\na,2020-01-01,1,red\n' | /rows/1/t",
        "'id,t,x,colour\n,1,1,red\n' | /rows/0/id",
        "'id,t,x,colour\na,1,1,red\nb,1,1,red\na,1,2,red\n' | /rows/2/t",
        "'id,t,x,colour\na,1,1\n' | /rows/0/",
      })
  void refusesACsvThatCannotBeAnswered(String csv, String pointer) {
    ApiAnswer answer = csv(csv);

    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    assertThat(answer.json().at("/errors/0/pointer").asString()).isEqualTo(pointer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "[1,1,2] | [1,0] | [0]",
        "[1,1,2] | [1,0] | [2]",
        "[1,1,2] | [1,0] | [-1]",
        "[1,1,2] | [1,0] | [0.5]",
        "[1,1,2] | [1,0] | [1099511627776]",
        "[1,1,2] | [1,0] | [1,1]",
        "[1,0,2] | [] | [1]",
        "[1,2] | [1,0] | [1]",
        "[1,1,3] | [1,0,0] | [1]",
        "[1,1,2] | [1,2] | [1]",
        "[1,1,2] | [1e999,0] | [1]",
        "[1,200000,2] | [1,0] | [1]",
        "[1,9223372036854775807,2] | [1,0] | [1]",
      })
  void refusesTensorsThatCouldEndTheProcess(String shape, String data, String lengths) {
    ApiAnswer answer =
        infer(
            """
            {"inputs":[{"name":"input","datatype":"FP64","shape":%s,"data":%s},
              {"name":"lengths","datatype":"INT64","shape":[1],"data":%s}]}
            """
                .formatted(shape, data, lengths));

    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    assertThat(answer.json().at("/error").asString()).isNotBlank();
  }

  @Test
  void asksForTheLengthsAndForNothingElse() {
    String input = "{\"name\":\"input\",\"datatype\":\"FP64\",\"shape\":[1,1,2],\"data\":[1,0]}";

    assertThat(infer("{\"inputs\":[" + input + "]}").json().at("/error").asString())
        .contains("'lengths'");
    assertThat(infer("{\"inputs\":[" + input + "," + input + "]}").status()).isEqualTo(422);
    assertThat(infer("{\"inputs\":[%s,%s,%s]}".formatted(input, input, input)).status())
        .isEqualTo(422);
  }

  @Test
  void takesNoImage() {
    assertThat(post("image/png", new byte[] {1}).status()).isEqualTo(415);
  }

  private String version() {
    return String.valueOf(api.get("/api/v1/models/" + model).json().at("/version").asInt());
  }

  private ApiAnswer infer(String body) {
    return api.post("/v2/models/trained%20here/versions/" + version() + "/infer", body);
  }

  private static double up(JsonNode answer, int prediction) {
    return answer.at("/predictions/" + prediction + "/probabilities/up").asDouble();
  }

  private JsonNode predicted(String body) {
    ApiAnswer answer = post("application/json", utf8(body));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private ApiAnswer csv(String body) {
    return post("text/csv", utf8(body));
  }

  private ApiAnswer post(String type, byte[] body) {
    return api.send("POST", "/api/v1/models/" + model + "/predict", Body.of(type, body));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
