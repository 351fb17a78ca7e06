package dev.evenkeel.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenkeel.error.ErrorCode;
import dev.evenkeel.error.ServiceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileBlobStoreTest {

  private static final String SHA256_OF_ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @TempDir private Path root;
  private DataDirectory directory;
  private FileBlobStore blobs;

  @BeforeEach
  void open() {
    directory = new DataDirectory(new StorageProperties(root));
    blobs = new FileBlobStore(directory);
  }

  @AfterEach
  void close() throws IOException {
    directory.close();
  }

  @Test
  void adoptsALocalFile() throws IOException {
    Path file = Files.writeString(blobs.newWorkFolder("job").resolve("model.zip"), "abc");

    Blob blob = blobs.adopt("models/1/model.zip", file);

    assertThat(blob).isEqualTo(new Blob("models/1/model.zip", 3, SHA256_OF_ABC));
    assertThat(file).doesNotExist();
    assertThat(stored("models/1/model.zip")).hasContent("abc");
  }

  @Test
  void readsAnyRangeOfABlob() throws IOException {
    store("datasets/1/content");

    try (InputStream all = blobs.open("datasets/1/content", new ByteRange(0, 3));
        InputStream some = blobs.open("datasets/1/content", new ByteRange(1, 1));
        InputStream none = blobs.open("datasets/1/content", new ByteRange(3, 0));
        InputStream more = blobs.open("datasets/1/content", new ByteRange(2, 9))) {
      assertThat(all).hasContent("abc");
      assertThat(some).hasContent("b");
      assertThat(none).isEmpty();
      assertThat(more).hasContent("c");
    }
  }

  @Test
  void leasesWhatLiesBelowAPrefix() throws IOException {
    store("datasets/1/content");

    try (LocalFiles files = blobs.local("datasets/1")) {
      assertThat(files.file("content")).hasContent("abc");
      assertThat(files.folder()).isDirectoryContaining("glob:**content");
    }
  }

  @Test
  void saysOfEveryBlobThatIsGoneWhichItIsAndWhatToDo() throws IOException {
    store("datasets/1/content");

    for (ThrowingCallable use :
        List.<ThrowingCallable>of(
            () -> blobs.open("datasets/1/schema.json", new ByteRange(0, 1)),
            () -> blobs.local("datasets/1").file("schema.json"))) {
      assertThatThrownBy(use)
          .isInstanceOfSatisfying(
              ServiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE))
          .hasMessageStartingWith("'datasets/1/schema.json' is missing")
          .hasMessageContaining("restore it from a backup")
          .hasMessageNotContaining(root.toString());
    }
    assertThatThrownBy(() -> blobs.local("datasets/2"))
        .hasMessageStartingWith("'datasets/2' is missing");
  }

  @Test
  void deletesEverythingBelowAPrefix() throws IOException {
    store("datasets/1/content");
    store("datasets/2/content");

    blobs.delete("datasets/1");
    blobs.delete("datasets/3");

    assertThat(stored("datasets/1")).doesNotExist();
    assertThat(stored("datasets/2/content")).exists();
  }

  @Test
  void namesWhatWasNotTouchedSince() throws IOException {
    store("datasets/old/content");
    store("datasets/young/content");
    Instant noon = Instant.parse("2020-01-01T12:00:00Z");
    Files.setLastModifiedTime(stored("datasets/old"), FileTime.from(noon));
    List<String> names = new ArrayList<>();

    blobs.eachUntouchedSince(noon.plusSeconds(1), "datasets", names::add);
    blobs.eachUntouchedSince(noon, "datasets", names::add);
    blobs.eachUntouchedSince(noon, "models", names::add);

    assertThat(names).containsExactly("old");
  }

  @Test
  void startsWithoutTheWorkOfAnEarlierServer() throws IOException {
    Path folder = blobs.newWorkFolder("dataset");
    Files.writeString(folder.resolve("half"), "x");
    store("a");

    blobs = new FileBlobStore(directory);

    assertThat(folder).doesNotExist();
    assertThat(stored("a")).exists();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/", "a//b", "../a", "a/..", ".", "a/.hidden", "a\0", "a b", "ä", "/a"})
  void refusesKeysThatCouldLeadElsewhere(String key) {
    assertThatThrownBy(() -> blobs.local(key)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> blobs.delete(key)).isInstanceOf(IllegalArgumentException.class);
  }

  private void store(String key) throws IOException {
    blobs.adopt(key, Files.writeString(blobs.newWorkFolder("test").resolve("file"), "abc"));
  }

  private Path stored(String key) {
    return directory.folder("blobs").resolve(key);
  }
}
