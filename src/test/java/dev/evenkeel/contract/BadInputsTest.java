package dev.evenkeel.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.evenkeel.testing.ApiAnswer;
import dev.evenkeel.testing.ApiClient;
import dev.evenkeel.testing.ServerTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Every mistake of a client is refused with the right problem and leaves nothing behind. */
@ServerTest
class BadInputsTest {

  private static final String SPEC =
      """
      {"name":"iris","format":"csv","task":"classification","target":"species"}""";
  private static final String JOB =
      """
      {"dataset_id":"%s","network":{"layers":[{"type":"dense","units":4}]}}""";

  @Autowired private JdbcClient jdbc;

  @Value("${evenkeel.data-dir}")
  private Path data;

  @LocalServerPort private int port;

  private ApiClient client;
  private String dataset;
  private String job;

  /** The keys make the second and every later call a repetition of the first. */
  @BeforeEach
  void storeOneDatasetAndQueueOneJob() throws IOException {
    client = new ApiClient(port);
    byte[] iris = Files.readAllBytes(Path.of("src/test/resources/samples/iris.csv"));
    dataset =
        client
            .upload(SPEC, iris, "Idempotency-Key", "key-of-the-stored-dataset")
            .expect(201)
            .json()
            .path("id")
            .asString();
    job =
        client
            .post(
                "/api/v1/jobs", JOB.formatted(dataset), "Idempotency-Key", "key-of-the-queued-job")
            .expect(202)
            .json()
            .path("id")
            .asString();
  }

  static Stream<BadInput> badInputs() {
    return Stream.of(BadUploads.all(), BadSequences.all(), BadJobs.all(), BadReads.all())
        .flatMap(s -> s);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badInputs")
  void refusesWithTheRightProblemAndKeepsNothing(BadInput bad) {
    Map<String, Long> before = stored();
    BadInput.Request request = bad.filled(dataset, job);

    ApiAnswer answer =
        client
            .sendingAnything()
            .send(
                request.method(),
                request.path(),
                request.body(),
                bad.headers().toArray(String[]::new));

    assertThat(answer.status()).as(answer.text()).isEqualTo(bad.status());
    assertThat(answer.json().path("code").asString()).as(answer.text()).isEqualTo(bad.code());
    if (bad.code().equals("invalid_request")) {
      assertThat(pointers(answer.json())).as(answer.text()).contains(bad.pointer());
    }
    await().untilAsserted(() -> assertThat(stored()).isEqualTo(before));
  }

  @Test
  void namesEveryFaultOfABodyAtOnce() {
    String body =
        """
        {"dataset_id":"%s","network":{"layers":[{"type":"dense","units":0},{"type":"dropout","rate":2}]},
         "training":{"epochs":0,"speed":1},"colour":"red"}"""
            .formatted(dataset);

    ApiAnswer answer = client.sendingAnything().post("/api/v1/jobs", body).expect(422);

    assertThat(pointers(answer.json()))
        .contains(
            "/network/layers/0/units",
            "/network/layers/1/rate",
            "/training/epochs",
            "/training/speed",
            "/colour");
  }

  @Test
  void takesAPathInANameAsAText() {
    String spec = SPEC.replace("\"iris\"", "\"../../../etc/passwd \uD83E\uDD84\"");

    ApiAnswer uploaded = client.upload(spec, "a,species\n1,p\n2,q\n".getBytes()).expect(201);
    String id = uploaded.json().path("id").asString();
    String disposition =
        client.get("/api/v1/datasets/" + id + "/content").expect(200).header("Content-Disposition");

    assertThat(uploaded.json().path("name").asString())
        .isEqualTo("../../../etc/passwd \uD83E\uDD84");
    assertThat(disposition).doesNotContain("/", "\\");
    client.delete("/api/v1/datasets/" + id).expect(204);
  }

  private static Stream<String> pointersOf(JsonNode problem) {
    return problem.path("errors").valueStream().map(fault -> fault.path("pointer").asString());
  }

  private static java.util.List<String> pointers(JsonNode problem) {
    return pointersOf(problem).toList();
  }

  /** How much there is of everything that a request could leave behind. */
  private Map<String, Long> stored() {
    Map<String, Long> stored = new TreeMap<>();
    for (String table :
        new String[] {"dataset", "training_job", "scheduled_tasks", "model", "idempotent_answer"}) {
      stored.put(table, jdbc.sql("select count(*) from " + table).query(Long.class).single());
    }
    stored.put("files", files());
    return stored;
  }

  private long files() {
    try (Stream<Path> files = Files.walk(data)) {
      return files.filter(Files::isRegularFile).count();
    } catch (IOException | java.io.UncheckedIOException e) {
      // A folder went away while it was looked at.
      return -1;
    }
  }
}
