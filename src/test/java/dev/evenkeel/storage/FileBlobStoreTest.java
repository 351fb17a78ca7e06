package dev.evenkeel.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
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
  void storesAStreamUnderItsKeyWithItsDigest() throws IOException {
    Blob blob = blobs.store("datasets/1/content", abc());

    assertThat(blob).isEqualTo(new Blob("datasets/1/content", 3, SHA256_OF_ABC));
    assertThat(Files.readString(blobs.file("datasets/1/content"))).isEqualTo("abc");
  }

  @Test
  void adoptsALocalFile() throws IOException {
    Path file = Files.writeString(blobs.newWorkFolder("job").resolve("model.zip"), "abc");

    Blob blob = blobs.adopt("models/1/model.zip", file);

    assertThat(blob).isEqualTo(new Blob("models/1/model.zip", 3, SHA256_OF_ABC));
    assertThat(file).doesNotExist();
    assertThat(blobs.file("models/1/model.zip")).hasContent("abc");
  }

  @Test
  void leavesNothingOfAStreamThatBreaks() throws IOException {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("gone");
          }
        };

    assertThatThrownBy(() -> blobs.store("a", new SequenceInputStream(abc(), broken)))
        .isInstanceOf(UncheckedIOException.class);

    try (Stream<Path> files = Files.walk(root)) {
      assertThat(files.filter(Files::isRegularFile).map(Path::getFileName).map(Path::toString))
          .containsExactly("server.lock");
    }
  }

  @Test
  void deletesEverythingBelowAPrefix() {
    blobs.store("datasets/1/content", abc());
    blobs.store("datasets/2/content", abc());

    blobs.delete("datasets/1");
    blobs.delete("datasets/3");

    assertThat(blobs.file("datasets/1")).doesNotExist();
    assertThat(blobs.file("datasets/2/content")).exists();
  }

  @Test
  void namesWhatWasNotTouchedSince() throws IOException {
    blobs.store("datasets/old/content", abc());
    blobs.store("datasets/young/content", abc());
    Instant noon = Instant.parse("2020-01-01T12:00:00Z");
    Files.setLastModifiedTime(blobs.file("datasets/old"), FileTime.from(noon));
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
    blobs.store("a", abc());

    blobs = new FileBlobStore(directory);

    assertThat(folder).doesNotExist();
    assertThat(blobs.file("a")).exists();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/", "a//b", "../a", "a/..", ".", "a/.hidden", "a\0", "a b", "ä", "/a"})
  void refusesKeysThatCouldLeadElsewhere(String key) {
    assertThatThrownBy(() -> blobs.file(key)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> blobs.delete(key)).isInstanceOf(IllegalArgumentException.class);
  }

  private static InputStream abc() {
    return new ByteArrayInputStream("abc".getBytes());
  }
}
