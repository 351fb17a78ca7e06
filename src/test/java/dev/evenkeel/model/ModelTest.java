package dev.evenkeel.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.evenkeel.storage.DataDirectory;
import dev.evenkeel.testing.ApiAnswer;
import dev.evenkeel.testing.ApiClient;
import dev.evenkeel.testing.OnnxGraphs;
import dev.evenkeel.testing.ServerTest;
import dev.evenkeel.testing.TrainedModels;
import dev.evenkeel.testing.TrainedModels.Artifacts;
import dev.evenkeel.training.ModelManifest;
import dev.evenkeel.training.StopReason;
import dev.evenkeel.training.TrainingResult;
import dev.evenkeel.training.spec.PreprocessingSpec.MissingPolicy;
import dev.evenkeel.training.stability.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

@ServerTest
class ModelTest {

  @Autowired private JdbcTemplate jdbc;
  @Autowired private ModelRegistry registry;
  @Autowired private DataDirectory directory;
  @LocalServerPort private int port;

  private ApiClient api;
  private TrainedModels trained;

  @BeforeEach
  void aServerRuns() {
    api = new ApiClient(port);
    trained = new TrainedModels(jdbc, registry);
  }

  @Test
  void describesAModelWithItsProvenance() {
    UUID id = trained.register("described", healthy());

    JsonNode model = api.get("/api/v1/models/" + id).expect(200).json();

    assertThat(model.at("/name").asString()).isEqualTo("described");
    assertThat(model.at("/version").asInt()).isEqualTo(1);
    assertThat(model.at("/dataset/sha256").asString()).isEqualTo("ab".repeat(32));
    assertThat(model.at("/metrics/train_loss").asDouble()).isEqualTo(0.25);
    assertThat(model.at("/quarantined").asBoolean()).isFalse();
    assertThat(model.at("/provenance/seed").asString()).isEqualTo("42");
    assertThat(model.at("/input/columns/0").toString())
        .isEqualTo("{\"name\":\"size\",\"type\":\"numeric\"}");
    assertThat(model.at("/input/columns/1/categories/2").asString()).isEqualTo("red");
    assertThat(model.at("/output/classes/0").asString()).isEqualTo("apple");
    assertThat(model.at("/artifacts/0/bytes").asInt()).isEqualTo(10);
    assertThat(model.at("/layers/0/parameters").asInt()).isEqualTo(6);
  }

  @Test
  void answersAnUnchangedModelWith304() {
    UUID id = trained.register("tagged", healthy());
    String tag = api.get("/api/v1/models/" + id).header("ETag");

    api.get("/api/v1/models/" + id, "If-None-Match", tag).expect(304);
  }

  @Test
  void listsModelsNewestFirstPageByPage() {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      made.add(0, trained.register("listed", healthy()).toString());
    }

    JsonNode first = api.get("/api/v1/models?limit=2").expect(200).json();
    JsonNode second =
        api.get("/api/v1/models?limit=1&after=" + first.at("/last_id").asString()).json();

