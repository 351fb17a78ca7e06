package dev.evenkeel.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.id.Ids;
import dev.evenkeel.model.ModelRegistry;
import dev.evenkeel.testing.ServerTest;
import dev.evenkeel.testing.TrainedModels;
import dev.evenkeel.training.spec.PreprocessingSpec.MissingPolicy;
import dev.evenkeel.training.stability.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

@ServerTest
class OrphanSweepTest {

  @Autowired private OrphanSweep sweep;
  @Autowired private BlobStore blobs;
  @Autowired private JdbcTemplate jdbc;
  @Autowired private ModelRegistry registry;

  @ParameterizedTest
  @ValueSource(strings = {"datasets", "models"})
  void removesWhatHasNoRow(String prefix) throws IOException {
    Path orphan = blob(prefix + "/" + Ids.next(), Duration.ofMinutes(61));

    sweep.sweep();

    assertThat(orphan).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"datasets", "models"})
  void leavesWhatMayStillGetItsRow(String prefix) throws IOException {
    Path young = blob(prefix + "/" + Ids.next(), Duration.ofMinutes(59));

    sweep.sweep();

    assertThat(young).exists();
  }

  @Test
  void leavesWhatHasItsRow() throws IOException {
    UUID model =
        new TrainedModels(jdbc, registry)
            .register("kept", TrainedModels.classifier(Verdict.HEALTHY, MissingPolicy.REJECT));
    UUID dataset =
        jdbc.queryForObject("select dataset_id from model where id = ?", UUID.class, model);
    Path artifacts = age(folder("models/" + model), Duration.ofDays(400));
    Path files = blob("datasets/" + dataset, Duration.ofDays(400));

    sweep.sweep();

    assertThat(artifacts).isNotEmptyDirectory();
    assertThat(files).isNotEmptyDirectory();
  }

  @Test
  void leavesWhatItDoesNotKnow() throws IOException {
    Path strange = blob("models/README", Duration.ofDays(400));

    sweep.sweep();

    assertThat(strange).exists();
  }

  private Path blob(String folder, Duration age) throws IOException {
    Path file = Files.write(blobs.newWorkFolder("test").resolve("content"), new byte[3]);
    blobs.adopt(folder + "/content", file);
    return age(folder(folder), age);
  }

  private Path folder(String prefix) {
    return blobs.local(prefix).folder();
  }

  private static Path age(Path folder, Duration age) throws IOException {
    Files.setLastModifiedTime(folder, FileTime.from(Instant.now().minus(age)));
    return folder;
  }
}
