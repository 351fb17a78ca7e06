package dev.evenkeel.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.model.ModelRegistry;
import dev.evenkeel.storage.BlobStore;
import dev.evenkeel.testing.ApiAnswer;
import dev.evenkeel.testing.ApiClient;
import dev.evenkeel.testing.ApiClient.Body;
import dev.evenkeel.testing.ServerTest;
import dev.evenkeel.testing.SmallTrainings;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/** A model of pictures in three channels, asked by pixels and by files. */
@ServerTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PicturePredictionTest {

  @Autowired private JdbcTemplate jdbc;
  @Autowired private ModelRegistry registry;
  @Autowired private BlobStore blobs;
  @LocalServerPort private int port;

  private ApiClient api;
  private UUID model;

  @BeforeAll
  void train() throws IOException {
    api = new ApiClient(port).sendingAnything();
    SmallTrainings trainings = new SmallTrainings(port, blobs, jdbc, registry);
    model =
        trainings.train(
            """
            {'name':'shades','format':'images','task':'classification','height':4,'width':6,
             'channels':3}""",
            zip(),
            "{'type':'conv2d','filters':3,'kernel':3},{'type':'global_pooling','pooling':'average'}",
            "{}");
  }

  @Test
  void answersAPictureAsItAnswersItsPixels() throws IOException {
    JsonNode picture = post("image/png", png(200, 4, 6)).json();
    String pixel = "[200,100,50]";
    String row = "[" + (pixel + ",").repeat(5) + pixel + "]";
    JsonNode pixels = predicted("{\"inputs\":[[" + (row + ",").repeat(3) + row + "]]}");

    assertThat(picture.at("/predictions")).hasSize(1);
    assertThat(picture.at("/predictions")).isEqualTo(pixels.at("/predictions"));
    assertThat(post("image/png", png(200, 40, 60)).json().at("/predictions"))
        .isEqualTo(pixels.at("/predictions"));
    JsonNode input = api.get("/api/v1/models/" + model).expect(200).json().at("/input");
    assertThat(input.at("/shape").toString()).isEqualTo("[4,6,3]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "{\"inputs\":[[[[1,2,3]]]]} | /inputs/0/0",
        "{\"inputs\":[[[[1,2,256]]]]} | /inputs/0/0/0/2",
        "{\"inputs\":[[[[1,2,-1]]]]} | /inputs/0/0/0/2",
        "{\"inputs\":[[[[1,2]]]]} | /inputs/0/0/0",
        "{\"inputs\":[[1,2,3]]} | /inputs/0/0",
        "{\"inputs\":[[]]} | /inputs/0",
        "{\"inputs\":[\"x\"]} | /inputs/0",
        "{\"rows\":[{\"red\":1}]} | /rows",
      })
  void refusesABodyThatCannotBeAnswered(String body, String pointer) {
    ApiAnswer answer = post("application/json", utf8(body));

    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    assertThat(answer.json().at("/errors/0/pointer").asString()).isEqualTo(pointer);
  }

  @Test
  void refusesPicturesThatAreNone() throws IOException {
    byte[] png = png(1, 50, 50);

    assertThat(post("image/png", new byte[0]).status()).isEqualTo(422);
    assertThat(post("image/png", utf8("GIF89a")).status()).isEqualTo(422);
    assertThat(post("image/png", Arrays.copyOf(png, png.length / 2)).status()).isEqualTo(422);
    assertThat(post("image/jpeg", png).status()).isEqualTo(200);
    assertThat(post("image/png", new byte[17 << 20]).status()).isEqualTo(413);
    assertThat(post("image/gif", png).status()).isEqualTo(415);
    assertThat(post("text/csv", utf8("red,green,blue\n1,2,3\n")).status()).isEqualTo(415);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "[1,4,6,1] | [1]",
        "[1,6,4,3] | [1]",
        "[1,4,6,3] | [1]",
        "[0,4,6,3] | []",
      })
  void refusesTensorsThatDoNotFit(String shape, String data) {
    String version = api.get("/api/v1/models/" + model).json().at("/version").toString();
    ApiAnswer answer =
        api.post(
            "/v2/models/trained%20here/versions/" + version + "/infer",
            "{\"inputs\":[{\"name\":\"input\",\"datatype\":\"FP32\",\"shape\":%s,\"data\":%s}]}"
                .formatted(shape, data));

    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
  }

  private static byte[] zip() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (int i = 0; i < 12; i++) {
        zip.putNextEntry(new ZipEntry((i % 2 == 0 ? "dark/" : "light/") + i + ".png"));
        zip.write(png(i % 2 == 0 ? 10 + i : 200 + i, 8, 12));
      }
    }
    return bytes.toByteArray();
  }

  /** Of one colour; half as green as red, a quarter as blue. */
  private static byte[] png(int red, int height, int width) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, red << 16 | red / 2 << 8 | red / 4);
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }

  private JsonNode predicted(String body) {
    ApiAnswer answer = post("application/json", utf8(body));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private ApiAnswer post(String type, byte[] body) {
    return api.send("POST", "/api/v1/models/" + model + "/predict", Body.of(type, body));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