    assertThat(first.at("/has_more").asBoolean()).isTrue();
    assertThat(first.at("/data/0/id").asString()).isEqualTo(made.get(0));
    assertThat(first.at("/data/1/id").asString()).isEqualTo(made.get(1));
    assertThat(second.at("/data/0/id").asString()).isEqualTo(made.get(2));
    assertThat(second.at("/data/0/version").asInt()).isEqualTo(1);
  }

  @Test
  void servesAnArtifactWholeAndInRanges() throws Exception {
    String path = "/api/v1/models/" + trained.register("ranged", healthy()) + "/artifact";

    ApiAnswer whole = api.get(path).expect(200);

    assertThat(whole.text()).isEqualTo("0123456789");
    assertThat(whole.header("Content-Type")).isEqualTo("application/zip");
    assertThat(whole.header("Accept-Ranges")).isEqualTo("bytes");
    assertThat(whole.header("Content-Disposition")).contains("ranged-v1.zip");
    byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(whole.body());
    assertThat(whole.header("Repr-Digest"))
        .isEqualTo("sha-256=:" + Base64.getEncoder().encodeToString(sha256) + ":");
    ApiAnswer part = api.get(path, "Range", "bytes=2-4").expect(206);
    assertThat(part.text()).isEqualTo("234");
    assertThat(part.header("Content-Range")).isEqualTo("bytes 2-4/10");
    assertThat(api.get(path, "Range", "bytes=-3").expect(206).text()).isEqualTo("789");
    String tag = whole.header("ETag");
    assertThat(api.get(path, "Range", "bytes=8-", "If-Range", tag).expect(206).text())
        .isEqualTo("89");
    assertThat(api.get(path, "Range", "bytes=8-", "If-Range", "\"other\"").expect(200).text())
        .isEqualTo("0123456789");
    api.get(path, "If-None-Match", tag).expect(304);
  }

  @Test
  void refusesARangeBehindTheEnd() {
    String path = "/api/v1/models/" + trained.register("short", healthy()) + "/artifact";

    ApiAnswer refused = api.get(path, "Range", "bytes=10-").expect(416);

    assertThat(refused.header("Content-Range")).isEqualTo("bytes */10");
    assertThat(refused.json().at("/code").asString()).isEqualTo("range_not_satisfiable");
  }

  @Test
  void servesTheOnnxGraphThatWasChecked() throws IOException {
    Artifacts artifacts = healthy();
    byte[] graph = Files.readAllBytes(artifacts.folder().resolve(ModelManifest.ONNX_FILE));
    UUID id = trained.register("onnx", artifacts);

    ApiAnswer answer = api.get("/api/v1/models/" + id + "/artifact?format=onnx").expect(200);

    assertThat(answer.body()).isEqualTo(graph);
    api.sendingAnything().get("/api/v1/models/" + id + "/artifact?format=h5").expect(422);
  }

  @Test
  void quarantinesTheModelOfAnUnstableRun() {
    UUID id =
        trained.register(
            "unstable", TrainedModels.classifier(Verdict.UNSTABLE, MissingPolicy.REJECT));

    assertThat(api.get("/api/v1/models/" + id).json().at("/quarantined").asBoolean()).isTrue();
    ApiAnswer refused = api.get("/api/v1/models/" + id + "/artifact").expect(409);
    assertThat(refused.json().at("/code").asString()).isEqualTo("quarantined");
    api.get("/api/v1/models/" + id + "/artifact?allow_quarantined=true").expect(200);
  }

  @Test
  void quarantinesTheModelOfADivergedRunWhateverItsVerdict() {
    Artifacts artifacts = healthy();
    TrainingResult healthy = artifacts.result();
    TrainingResult diverged =
        new TrainingResult(
            StopReason.DIVERGED,
            Verdict.RECOVERED,
            healthy.executedIterations(),
            healthy.metrics(),
            healthy.reports(),
            healthy.actions(),
            healthy.model());

    UUID id = trained.register("diverged", new Artifacts(artifacts.folder(), diverged));

    assertThat(api.get("/api/v1/models/" + id).json().at("/quarantined").asBoolean()).isTrue();
  }

  @Test
  void deletesAModelWithItsFiles() {
    UUID id = trained.register("deleted", healthy());
    assertThat(files(id)).hasSize(2);

    api.delete("/api/v1/models/" + id).expect(204);

    assertThat(files(id)).isEmpty();
    api.get("/api/v1/models/" + id).expect(404);
    api.get("/api/v1/models/" + id + "/artifact").expect(404);
    api.delete("/api/v1/models/" + id).expect(404);
  }

  @Test
  void aModelMayHaveNoFileButItsGraph() throws IOException {
    UUID id = trained.register("graph alone", TrainedModels.withoutNativeFile(healthy()));

    JsonNode artifacts = api.get("/api/v1/models/" + id).expect(200).json().path("artifacts");

    assertThat(files(id)).hasSize(1);
    assertThat(artifacts.size()).isEqualTo(1);
    assertThat(artifacts.at("/0/format").asString()).isEqualTo("onnx");
    api.get("/api/v1/models/" + id + "/artifact?format=onnx").expect(200);
    assertThat(
            api.get("/api/v1/models/" + id + "/artifact")
                .expect(404)
                .json()
                .at("/detail")
                .asString())
        .contains("not trained by Deeplearning4j", "format=onnx");
  }

  @Test
  void countsVersionsOfANameWithoutAGapUnderConcurrency() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(4);
    List<Future<UUID>> registrations =
        Stream.generate(() -> pool.submit(() -> trained.register("raced", healthy())))
            .limit(12)
            .toList();
    for (Future<UUID> registration : registrations) {
      registration.get();
    }
    pool.shutdown();

    assertThat(
            jdbc.queryForList(
                "select version from model where name = 'raced' order by version", Integer.class))
        .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
  }

  @Test
  void publishesNothingThatFailsACheck() {
    long before = count();
    refuses("model.zip", folder -> delete(folder.resolve(TrainedModels.ZIP.name())));
    refuses("model.onnx", folder -> delete(folder.resolve(ModelManifest.ONNX_FILE)));
    refuses("cannot be loaded", folder -> write(folder.resolve(ModelManifest.ONNX_FILE), "junk"));
    refuses("cannot be read", folder -> write(folder.resolve(ModelManifest.FILE), "{"));
    refuses(
        "not what the engine has announced",
        folder -> replace(folder.resolve(ModelManifest.FILE), "\"seed\":\"42\"", "\"seed\":\"7\""));
    refuses(
        "of probe 0",
        folder ->
            OnnxGraphs.writeClassifier(
                folder.resolve(ModelManifest.ONNX_FILE),
                new float[][] {{-1, 1}, {0, 1}},
                new float[] {0, -9}));
    refuses(
        "takes [-1, 3]",
        folder ->
            OnnxGraphs.writeClassifier(
                folder.resolve(ModelManifest.ONNX_FILE), new float[3][2], new float[2]));
    refuses(
        "3 outputs",
        folder ->
            OnnxGraphs.writeClassifier(
                folder.resolve(ModelManifest.ONNX_FILE), new float[2][3], new float[3]));

    assertThat(count()).isEqualTo(before);
    assertThat(files()).hasSize((int) before);
  }

  private void refuses(String reason, Consumer<Path> damage) {
    Artifacts artifacts = healthy();
    damage.accept(artifacts.folder());
    assertThatExceptionOfType(BrokenArtifactsException.class)
        .isThrownBy(() -> trained.register("broken", artifacts))
        .withMessageContaining(reason);
  }

  @Test
  void leavesNoFilesWhereTheRecordFails() {
    long before = files().size();

    assertThatExceptionOfType(RuntimeException.class)
        .isThrownBy(() -> trained.register("x\u0000y", healthy()));

    assertThat(files()).hasSize((int) before);
  }

  @Test
  void discardsAModelAndForgivesThatItIsGone() {
    UUID id = trained.register("discarded", healthy());

    registry.discard(id);
    registry.discard(id);

    assertThat(files(id)).isEmpty();
  }

  private static Artifacts healthy() {
    return TrainedModels.classifier(Verdict.HEALTHY, MissingPolicy.REJECT);
  }

  private long count() {
    return jdbc.queryForObject("select count(*) from model", Long.class);
  }

  private List<Path> files() {
    return list(directory.folder("blobs").resolve("models"));
  }

  private List<Path> files(UUID id) {
    return list(directory.folder("blobs").resolve("models").resolve(id.toString()));
  }

  private static List<Path> list(Path folder) {
    try (Stream<Path> files = Files.exists(folder) ? Files.list(folder) : Stream.empty()) {
      return files.toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void write(Path file, String content) {
    try {
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void replace(Path file, String from, String to) {
    try {
      String content = Files.readString(file);
      assertThat(content).contains(from);
      Files.writeString(file, content.replace(from, to));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
