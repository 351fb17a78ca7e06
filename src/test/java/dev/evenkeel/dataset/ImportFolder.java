package dev.evenkeel.dataset;

import dev.evenkeel.dataset.cells.DatasetSettings;
import dev.evenkeel.dataset.importing.DatasetFormats;
import dev.evenkeel.dataset.profile.Imported;
import dev.evenkeel.dataset.spec.DatasetSpec;
import dev.evenkeel.dataset.spec.DatasetSpecReader;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.data.tensors.NpyWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A work folder with an upload in it, and what an import makes of it. */
public record ImportFolder(Path path) {

  public static ImportFolder in(Path parent) {
    try {
      return new ImportFolder(Files.createTempDirectory(parent, "import"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Imported run(String spec, String csv, DatasetSettings limits) throws IOException {
    DatasetSpec read = DatasetSpecReader.read(Uploads.utf8(spec));
    Path file = Files.writeString(ReceivedFile.in(path), csv);
    return DatasetFormats.of(read.format()).importing(read, limits).run(file, path);
  }

  public float[] features() throws IOException {
    return floats(DatasetSchema.FEATURES_FILE);
  }

  public float[] targets() throws IOException {
    return floats(DatasetSchema.TARGETS_FILE);
  }

  public long[] offsets() throws IOException {
    ByteBuffer data = data(DatasetSchema.OFFSETS_FILE);
    long[] offsets = new long[data.remaining() / Long.BYTES];
    data.asLongBuffer().get(offsets);
    return offsets;
  }

  public List<String> tokens() throws IOException {
    return Files.readAllLines(path.resolve(DatasetSchema.TOKENS_FILE));
  }

  private float[] floats(String name) throws IOException {
    ByteBuffer data = data(name);
    float[] floats = new float[data.remaining() / Float.BYTES];
    data.asFloatBuffer().get(floats);
    return floats;
  }

  private ByteBuffer data(String name) throws IOException {
    byte[] bytes = Files.readAllBytes(path.resolve(name));
    return ByteBuffer.wrap(bytes, NpyWriter.HEADER_BYTES, bytes.length - NpyWriter.HEADER_BYTES)
        .slice()
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  public List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
