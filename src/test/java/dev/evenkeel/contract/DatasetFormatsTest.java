package dev.evenkeel.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.testing.ApiAnswer;
import dev.evenkeel.testing.ApiClient;
import dev.evenkeel.testing.ServerTest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Sequences, series and texts over HTTP, each answer held to the contract by the client. */
@ServerTest
class DatasetFormatsTest {

  @LocalServerPort private int port;
  private ApiClient client;

  @BeforeEach
  void connect() {
    client = new ApiClient(port);
  }

  @Test
  void storesAndShowsSequences() {
    String csv = "id,t,x,y\nb,2010-01-02,2.5,p\na,2010-01-01,,q\nb,2010-01-01,1,p\n";

    JsonNode sequences =
        upload(
            """
            {"name":"walks","format":"sequence_csv","task":"classification","target":"y","sequence_id":"id","time":"t"}""",
            csv);

    assertThat(sequences.path("format").asString()).isEqualTo("sequence_csv");
    assertThat(sequences.path("sequence_id").asString()).isEqualTo("id");
    assertThat(sequences.path("time").asString()).isEqualTo("t");
    assertThat(sequences.path("examples").asInt()).isEqualTo(2);
    assertThat(sequences.path("input_shape").toString()).isEqualTo("[null,1]");
    assertThat(sequences.path("columns").valueStream().map(c -> c.path("type").asString()))
        .containsExactly("sequence_id", "time", "numeric", "categorical");
    assertThat(preview(sequences).path("rows").get(0).toString())
        .isEqualTo("{\"id\":\"b\",\"t\":\"2010-01-02\",\"x\":2.5,\"y\":\"p\"}");
    assertThat(content(sequences)).isEqualTo(csv);
  }

  @Test
  void storesAndShowsASeries() {
    JsonNode series =
        upload(
            """
            {"name":"air","format":"series_csv","task":"forecasting","target":["y","x"],"time":"t","window":3,"season":4}""",
            "t,x,y\n1949-01,1,10\n1949-02,2,20\n1949-03,3,\n1949-04,4,40\n1949-05,5,50\n");

    assertThat(series.path("examples").asInt()).isEqualTo(2);
    assertThat(series.path("input_shape").toString()).isEqualTo("[3,2]");
    assertThat(series.path("window").asInt()).isEqualTo(3);
    assertThat(series.path("horizon").asInt()).isEqualTo(1);
    assertThat(series.path("season").asInt()).isEqualTo(4);
    assertThat(series.path("target").toString()).isEqualTo("[\"y\",\"x\"]");
    assertThat(series.path("classes").isNull()).isTrue();
    assertThat(preview(series).path("rows").get(2).toString())
        .isEqualTo("{\"t\":\"1949-03\",\"x\":3.0,\"y\":null}");
  }

  @Test
  void storesAndShowsTexts() {
    JsonNode texts =
        upload(
            """
            {"name":"films","format":"csv","task":"classification","target":"y",
             "columns":{"x":{"type":"text","vocabulary":50,"max_tokens":3}}}""",
            "x,y\n\"Good, very good indeed\",p\nNot so good,q\n");

    assertThat(texts.path("input_shape").toString()).isEqualTo("[3,1]");
    assertThat(texts.path("columns").get(0).path("type").asString()).isEqualTo("text");
    assertThat(texts.path("warnings").get(0).path("code").asString()).isEqualTo("texts_cut");
    assertThat(preview(texts).path("rows").get(0).path("x").asString())
        .isEqualTo("Good, very good indeed");
  }

  private JsonNode upload(String spec, String csv) {
    JsonNode dataset = client.upload(spec, csv.getBytes(StandardCharsets.UTF_8)).expect(201).json();
    ApiAnswer read = client.get("/api/v1/datasets/" + dataset.path("id").asString());
    assertThat(read.expect(200).json()).isEqualTo(dataset);
    client.get("/api/v1/datasets?limit=1").expect(200);
    return dataset;
  }

  private JsonNode preview(JsonNode dataset) {
    return client
        .get("/api/v1/datasets/" + dataset.path("id").asString() + "/preview")
        .expect(200)
        .json();
  }

  private String content(JsonNode dataset) {
    return client
        .get("/api/v1/datasets/" + dataset.path("id").asString() + "/content")
        .expect(200)
        .text();
  }
}
