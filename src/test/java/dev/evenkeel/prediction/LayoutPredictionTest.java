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

/** Models of a series and of texts, made from uploaded files. */
@ServerTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LayoutPredictionTest {

  @Autowired private JdbcTemplate jdbc;
  @Autowired private ModelRegistry registry;
  @Autowired private BlobStore blobs;
  @LocalServerPort private int port;

  private ApiClient api;
  private UUID series;
  private UUID texts;

  @BeforeAll
  void train() {
    api = new ApiClient(port).sendingAnything();
    SmallTrainings trainings = new SmallTrainings(port, blobs, jdbc, registry);
    StringBuilder csv = new StringBuilder("day,y,wind\n");
    for (int step = 0; step < 40; step++) {
      csv.append(
          "2024-01-01T%02d:%02d,%s,%s\n"
              .formatted(
                  step / 2, step % 2 * 30, 100 + 10 * Math.sin(step), step % 3 == 0 ? "N" : "S"));
    }
    series =
        trainings.train(
            """
            {'name':'wave','format':'series_csv','task':'forecasting','time':'day','target':'y',
             'window':3,'horizon':2}""",
            utf8(csv.toString()),
            "{'type':'lstm','units':4}",
            "{}");
    texts =
        trainings.train(
            """
            {'name':'reviews','format':'csv','task':'classification','target':'mood',
             'columns':{'text':{'type':'text','max_tokens':4},'who':{'type':'ignore'}}}""",
            utf8(
                "text,mood,who\n"
                    + "a good film,glad,x\na bad film,sad,y\nreally good,glad,x\nso bad,sad,y\n"
                        .repeat(5)),
            "{'type':'embedding','units':3},{'type':'lstm','units':3}",
            "{}");
  }

  @Test
  void forecastsFromWindowsInTheUnitsOfTheSeries() {
    JsonNode answer = predicted(series, "{\"inputs\":[[[100,0],[108,1],[109,1]]]}");

    assertThat(answer.at("/predictions/0/values")).hasSize(2);
    assertThat(answer.at("/predictions/0/values/0").asDouble()).isBetween(60.0, 140.0);
    JsonNode model = api.get("/api/v1/models/" + series).expect(200).json();
    assertThat(model.at("/input/layout").asString()).isEqualTo("windows");
    assertThat(model.at("/input/shape").toString()).isEqualTo("[3,2]");
    assertThat(model.at("/output/targets").toString()).isEqualTo("[\"y[t+1]\",\"y[t+2]\"]");
  }

  @Test
  void forecastsFromEveryWindowOfACsv() {
    ApiAnswer answer =
        post(
            series,
            "text/csv",
            "wind,day,y\nN,2024-02-01,100\nS,2024-02-02,108\nS,2024-02-03,109\nN,2024-02-04,101\n");

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    List<String> lines = answer.text().lines().toList();
    assertThat(lines.get(0)).isEqualTo("day,prediction_y[t+1],prediction_y[t+2]");
    assertThat(lines).hasSize(3);
    assertThat(lines.get(2)).startsWith("2024-02-04,");
    double first =
        predicted(series, "{\"inputs\":[[[100,0],[108,1],[109,1]]]}")
            .at("/predictions/0/values/0")
            .asDouble();
    assertThat(lines.get(1)).startsWith("2024-02-03,");
    assertThat(Double.parseDouble(lines.get(1).split(",")[1])).isCloseTo(first, within(1e-9));
  }

  @Test
  void forecastsFromALongSeriesAsFromItsPieces() {
    StringBuilder csv = new StringBuilder("day,y,wind\n");
    for (int step = 0; step < 2000; step++) {
      csv.append("%d,%s,N\n".formatted(step, 100 + step % 7));
    }

    List<String> lines = post(series, "text/csv", csv.toString()).text().lines().toList();

    assertThat(lines).hasSize(1 + 1998);
    for (int step : new int[] {2, 257, 258, 259, 1999}) {
      double alone =
          predicted(
                  series,
                  "{\"inputs\":[[[%d,0],[%d,0],[%d,0]]]}"
                      .formatted(100 + (step - 2) % 7, 100 + (step - 1) % 7, 100 + step % 7))
              .at("/predictions/0/values/1")
              .asDouble();
      assertThat(lines.get(step - 1)).startsWith(step + ",");
      assertThat(Double.parseDouble(lines.get(step - 1).split(",")[2]))
          .isCloseTo(alone, within(1e-4));
    }
  }

  @Test
  void answersTextsHoweverTheyAreSent() {
    JsonNode rows = predicted(texts, "{\"rows\":[{\"text\":\"A GOOD film!\"},{\"text\":\"bad\"}]}");

    assertThat(predicted(texts, "{\"inputs\":[[\"a good film\"],[\"Bad.\"]]}").at("/predictions"))
        .isEqualTo(rows.at("/predictions"));
    List<String> lines =
        post(texts, "text/csv", "text\n\"A good, film\"\nbad\n").text().lines().toList();
    assertThat(lines.get(0)).isEqualTo("text,prediction,probability_glad,probability_sad");
    assertThat(lines.get(1)).startsWith("\"A good, film\",");
    assertThat(rows.at("/predictions/0/probabilities/glad").asDouble())
        .isNotCloseTo(rows.at("/predictions/1/probabilities/glad").asDouble(), within(1e-6));
  }

  @Test
  void takesRowsAsTheDatasetHadThemWithColumnsThatWereIgnored() {
    JsonNode answer =
        predicted(texts, "{\"rows\":[{\"text\":\"good\",\"who\":7,\"mood\":\"sad\"}]}");

    assertThat(answer.at("/predictions")).hasSize(1);
    assertThat(post(texts, "text/csv", "who,text\nx,good\n").text())
        .startsWith("who,text,prediction");
  }

  @Test
  void takesAnEmptyTextForAnUnknownWordAndCutsALongOne() {
    JsonNode answer =
        predicted(
            texts,
            "{\"inputs\":[[\"\"],[\"?!\"],[\"zyzzyva\"],[\"a good film so bad\"],[\"a good film so\"]]}");

    JsonNode predictions = answer.at("/predictions");
    assertThat(predictions.get(1)).isEqualTo(predictions.get(0));
    assertThat(predictions.get(2)).isEqualTo(predictions.get(0));
    assertThat(predictions.get(3)).isEqualTo(predictions.get(4));
    JsonNode input = api.get("/api/v1/models/" + texts).expect(200).json().at("/input");
    assertThat(input.toString())
        .isEqualTo(
            "{\"layout\":\"texts\",\"shape\":[1],\"columns\":[{\"name\":\"text\",\"type\":\"text\","
                + "\"vocabulary\":6,\"max_tokens\":4}],\"missing\":\"reject\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "series | {\"inputs\":[[[1,0],[2,0]]]} | /inputs/0",
        "series | {\"inputs\":[[[1,0],[2,0],[3,0],[4,0]]]} | /inputs/0",
        "series | {\"inputs\":[[[1],[2,0],[3,0]]]} | /inputs/0/0",
        "series | {\"inputs\":[[[1,0],[2,0],[3,\"N\"]]]} | /inputs/0/2/1",
        "series | {\"rows\":[{\"y\":1}]} | /rows",
        "texts | {\"rows\":[{\"text\":5}]} | /rows/0/text",
        "texts | {\"rows\":[{\"text\":[\"a\"]}]} | /rows/0/text",
        "texts | {\"rows\":[{\"text\":null}]} | /rows/0/text",
        "texts | {\"rows\":[{}]} | /rows/0/text",
        "texts | {\"rows\":[\"good\"]} | /rows/0",
        "texts | {\"rows\":[{\"text\":\"a\"},{\"words\":\"b\"}]} | /rows/1/words",
        "texts | {\"inputs\":[\"good\"]} | /inputs/0",
        "texts | {\"inputs\":[[\"a\",\"b\"]]} | /inputs/0",
        "texts | {\"inputs\":[[]]} | /inputs/0",
        "texts | {\"inputs\":[[1]]} | /inputs/0/0",
        "texts | {\"inputs\":[[[\"a\"]]]} | /inputs/0/0",
      })
  void refusesABodyThatCannotBeAnswered(String model, String body, String pointer) {
    ApiAnswer answer = post(named(model), "application/json", body);

    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    assertThat(answer.json().at("/errors/0/pointer").asString()).isEqualTo(pointer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "'day,y,wind\n1,1,N\n2,2,N\n' | /rows",
        "'y,wind\n1,N\n2,N\n3,N\n' | /rows/0/day",
        "'day,wind\n1,N\n2,N\n3,N\n' | /rows/0/y",
        "'day,y,wind\n1,1,N\n3,2,N\n2,3,N\n' | /rows/2/day",
        "'day,y,wind\n1,1,N\n1,2,N\n2,3,N\n' | /rows/1/day",
        "'day,y,wind\n1,1,N\nx,2,N\n2,3,N\n' | /rows/1/day",
        "'day,y,wind\n1,1,N\n2,,N\n3,3,N\n' | /rows/1/y",
        "'day,y,wind\n1,1,N\n2,2,W\n3,3,N\n' | /rows/1/wind",
      })
  void refusesASeriesThatCannotBeAnswered(String csv, String pointer) {
    ApiAnswer answer = post(series, "text/csv", csv);

    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    assertThat(answer.json().at("/errors/0/pointer").asString()).isEqualTo(pointer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "texts | [1,1,1] | [-1]",
        "texts | [1,1,1] | [8]",
        "texts | [1,1,1] | [1.5]",
        "texts | [1,1] | [1]",
        "series | [1,2,2] | [1,0,2,0]",
        "series | [1,3,2] | [1,0,2,0,3,2]",
      })
  void refusesTensorsThatDoNotFit(String model, String shape, String data) {
    String lengths =
        model.equals("texts")
            ? ",{\"name\":\"lengths\",\"datatype\":\"INT64\",\"shape\":[1],\"data\":[1]}"
            : "";
    String version = api.get("/api/v1/models/" + named(model)).json().at("/version").toString();
    ApiAnswer answer =
        api.post(
            "/v2/models/trained%20here/versions/" + version + "/infer",
            "{\"inputs\":[{\"name\":\"input\",\"datatype\":\"FP32\",\"shape\":%s,\"data\":%s}%s]}"
                .formatted(shape, data, lengths));

    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
  }

  private UUID named(String model) {
    return switch (model) {
      case "series" -> series;
      case "texts" -> texts;
      default -> throw new IllegalArgumentException(model);
    };
  }

  private JsonNode predicted(UUID model, String body) {
    ApiAnswer answer = post(model, "application/json", body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private ApiAnswer post(UUID model, String type, String body) {
    return api.send("POST", "/api/v1/models/" + model + "/predict", Body.of(type, utf8(body)));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
