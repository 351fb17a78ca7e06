package dev.evenkeel.dataset.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenkeel.dataset.Zips;
import dev.evenkeel.dataset.cells.DatasetSettings;
import dev.evenkeel.dataset.profile.ColumnProfile;
import dev.evenkeel.dataset.profile.ColumnProfile.CategoryCount;
import dev.evenkeel.dataset.profile.DatasetProfile;
import dev.evenkeel.dataset.profile.Imported;
import dev.evenkeel.dataset.profile.ProfileWarning;
import dev.evenkeel.dataset.spec.FileFormat;
import dev.evenkeel.error.ServiceException;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.data.Layout;
import dev.evenkeel.training.data.tensors.NpyTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImagesImportTest {

  private static final int WHITE = 0xFFFFFF;

  @TempDir private Path folder;

  @Test
  void keepsImagesAsBytesInTheOrderOfClassesAndNames() throws IOException {
    Zips zip =
        Zips.zip()
            .with("dog/2.png", Zips.png(8, 8, 0x202020))
            .with("cat/b.JPG", Zips.jpeg(5, 9, WHITE))
            .with("dog/10.png", Zips.png(2, 2, 0x101010))
            .with("cat/a.jpeg", Zips.png(1, 1, 0));

    Imported imported = run(zip, new FileFormat.Images(2, 3, 1, ""));

    DatasetSchema schema = imported.schema();
    assertThat(schema.classes()).containsExactly("cat", "dog");
    assertThat(schema.examples()).isEqualTo(4);
    assertThat(schema.layout()).isEqualTo(new Layout.Images(2, 3, true));
    assertThat(imported.profile().inputShape()).containsExactly(2, 3, 1);
    try (NpyTensor features = NpyTensor.open(folder.resolve("features.npy"));
        NpyTensor targets = NpyTensor.open(folder.resolve("targets.npy"))) {
      assertThat(features.holdsBytes()).isTrue();
      assertThat(rows(features)).containsExactly(0, 255, 16, 32);
      assertThat(rows(targets)).containsExactly(0, 0, 1, 1);
    }
  }

  @Test
  void describesTheChannelsOverAllPixelsAndTheClasses() throws IOException {
    Zips zip =
        Zips.zip()
            .with("1/a.png", Zips.png(4, 4, 0xFF0000))
            .with("10/a.png", Zips.png(4, 4, 0x000000))
            .with("2/a.png", Zips.png(4, 4, 0x00000A));

    DatasetProfile profile = run(zip, new FileFormat.Images(4, 4, 3, "")).profile();

    assertThat(profile.classes()).containsExactly("1", "2", "10");
    assertThat(profile.columns())
        .extracting(ColumnProfile::name)
        .containsExactly("red", "green", "blue", "class");
    ColumnProfile red = profile.columns().get(0);
    assertThat(red.min()).isZero();
    assertThat(red.max()).isEqualTo(255.0);
    assertThat(red.mean()).isEqualTo(85.0);
    assertThat(red.std()).isEqualTo(Math.sqrt((170.0 * 170 + 2 * 85 * 85) / 3));
    assertThat(profile.columns().get(3).categories()).contains(new CategoryCount("10", 1));
    assertThat(profile.warnings()).extracting(ProfileWarning::code).contains("constant_column");
  }

  @Test
  void readsTheClassFoldersBelowItsRootAlone() throws IOException {
    Zips zip =
        Zips.zip()
            .with("notes.txt", "x")
            .with("data/train/a/1.png", Zips.png(1, 1, 0))
            .with("data/train/b/1.png", Zips.png(1, 1, 0))
            .with("data/test/a/1.png", "not looked at");

    for (String root : new String[] {"data/train", "data/train/"}) {
      try (var files = Files.list(folder)) {
        files.forEach(file -> file.toFile().delete());
      }
      assertThat(run(zip, new FileFormat.Images(1, 1, 1, root)).schema().examples()).isEqualTo(2);
    }
  }

  @Test
  void leavesOutWhatOperatingSystemsAddAndWarnsOfEmptyFolders() throws IOException {
    Zips zip =
        Zips.zip()
            .with("a/", "")
            .with("a/1.png", Zips.png(1, 1, 0))
            .with("b/1.png", Zips.png(1, 1, 0))
            .with("c/", "")
            .with("__MACOSX/a/._1.png", "x")
            .with("a/.DS_Store", "x")
            .with("a/Thumbs.db", "x")
            .with(".git/HEAD", "x");

    Imported imported = run(zip, new FileFormat.Images(1, 1, 1, ""));

    assertThat(imported.schema().classes()).containsExactly("a", "b");
    assertThat(imported.profile().warnings())
        .filteredOn(warning -> warning.code().equals("empty_class"))
        .singleElement()
        .satisfies(warning -> assertThat(warning.message()).endsWith(": c."));
  }

  @Test
  void namesTheFirstTwentyFilesThatAreNoImages() {
    Zips zip = Zips.zip().with("a/1.png", Zips.png(1, 1, 0)).with("b/1.png", Zips.png(1, 1, 0));
    for (int i = 0; i < 30; i++) {
      zip.with("a/%02d.txt".formatted(i), "x");
    }

    assertThatThrownBy(() -> run(zip, new FileFormat.Images(1, 1, 1, "")))
        .isInstanceOfSatisfying(
            ServiceException.class,
            e -> {
              assertThat(e.faults()).hasSize(20);
              assertThat(e.faults().get(19).message()).startsWith("'a/19.txt' is neither .png");
            });
  }

  private static int[] rows(NpyTensor tensor) {
    int[] first = new int[(int) tensor.rows()];
    float[] row = new float[tensor.columns()];
    for (int i = 0; i < first.length; i++) {
      tensor.readRow(i, row, 0);
      first[i] = (int) row[0];
      float expected = row[0];
      assertThat(row).containsOnly(expected);
    }
    return first;
  }

  private Imported run(Zips zip, FileFormat.Images format) throws IOException {
    Path file = folder.resolve("content");
    Files.write(file, zip.bytes());
    return new ImagesImport(format, DatasetSettings.defaults()).run(file, folder);
  }
}
