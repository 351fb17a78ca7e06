package dev.evenkeel.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.testing.ApiClient;
import dev.evenkeel.testing.ServerTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Images, arrays and Parquet over HTTP, each answer held to the contract by the client. */
@ServerTest
class BinaryFormatsTest {

  private static final String NPZ =
      """
      {"name":"arrays","format":"npz","task":"%s"}""";

  @LocalServerPort private int port;
  private ApiClient client;

  @BeforeEach
  void connect() {
    client = new ApiClient(port);
  }

  @Test
  void storesAndShowsImages() {
    byte[] zip =
        Zips.zip()
            .with("train/b/1.png", Zips.png(3, 3, 0xFFFFFF))
            .with("train/a/2.jpg", Zips.jpeg(9, 2, 0))
            .with("train/a/1.png", Zips.png(1, 1, 0))
            .bytes();

    JsonNode images =
        upload(
            """
            {"name":"i","format":"images","task":"classification","height":4,"width":5,"channels":3,"root":"train"}""",
            zip);

    assertThat(images.path("input_shape").toString()).isEqualTo("[4,5,3]");
    assertThat(images.path("classes").toString()).isEqualTo("[\"a\",\"b\"]");
    assertThat(images.path("examples").asInt()).isEqualTo(3);
    assertThat(images.path("root").asString()).isEqualTo("train");
    assertThat(images.path("target").isNull()).isTrue();
    assertThat(preview(images).path("rows").toString())
        .isEqualTo(
            "[{\"file\":\"train/a/1.png\",\"class\":\"a\"},"
                + "{\"file\":\"train/b/1.png\",\"class\":\"b\"},"
                + "{\"file\":\"train/a/2.jpg\",\"class\":\"a\"}]");
    assertThat(content(images, "application/zip")).isEqualTo(zip);
  }

  @Test
  void storesAndShowsATableOfArrays() {
    byte[] npz = npz(Npys.floats("(2, 2)", 1, Double.NaN, 3, 4), Npys.ints("(2,)", 1, 0));

    JsonNode arrays = upload(NPZ.formatted("classification"), npz);

    assertThat(arrays.path("input_shape").toString()).isEqualTo("[2]");
    assertThat(arrays.path("warnings").get(1).path("code").asString()).isEqualTo("missing_values");
    assertThat(preview(arrays).path("rows").toString())
        .isEqualTo("[{\"x0\":1.0,\"x1\":null,\"y\":\"1\"},{\"x0\":3.0,\"x1\":4.0,\"y\":\"0\"}]");
    assertThat(content(arrays, "application/zip")).isEqualTo(npz);
  }

  @Test
  void storesAndShowsArraysOfSequencesAndOfImages() {
    JsonNode sequences =
        upload(
            NPZ.formatted("regression"),
            npz(Npys.floats("(2, 2, 1)", 1, 2, 3, 4), Npys.floats("(2, 2)", 5, 6, 7, 8)));
    JsonNode images =
        upload(
            NPZ.formatted("classification"),
            npz(
                Npys.npy("|u1", "(2, 1, 2, 1)", new byte[] {0, -1, 1, 2}),
                Npys.texts("(2,)", 3, "cat", "dog")));

    assertThat(sequences.path("input_shape").toString()).isEqualTo("[2,1]");
    assertThat(preview(sequences).path("rows").get(1).toString())
        .isEqualTo("{\"x\":[[3.0],[4.0]],\"y0\":7.0,\"y1\":8.0}");
    assertThat(images.path("input_shape").toString()).isEqualTo("[1,2,1]");
    assertThat(preview(images).path("rows").get(0).toString())
        .isEqualTo("{\"x\":[[[0.0],[255.0]]],\"y\":\"cat\"}");
  }

  @Test
  void storesAndShowsParquet() throws IOException {
    byte[] wine = Files.readAllBytes(Path.of("src/test/resources/samples/parquet/wine.parquet"));

    JsonNode table =
        upload(
            """
            {"name":"wine","format":"parquet","task":"classification","target":"cultivar"}""",
            wine);

    assertThat(table.path("examples").asInt()).isEqualTo(178);
    assertThat(table.path("input_shape").toString()).isEqualTo("[13]");
    JsonNode first = preview(table).path("rows").get(0);
    assertThat(first.path("alcohol").asDouble()).isEqualTo(14.23);
    assertThat(first.path("cultivar").isString()).isTrue();
    assertThat(content(table, "application/vnd.apache.parquet")).isEqualTo(wine);
  }

  private static byte[] npz(byte[] x, byte[] y) {
    return Zips.zip().with("x.npy", x).with("y.npy", y).bytes();
  }

  private JsonNode upload(String spec, byte[] file) {
    JsonNode dataset = client.upload(spec, file).expect(201).json();
    String path = "/api/v1/datasets/" + dataset.path("id").asString();
    assertThat(client.get(path).expect(200).json()).isEqualTo(dataset);
    return dataset;
  }

  private JsonNode preview(JsonNode dataset) {
    return client
        .get("/api/v1/datasets/" + dataset.path("id").asString() + "/preview")
        .expect(200)
        .json();
  }

  private byte[] content(JsonNode dataset, String mediaType) {
    var answer = client.get("/api/v1/datasets/" + dataset.path("id").asString() + "/content");
    assertThat(answer.expect(200).header("Content-Type")).isEqualTo(mediaType);
    return answer.body();
  }
}
