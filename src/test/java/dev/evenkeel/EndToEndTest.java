package dev.evenkeel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.testing.ApiClient;
import dev.evenkeel.testing.EvenkeelProcess;
import dev.evenkeel.testing.ProcessTest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The whole service as its users run it: server, embedded PostgreSQL and engines in processes of
 * their own.
 */
@ProcessTest
class EndToEndTest {

  /** Long enough for a kill in the middle of the run. */
  private static final int EPOCHS = 200;

  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final String IRIS =
      """
      {"name":"iris","format":"csv","task":"classification","target":"species"}""";
  private static final String JOB =
      """
      {"name":"%s","dataset_id":"%s","network":{"layers":[{"type":"dense","units":16},{"type":"dense","units":8}]},
       "training":{"epochs":%d,"batch_size":8,"optimizer":{"type":"%s","learning_rate":%s}},
       "preprocessing":{"missing":"%s"},"stability":{"mode":"%s"}}""";

  /**
   * What computes. (Spring's search for components does read annotations of the adapter's classes.)
   */
  private static final Pattern NATIVE =
      Pattern.compile("org\\.(nd4j\\.(linalg|nativeblas)|deeplearning4j|bytedeco)\\.");

  @TempDir private Path data;

  @Test
  void everyJobSucceedsThoughAnEngineAndThenTheServerAreKilled() throws IOException {
    try (EvenkeelProcess server = EvenkeelProcess.start(data, "evenkeel.devices=cpu:2")) {
      ApiClient client = server.client();
      String dataset = upload(client, iris());
      List<String> jobs =
          IntStream.range(0, 4)
              .mapToObj(
                  i ->
                      submit(
                          client,
                          JOB.formatted(
                              "j" + i, dataset, EPOCHS, "adam", "0.001", "reject", "repair")))
              .toList();
      awaitIterations(client, jobs.get(0));
      server.engines().get(0).destroyForcibly();
      awaitIterations(client, jobs.get(1));
      server.kill();
      allSucceedOnTheNextServer(jobs);
    }
  }

  /** It finds the database of the killed one still running. */
  private void allSucceedOnTheNextServer(List<String> jobs) {
    try (EvenkeelProcess server = EvenkeelProcess.start(data, "evenkeel.devices=cpu:2")) {
      assertThat(server.log()).contains("earlier server left behind");
      ApiClient client = server.client();
      for (String id : jobs) {
        JsonNode job = client.awaitTerminal(id, LIMIT);
        assertThat(job.path("status").asString()).as(job.toString()).isEqualTo("succeeded");
        // 120 training examples in batches of 8; two hidden layers, the output and the whole.
        assertThat(job.at("/progress/executed_iterations").asLong()).isEqualTo(EPOCHS * 15);
        assertThat(historyRows(client, id)).isEqualTo(EPOCHS * 15 * (3 + 1));
      }
    }
  }

  @Test
  void anEngineEndsItselfWhenItsServerIsGone() throws IOException {
    try (EvenkeelProcess server = EvenkeelProcess.start(data, "evenkeel.devices=cpu:1")) {
      ApiClient client = server.client();
      awaitIterations(
          client,
          submit(
              client,
              JOB.formatted(
                  "long", upload(client, iris()), 50_000, "adam", "0.001", "reject", "repair")));
      ProcessHandle engine = server.engines().get(0);

      server.kill();

      Awaitility.await().until(() -> !engine.isAlive());
    }
  }

  @Test
  void unstableRunsAreNoticedQuarantinedAndNeverTouchTheServer() throws IOException {
    try (EvenkeelProcess server = EvenkeelProcess.start(data, "evenkeel.devices=cpu:1")) {
      ApiClient client = server.client();
      String holes = upload(client, withHoles(iris()));

      leavesOutWhatIsNotFinite(client, holes);
      onlyRecordsWhenAskedToObserve(client, holes);
      quarantinesADivergedModel(client, upload(client, iris()));

      assertThat(loadedClasses(server.pid()))
          .anyMatch(line -> line.contains("dev.evenkeel.worker"))
          .noneMatch(line -> NATIVE.matcher(line).find());
    }
  }

