package dev.evenkeel.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.model.ModelRegistry;
import dev.evenkeel.testing.ApiAnswer;
import dev.evenkeel.testing.ApiClient;
import dev.evenkeel.testing.ServerTest;
import dev.evenkeel.testing.TrainedModels;
import dev.evenkeel.training.spec.PreprocessingSpec.MissingPolicy;
import dev.evenkeel.training.stability.Verdict;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/** Every file of the server is sent in the same way. */
@ServerTest
class DownloadTest {

  private static final Map<String, String> SPEC =
      Map.of("name", "a b;c", "format", "csv", "task", "regression", "target", "y");

  @Autowired private JdbcTemplate jdbc;
  @Autowired private ModelRegistry registry;
  @LocalServerPort private int port;

  private ApiClient api;

  /** What can be downloaded. */
  enum File {
    DATASET,
    DL4J,
    ONNX
  }

  @BeforeEach
  void connect() {
    api = new ApiClient(port).sendingAnything();
  }

  private String path(File file) {
    if (file == File.DATASET) {
      byte[] csv = "x,y\n1,2\n3,4\n5,6\n".getBytes(StandardCharsets.UTF_8);
      String id = api.upload(SPEC, csv).expect(201).json().at("/id").asString();
      return "/api/v1/datasets/" + id + "/content";
    }
    TrainedModels models = new TrainedModels(jdbc, registry);
    String format = file == File.DL4J ? "dl4j" : "onnx";
    return "/api/v1/models/%s/artifact?format=%s"
        .formatted(
            models.register("a b;c", TrainedModels.classifier(Verdict.HEALTHY, MissingPolicy.MEAN)),
            format);
  }

  @ParameterizedTest
  @EnumSource
  void saysWhatItSends(File file) throws Exception {
    ApiAnswer whole = api.get(path(file)).expect(200);

    byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(whole.body());
    assertThat(whole.header("Repr-Digest"))
        .isEqualTo("sha-256=:" + Base64.getEncoder().encodeToString(sha256) + ":");
    assertThat(whole.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(whole.header("Accept-Ranges")).isEqualTo("bytes");
    assertThat(whole.header("Content-Length")).isEqualTo("" + whole.body().length);
    assertThat(whole.header("Content-Disposition")).contains("a_b_c");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ':',
      value = {
        "bytes=2-4:2:5",
        "bytes=2-2:2:3",
        "BYTES=2-4:2:5",
        "bytes=8-:8:end",
        "bytes=2-999999:2:end",
        "bytes=900000-900001, 2-4:2:5"
      })
  void sendsARange(String range, int from, String to) {
    for (File file : File.values()) {
      String path = path(file);
      byte[] whole = api.get(path).body();
      int end = to.equals("end") ? whole.length : Integer.parseInt(to);

      ApiAnswer part = api.get(path, "Range", range).expect(206);

      assertThat(part.body()).as("%s", file).isEqualTo(Arrays.copyOfRange(whole, from, end));
      assertThat(part.header("Content-Range"))
          .isEqualTo("bytes %d-%d/%d".formatted(from, end - 1, whole.length));
      assertThat(part.header("Content-Length")).isEqualTo("" + (end - from));
    }
  }

  @ParameterizedTest
  @EnumSource
  void sendsSeveralRangesAsPartsOfTheLengthThatItSays(File file) {
    String path = path(file);
    byte[] whole = api.get(path).body();
    String text = new String(whole, StandardCharsets.ISO_8859_1);

    ApiAnswer parts = api.get(path, "Range", "bytes=0-2,4-6").expect(206);

    String type = parts.header("Content-Type");
    assertThat(type).startsWith("multipart/byteranges; boundary=");
    String boundary = type.substring(type.indexOf('=') + 1);
    String head = "\r\n--%s\r\nContent-Type: %s\r\nContent-Range: bytes %s/%d\r\n\r\n%s";
    String partType = api.get(path).header("Content-Type");
    assertThat(new String(parts.body(), StandardCharsets.ISO_8859_1))
        .isEqualTo(
            head.formatted(boundary, partType, "0-2", whole.length, text.substring(0, 3))
                + head.formatted(boundary, partType, "4-6", whole.length, text.substring(4, 7))
                + "\r\n--%s--\r\n".formatted(boundary));
    assertThat(parts.header("Content-Length")).isEqualTo("" + parts.body().length);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ':',
      value = {
        "items=0-1",
        "bytes",
        "bytes=",
        "bytes=,",
        "bytes=abc",
        "bytes=5-2",
        "bytes=-",
        "bytes=0-1;2-3",
        "bytes=0-,0-,0-"
      })
  void sendsTheWholeWhereARangeIsNoneThatItKnows(String range) {
    for (File file : File.values()) {
      String path = path(file);

      ApiAnswer answer = api.get(path, "Range", range).expect(200);

      assertThat(answer.body()).as("%s", file).isEqualTo(api.get(path).body());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ':',
      value = {"bytes=900000-", "bytes=-0", "bytes=900000-900001,900003-"})
  void refusesARangeBehindTheEnd(String range) {
    for (File file : File.values()) {
      String path = path(file);

      ApiAnswer refused = api.get(path, "Range", range).expect(416);

      assertThat(refused.header("Content-Range"))
          .isEqualTo("bytes */" + api.get(path).body().length);
      assertThat(refused.json().at("/code").asString()).isEqualTo("range_not_satisfiable");
    }
  }

  @ParameterizedTest
  @EnumSource
  void knowsWhatTheClientHas(File file) {
    String path = path(file);
    String tag = api.get(path).header("ETag");

    api.get(path, "If-None-Match", tag).expect(304);
    api.get(path, "If-None-Match", "\"other\", W/" + tag).expect(304);
    api.get(path, "If-None-Match", tag, "Range", "bytes=0-1").expect(304);
    api.get(path, "If-Range", tag, "Range", "bytes=0-1").expect(206);
    api.get(path, "If-Range", "W/" + tag, "Range", "bytes=0-1").expect(200);
    api.get(path, "If-Range", "\"other\"", "Range", "bytes=900000-").expect(200);
    api.get(path, "If-Range", "Mon, 01 Jan 2024 00:00:00 GMT", "Range", "bytes=0-1").expect(200);
  }

  @ParameterizedTest
  @EnumSource
  void saysWithoutSendingWhatItWouldSend(File file) throws Exception {
    String path = path(file);
    ApiAnswer whole = api.get(path);

    HttpResponse<byte[]> head =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .timeout(Duration.ofSeconds(60))
                    .header("Range", "bytes=0-1")
                    .method("HEAD", HttpRequest.BodyPublishers.noBody())
                    .build(),
                HttpResponse.BodyHandlers.ofByteArray());

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    for (String name : new String[] {"Content-Length", "ETag", "Repr-Digest", "Content-Type"}) {
      assertThat(head.headers().firstValue(name)).as(name).hasValue(whole.header(name));
    }
  }
}
