package dev.evenkeel.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenkeel.error.ServiceException;
import dev.evenkeel.model.ModelFiles;
import dev.evenkeel.model.ModelRegistry;
import dev.evenkeel.storage.DataDirectory;
import dev.evenkeel.storage.Leases;
import dev.evenkeel.testing.ApiAnswer;
import dev.evenkeel.testing.ApiClient;
import dev.evenkeel.testing.ServerTest;
import dev.evenkeel.testing.TrainedModels;
import dev.evenkeel.training.spec.PreprocessingSpec.MissingPolicy;
import dev.evenkeel.training.stability.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.util.FileSystemUtils;

/** A row without its files gets the same answer wherever the files are wanted. */
@ServerTest
class MissingFilesTest {

  @Autowired private JdbcTemplate jdbc;
  @Autowired private ModelRegistry registry;
  @Autowired private ModelFiles models;
  @Autowired private DataDirectory directory;
  @LocalServerPort private int port;

  private ApiClient api;

  @BeforeEach
  void connect() {
    api = new ApiClient(port);
  }

  @Test
  void saysOfAModelWhichFileIsGoneAndNotThatThereIsNoModel() throws IOException {
    UUID id =
        new TrainedModels(jdbc, registry)
            .register("lost", TrainedModels.classifier(Verdict.HEALTHY, MissingPolicy.MEAN));
    String path = "/api/v1/models/" + id;
    Map<String, Object> rows = Map.of("inputs", new double[][] {{2, 0}});
    remove("models/" + id);

    assertMissing(api.get(path + "/artifact"), "models/" + id + "/model.zip");
    assertMissing(api.get(path + "/artifact?format=onnx"), "models/" + id + "/model.onnx");
    assertMissing(api.post(path + "/predict", rows), "models/" + id);
    try (Leases leases = new Leases()) {
      assertThatThrownBy(() -> models.base(id, Path.of("."), leases))
          .isInstanceOf(ServiceException.class)
          .hasMessageStartingWith("'models/%s' is missing", id);
    }
    api.get(path).expect(200);
    api.delete(path).expect(204);
    api.get(path + "/artifact").expect(404);
  }

  @Test
  void saysOfADatasetWhichFileIsGone() throws IOException {
    Map<String, String> spec =
        Map.of("name", "lost", "format", "csv", "task", "regression", "target", "y");
    byte[] csv = "x,y\n1,2\n3,4\n".getBytes(StandardCharsets.UTF_8);
    String id = api.upload(spec, csv).expect(201).json().at("/id").asString();
    remove("datasets/" + id);

    String path = "/api/v1/datasets/" + id;
    assertMissing(api.get(path + "/content"), "datasets/" + id + "/content");
    assertMissing(api.get(path + "/preview"), "datasets/" + id);
    api.get(path).expect(200);
    api.delete(path).expect(204);
  }

  private static void assertMissing(ApiAnswer answer, String what) {
    assertThat(answer.expect(503).json().at("/code").asString()).isEqualTo("unavailable");
    assertThat(answer.json().at("/detail").asString())
        .startsWith("'%s' is missing among the files of this server.".formatted(what))
        .contains("restore it from a backup")
        .doesNotContain("blobs");
  }

  private void remove(String prefix) throws IOException {
    FileSystemUtils.deleteRecursively(directory.folder("blobs").resolve(prefix));
  }
}
