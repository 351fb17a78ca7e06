package dev.evenkeel.dataset;

import static dev.evenkeel.dataset.Uploads.BOUNDARY;
import static dev.evenkeel.dataset.Uploads.body;
import static dev.evenkeel.dataset.Uploads.json;
import static dev.evenkeel.dataset.Uploads.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.evenkeel.dataset.Uploads.Part;
import dev.evenkeel.storage.DataDirectory;
import dev.evenkeel.testing.ServerTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

@ServerTest
// The same as BadArchivesTest has, so that one server serves both.
@TestPropertySource(
    properties = {
      "evenkeel.datasets.max-bytes=1000000",
      "evenkeel.datasets.max-decompressed-bytes=2000000",
      "evenkeel.datasets.max-zip-entries=50"
    })
class BadUploadsTest {

  private static final String MULTIPART = "multipart/form-data; boundary=" + BOUNDARY;
  private static final String SPEC =
      """
      {"name":"d","format":"csv","task":"classification","target":"y"}""";
  private static final String REGRESSION =
      """
      {"name":"d","format":"csv","task":"regression","target":"y"}""";
  private static final String IMAGE_FAULTS = "/target /height /width /channels";
  private static final String GOOD = "x,y\n1,a\n2,b\n";

  @LocalServerPort private int port;
  @Autowired private DataDirectory directory;
  @Autowired private JdbcClient jdbc;

  @AfterEach
  void nothingIsLeftBehind() throws IOException {
    Long rows = jdbc.sql("select count(*) from dataset").query(Long.class).single();
    Path stored = directory.folder("blobs").resolve("datasets");
    long folders = Files.exists(stored) ? entries(stored) : 0;
    assertThat(folders).isEqualTo(rows);
    await().untilAsserted(() -> assertThat(entries(directory.folder("work"))).isZero());
  }

