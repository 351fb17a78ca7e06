package dev.evenkeel.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.evenkeel.testing.ApiAnswer;
import dev.evenkeel.testing.ApiClient;
import dev.evenkeel.testing.ServerTest;
import dev.evenkeel.training.dl4j.ForeignNetworks;
import dev.evenkeel.training.dl4j.ForeignNetworks.Saved;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

@ServerTest
class ImportTest {

  private static final String PATH = "/api/v1/models/import";
  private static final byte[] JUNK = "not weights".getBytes(StandardCharsets.UTF_8);
  private static final Saved TABLE = ForeignNetworks.table();
  private static final Saved IMAGES = ForeignNetworks.images();

  @Autowired private JdbcClient jdbc;

  @Value("${evenkeel.data-dir}")
  private Path data;

  @LocalServerPort private int port;

  private ApiClient api;

  @BeforeEach
  void setUp() {
    api = new ApiClient(port).sendingAnything();
  }

  static Stream<Arguments> networks() {
    return Stream.of(
        Arguments.of("{\"name\":\"table\",\"classes\":[\"a\",\"b\",\"c\"]}", TABLE),
        Arguments.of("{\"name\":\"images\",\"input_shape\":[4,4,1]}", IMAGES),
        Arguments.of("{\"name\":\"sequences\"}", ForeignNetworks.sequences()),
        Arguments.of("{\"name\":\"codes\",\"input_shape\":[null,1]}", ForeignNetworks.codes()));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void anImportedNetworkAnswersAsItDid(String spec, Saved network) {
    JsonNode model = imported(spec, network.zip()).expect(201).json();

    JsonNode answer =
        api.post(
                "/api/v1/models/%s/predict".formatted(model.path("id").asString()),
                "{\"inputs\":[%s]}".formatted(network.input()))
            .expect(200)
            .json();

    double[] probabilities =
        answer
            .at("/predictions/0/probabilities")
            .valueStream()
            .mapToDouble(JsonNode::doubleValue)
            .toArray();
    assertThat(probabilities).containsExactly(network.output(), within(1e-5));
    assertThat(model.path("dataset").isNull()).isTrue();
  }

  @Test
  void takesTheZipAloneAndAnswersTheSameAgainToTheSameKey() {
    ApiClient.Body zip = ApiClient.Body.of("application/zip", TABLE.zip());

    ApiAnswer first = api.send("POST", PATH, zip, "Idempotency-Key", "import-once").expect(201);
    ApiAnswer second = api.send("POST", PATH, zip, "Idempotency-Key", "import-once").expect(201);

    assertThat(first.header("Location")).endsWith(first.json().path("id").asString());
    assertThat(second.json().path("id")).isEqualTo(first.json().path("id"));
    assertThat(first.json().at("/output/classes").toString()).isEqualTo("[\"0\",\"1\",\"2\"]");
  }

  static Stream<Arguments> faults() {
    byte[] table = TABLE.zip();
    return Stream.of(
        fault("no zip", JUNK, "{}", "/file", "not a zip"),
        fault("cut short", Arrays.copyOf(table, table.length / 2), "{}", "/file", "zip"),
        fault("a stranger", ForeignNetworks.with(table, "../x.sh", JUNK), "{}", "/file", "../x.sh"),
        fault(
            "Java objects",
            ForeignNetworks.with(table, "preprocessor.bin", JUNK),
            "{}",
            "/file",
            "Java objects"),
        fault(
            "no weights",
            ForeignNetworks.with(table, "coefficients.bin", null),
            "{}",
            "/file",
            "coefficients.bin"),
        fault(
            "weights of junk",
            ForeignNetworks.with(table, "coefficients.bin", JUNK),
            "{}",
            "/file",
            "can't be read"),
        fault(
            "no JSON",
            ForeignNetworks.with(table, "configuration.json", JUNK),
            "{}",
            "/file",
            "not JSON"),
        fault(
            "another size",
            ForeignNetworks.configured(table, "\"nout\" : 3", "\"nout\" : 5"),
            "{}",
            "/file",
            "weights"),
        fault(
            "a huge layer",
            ForeignNetworks.configured(table, "\"nout\" : 3", "\"nout\" : 2000000000"),
            "{}",
            "/file",
            "limit"),
        fault(
            "a graph",
            ForeignNetworks.configured(table, "\"confs\"", "\"vertices\""),
            "{}",
            "/file",
            "ComputationGraph"),
        fault(
            "an unknown layer",
            ForeignNetworks.configured(table, "layers.DenseLayer", "layers.CapsuleLayer"),
            "{}",
            "/file",
            "CapsuleLayer"),
        fault(
            "a gadget",
            ForeignNetworks.configured(
                table, "org.deeplearning4j.nn.conf.layers.DenseLayer", "javax.script.Gadget"),
            "{}",
            "/file",
            "javax.script.Gadget"),
        fault(
            "an unknown activation",
            ForeignNetworks.configured(table, "ActivationReLU", "ActivationCube"),
            "{}",
            "/file",
            "ActivationCube"),
        fault("images of no size", IMAGES.zip(), "{}", "/input_shape", "input_shape"),
        fault("images as a table", IMAGES.zip(), "{\"input_shape\":[16]}", "/input_shape", "[16]"),
        fault("too few classes", table, "{\"classes\":[\"a\"]}", "/classes", "3 classes"),
        fault(
            "twice a class", table, "{\"classes\":[\"a\",\"a\",\"b\"]}", "/classes/1", "different"),
        fault("columns", table, "{\"columns\":[\"a\"]}", "/columns", "4 columns"),
        fault("a typo", table, "{\"nmae\":\"x\"}", "/nmae", "nmae"),
        fault("no name", table, "{\"name\":\" \"}", "/name", "name"));
  }

  private static Arguments fault(
      String what, byte[] zip, String spec, String pointer, String message) {
    return Arguments.of(what, zip, spec, pointer, message);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void refusesWhatItCannotRead(String what, byte[] zip, String spec, String pointer, String message)
      throws IOException {
    List<Path> before = files();
    int models = models();

    JsonNode problem = imported(spec, zip).expect(422).json();

    assertThat(problem.at("/errors/0/pointer").asString()).isEqualTo(pointer);
    assertThat(problem.at("/errors/0/message").asString()).contains(message);
    assertThat(models()).isEqualTo(models);
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void refusesOtherMediaTypes() {
    api.send("POST", PATH, ApiClient.Body.of("text/plain", JUNK)).expect(415);
  }

  private ApiAnswer imported(String spec, byte[] zip) {
    return api.send("POST", PATH, ApiClient.Body.upload(spec, "model.zip", zip));
  }

  private int models() {
    return jdbc.sql("select count(*) from model").query(Integer.class).single();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(data)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.toString().contains("native") && !file.toString().contains("pg"))
          .filter(file -> !file.toString().endsWith(".sock"))
          .sorted()
          .toList();
    }
  }
}