  private void leavesOutWhatIsNotFinite(ApiClient client, String dataset) {
    JsonNode job =
        run(client, JOB.formatted("holes", dataset, 20, "adam", "0.01", "keep", "repair"));

    assertThat(job.path("status").asString()).as(job.toString()).isEqualTo("succeeded");
    assertThat(job.at("/stability/verdict").asString()).isEqualTo("recovered");
    assertThat(job.at("/stability/actions/fix_spec").asInt()).isEqualTo(1);
    assertThat(job.at("/changes/0/pointer").asString()).isEqualTo("/preprocessing/missing");
    JsonNode incident = incidents(client, job).path("data").path(0);
    assertThat(incident.path("symptom").asString()).isEqualTo("suspicious_spec");
    assertThat(incident.path("cause").asString()).isEqualTo("non_finite_data");
    assertThat(incident.at("/evidence/rows").toString()).isEqualTo("[40]");
    assertThat(incident.path("action").asString()).isEqualTo("fix_spec");
    assertThat(incident.path("outcome").asString()).isEqualTo("recovered");
  }

  private void onlyRecordsWhenAskedToObserve(ApiClient client, String dataset) {
    JsonNode job =
        run(client, JOB.formatted("seen", dataset, 20, "adam", "0.01", "keep", "observe"));

    assertThat(job.at("/stability/verdict").asString()).as(job.toString()).isEqualTo("unstable");
    assertThat(job.at("/stability/actions").size()).isZero();
    assertThat(incidents(client, job).path("data").size()).isPositive();
  }

  private void quarantinesADivergedModel(ApiClient client, String dataset) {
    JsonNode job = run(client, JOB.formatted("wild", dataset, 20, "sgd", "1e30", "reject", "stop"));

    assertThat(job.path("status").asString()).as(job.toString()).isEqualTo("failed");
    assertThat(job.path("stop_reason").asString()).isEqualTo("diverged");
    assertThat(job.at("/stability/verdict").asString()).isEqualTo("unstable");
    String predict = "/api/v1/models/" + job.path("model_id").asString() + "/predict";
    String row = "{\"inputs\":[[5.1,3.5,1.4,0.2]]}";
    assertThat(client.post(predict, row).expect(409).json().path("code").asString())
        .isEqualTo("quarantined");
    client.post(predict + "?allow_quarantined=true", row).expect(200);
  }

  private static byte[] iris() throws IOException {
    return Files.readAllBytes(Path.of("src/test/resources/samples/iris.csv"));
  }

  /** The table with one number of row 40 (from 0) taken out. */
  private static byte[] withHoles(byte[] csv) {
    String[] lines = new String(csv, StandardCharsets.UTF_8).split("\n");
    lines[41] = lines[41].replaceFirst("^[0-9.]+", "");
    return String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
  }

  private static String upload(ApiClient client, byte[] csv) {
    return id(client.upload(IRIS, csv).expect(201).json());
  }

  private static String submit(ApiClient client, String job) {
    return id(client.post("/api/v1/jobs", job).expect(202).json());
  }

  private static JsonNode run(ApiClient client, String job) {
    return client.awaitTerminal(submit(client, job), LIMIT);
  }

  private static JsonNode incidents(ApiClient client, JsonNode job) {
    return client.get("/api/v1/jobs/" + id(job) + "/incidents?limit=100").expect(200).json();
  }

  private static String id(JsonNode resource) {
    return resource.path("id").asString();
  }

  private static void awaitIterations(ApiClient client, String job) {
    Awaitility.await("iterations of " + job)
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> client.get("/api/v1/jobs/" + job).json().at("/progress/iteration").asLong() > 0);
  }

  private static long historyRows(ApiClient client, String job) {
    String path = "/api/v1/jobs/" + job + "/gradient-norms";
    return client.get(path, "Accept", "text/csv").expect(200).text().lines().count() - 1;
  }

  private static List<String> loadedClasses(long pid) throws IOException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process process =
        new ProcessBuilder(jcmd, Long.toString(pid), "VM.class_hierarchy")
            .redirectErrorStream(true)
            .start();
    try (InputStream output = process.getInputStream()) {
      return new String(output.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }
}