  private static long entries(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.count();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("specs")
  void refusesABadSpecWithAPointer(String spec, int status, String code, String pointers) {
    HttpResponse<String> answer = new Uploads(port).upload(spec, GOOD);

    assertProblem(answer, status, code);
    assertThat(pointers(answer)).isEqualTo(pointers);
  }

  static Stream<Arguments> specs() {
    String rest = ",\"format\":\"csv\",\"task\":\"classification\",\"target\":\"y\"";
    String columns = "{\"name\":\"d\"" + rest + ",\"columns\":";
    return Stream.of(
        arguments("", 400, "malformed_request", ""),
        arguments("{", 400, "malformed_request", ""),
        arguments("{\"name\":NaN}", 400, "malformed_request", ""),
        arguments(SPEC + "x", 400, "malformed_request", ""),
        arguments("{\"name\":\"a\",\"name\":\"b\"" + rest + "}", 400, "malformed_request", ""),
        arguments("{\"name\":\"\\ud800\"" + rest + "}", 400, "malformed_request", "/name"),
        arguments(named("deep nesting", "[".repeat(100_000)), 400, "malformed_request", ""),
        arguments("[]", 422, "invalid_request", ""),
        arguments("null", 422, "invalid_request", ""),
        arguments("{}", 422, "invalid_request", "/name /format /task /target"),
        arguments("{\"name\":1" + rest + "}", 422, "invalid_request", "/name"),
        arguments("{\"name\":\" \"" + rest + "}", 422, "invalid_request", "/name"),
        arguments("{\"name\":\"a\\u0000b\"" + rest + "}", 422, "invalid_request", "/name"),
        arguments(
            named("long name", "{\"name\":\"" + "x".repeat(201) + "\"" + rest + "}"),
            422,
            "invalid_request",
            "/name"),
        arguments(
            "{\"name\":\"d\",\"formt\":1,\"a/b\":2" + rest + "}",
            422,
            "invalid_request",
            "/formt /a~1b"),
        arguments(SPEC.replace("\"csv\"", "\"xls\""), 422, "invalid_request", "/format"),
        arguments(SPEC.replace("\"csv\"", "\"images\""), 422, "invalid_request", IMAGE_FAULTS),
        arguments(SPEC.replace("classification", "magic"), 422, "invalid_request", "/task"),
        arguments(SPEC.replace("classification", "forecasting"), 422, "invalid_request", "/task"),
        arguments(SPEC.replace("\"y\"", "\"z\""), 422, "invalid_request", "/target"),
        arguments(SPEC.replace("\"y\"", "[]"), 422, "invalid_request", "/target"),
        arguments(SPEC.replace("\"y\"", "[\"x\",\"y\"]"), 422, "invalid_request", "/target"),
        arguments(
            REGRESSION.replace("\"y\"", "[\"x\",1,\"x\"]"),
            422,
            "invalid_request",
            "/target/1 /target/2"),
        arguments(columns + "[]}", 422, "invalid_request", "/columns"),
        arguments(columns + "{\"x\":\"numeric\"}}", 422, "invalid_request", "/columns/x"),
        arguments(
            columns + "{\"x\":{\"type\":\"prose\"}}}", 422, "invalid_request", "/columns/x/type"),
        arguments(
            columns + "{\"x\":{\"type\":\"numeric\",\"mean\":1}}}",
            422,
            "invalid_request",
            "/columns/x/mean"),
        arguments(
            columns + "{\"q\":{\"type\":\"numeric\"}}}", 422, "invalid_request", "/columns/q"),
        arguments(
            columns + "{\"y\":{\"type\":\"ignore\"}}}", 422, "invalid_request", "/columns/y/type"),
        arguments(columns + "{\"x\":{\"type\":\"ignore\"}}}", 422, "invalid_request", "/columns"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void refusesABadFileAndSaysWhere(byte[] file, String code, String detail) {
    HttpResponse<String> answer = new Uploads(port).post(body(Part.spec(SPEC), Part.file(file)));

    assertProblem(answer, 422, "invalid_data");
    JsonNode first = json(answer).get("errors").get(0);
    assertThat(first.get("pointer").stringValue()).isEqualTo("/file");
    assertThat(first.get("code").stringValue()).isEqualTo(code);
    assertThat(json(answer).get("detail").stringValue()).contains(detail);
  }

  static Stream<Arguments> files() throws IOException {
    byte[] gzip = gzip(("x,y\n" + "1,a\n2,b\n".repeat(20_000)));
    byte[] corrupt = gzip.clone();
    Arrays.fill(corrupt, 30, 60, (byte) 0x55);
    return Stream.of(
        file("empty", "", "empty_file", "empty"),
        file("blank lines", "\n\n\r\n", "empty_file", "empty"),
        file("header only", "x,y\n", "no_examples", "no rows"),
        file("short row", "x,y\n1,a\n2\n3,c\n", "ragged_row", "Line 3 has 1 cells"),
        file("long row", "x,y\n1,a,\n", "ragged_row", "Line 2 has 3 cells"),
        file("duplicate header", "x,y,x\n1,a,2\n", "duplicate_header", "'x'"),
        file("nameless column", "x,,y\n1,2,a\n", "empty_header", "Column 2"),
        file("line end in header", "\"x\n1\",y\n1,a\n", "bad_header", "Column 1"),
        file("unclosed quote", "x,y\n1,\"a\n2,b\n", "unclosed_quote", "Line 2"),
        file("text after quote", "x,y\n1,\"a\"b\n", "text_after_quote", "Line 2"),
        file("one class", "x,y\n1,a\n2,a\n", "too_few_classes", "one class"),
        file("missing label", "x,y\n1,a\n2,\n3,b\n", "bad_cell", "Line 3, column 'y'"),
        file("word among numbers", "x,y\n" + "1,a\n2,b\n".repeat(10) + "w,a\n", "bad_cell", "'w'"),
        file("NUL", "x,y\n1,\0\n", "binary", "0x00"),
        file("too many classes", "x,y\n" + rows(1_001), "too_many_classes", "regression"),
        file("too many columns", header(20_001), "too_many_columns", "20000"),
        arguments(named("zip", new byte[] {'P', 'K', 3, 4, 20, 0}), "binary", "0x03"),
        arguments(
            named("UTF-16", "x,y\n1,a\n".getBytes(StandardCharsets.UTF_16)), "encoding", "UTF-16"),
        arguments(
            named("Latin-1", "x,y\n1,\u00e4\n2,b\n".getBytes(StandardCharsets.ISO_8859_1)),
            "encoding",
            "Line 2 is not UTF-8 at byte 6"),
        arguments(
            named("truncated gzip", Arrays.copyOf(gzip, gzip.length / 2)),
            "gzip_truncated",
            "ends in the middle"),
        arguments(
            named("gzip magic only", new byte[] {0x1F, (byte) 0x8B}),
            "gzip_truncated",
            "ends in the middle"),
        arguments(named("corrupt gzip", corrupt), "gzip_corrupt", "corrupt"));
  }

  private static Arguments file(String name, String text, String code, String detail) {
    return arguments(named(name, utf8(text)), code, detail);
  }

  private static String rows(int classes) {
    return IntStream.range(0, classes)
        .mapToObj("%1$d,label %1$d\n"::formatted)
        .collect(Collectors.joining());
  }

  private static String header(int columns) {
    return IntStream.range(0, columns).mapToObj("c%d,"::formatted).collect(Collectors.joining())
        + "y\n";
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(utf8(text));
    }
    return bytes.toByteArray();
  }

  @Test
  void namesTheFirstTwentyBadCells() {
    String csv = "x,y\n" + "1,2\n".repeat(300) + "one,2\n1,two\n".repeat(20);

    HttpResponse<String> answer = new Uploads(port).upload(REGRESSION, csv);

    assertProblem(answer, 422, "invalid_data");
    JsonNode errors = json(answer).get("errors");
    assertThat(errors).hasSize(20);
    assertThat(errors.get(0).get("message").stringValue())
        .startsWith("Line 302, column 'x': 'one' is not a number");
    assertThat(errors.get(1).get("message").stringValue())
        .startsWith("Line 303, column 'y': 'two' is not a number");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bodies")
  void refusesABadMultipartBody(byte[] body, String type, int status, String pointers) {
    HttpResponse<String> answer = new Uploads(port).post(body, type, Map.of());

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(pointers(answer)).isEqualTo(pointers);
  }

  static Stream<Arguments> bodies() {
    Part spec = Part.spec(SPEC);
    Part file = Part.file(GOOD);
    byte[] good = body(spec, file);
    Part xml = new Part("spec", "", "application/xml", utf8(SPEC));
    return Stream.of(
        arguments(named("no parts", body()), MULTIPART, 422, "/spec /file"),
        arguments(named("no file", body(spec)), MULTIPART, 422, "/file"),
        arguments(named("no spec", body(file)), MULTIPART, 422, "/spec"),
        arguments(named("two files", body(spec, file, file)), MULTIPART, 422, "/file"),
        arguments(named("two specs", body(spec, spec, file)), MULTIPART, 422, "/spec"),
        arguments(
            named("unknown part", body(spec, file, new Part("extra", "", "", utf8("1")))),
            MULTIPART,
            422,
            "/extra"),
        arguments(named("spec as XML", body(xml, file)), MULTIPART, 415, ""),
        arguments(named("JSON instead", utf8(SPEC)), "application/json", 415, ""),
        arguments(named("no boundary", good), "multipart/form-data", 400, ""),
        arguments(
            named("other boundary", good), "multipart/form-data; boundary=x", 422, "/spec /file"),
        arguments(
            named("truncated body", Arrays.copyOf(good, good.length - 40)), MULTIPART, 400, ""),
        arguments(named("no body", new byte[0]), MULTIPART, 422, "/spec /file"),
        arguments(
            named("file too large", body(spec, Part.file(new byte[1_000_001]))),
            MULTIPART,
            413,
            ""),
        arguments(
            named("file too large, first", body(Part.file(new byte[1_000_001]), spec)),
            MULTIPART,
            413,
            ""));
  }

  @Test
  void leavesNothingOfAnUploadThatBreaksOff() throws IOException {
    byte[] body = body(Part.spec(SPEC), Part.file("x,y\n" + "1,a\n".repeat(50_000)));
    String head =
        "POST /api/v1/datasets HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
            .formatted(MULTIPART, body.length);
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.getOutputStream().write(utf8(head));
      socket.getOutputStream().write(body, 0, body.length / 2);
      socket.getOutputStream().flush();
      await().untilAsserted(() -> assertThat(entries(directory.folder("work"))).isOne());
    }

    await().untilAsserted(() -> assertThat(entries(directory.folder("work"))).isZero());
  }

  private static void assertProblem(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(json(answer).get("code").stringValue()).isEqualTo(code);
  }

  /** Pointers of all faults, in order. */
  private static String pointers(HttpResponse<String> answer) {
    return json(answer).path("errors").values().stream()
        .map(error -> error.path("pointer").asString(""))
        .collect(Collectors.joining(" "));
  }
}
