package dev.evenkeel.dataset;

import dev.evenkeel.error.ErrorCode;
import dev.evenkeel.error.ServiceException;
import dev.evenkeel.storage.Blob;
import dev.evenkeel.storage.BlobStore;
import dev.evenkeel.storage.ByteRange;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.web.Download;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Where the files of a stored dataset lie on this machine. */
@Component
public class DatasetFiles {

  static final String PREFIX = "datasets";

  private static final String CONTENT_FILE = "content";

  /** Which of them there are depends on the layout. */
  private static final List<String> TENSOR_FILES =
      List.of(
          DatasetSchema.FEATURES_FILE,
          DatasetSchema.TARGETS_FILE,
          DatasetSchema.OFFSETS_FILE,
          DatasetSchema.TOKENS_FILE);

  private final BlobStore blobs;

  DatasetFiles(BlobStore blobs) {
    this.blobs = blobs;
  }

  /**
   * The folder with the uploaded bytes, schema.json and the tensors that it speaks of; read only.
   */
  public Path tensors(UUID datasetId) {
    schema(datasetId);
    return blobs.file(prefix(datasetId));
  }

  /** The bytes that were uploaded, for a client. */
  Download download(StoredDataset dataset) throws IOException {
    Blob content = new Blob(key(dataset.id(), CONTENT_FILE), dataset.bytes(), dataset.sha256());
    try (InputStream file = blobs.open(content.key(), new ByteRange(0, dataset.bytes()))) {
      ContentKind kind = dataset.spec().format().content(file);
      String name = dataset.spec().name() + kind.extension();
      return new Download(blobs, content, kind.mediaType(), name);
    }
  }

  Path schema(UUID datasetId) {
    return present(datasetId, DatasetSchema.FILE);
  }

  /** Servers that share a database but not their files would otherwise fail in odd places. */
  private Path present(UUID datasetId, String name) {
    Path file = blobs.file(key(datasetId, name));
    if (Files.notExists(file)) {
      throw new ServiceException(
          ErrorCode.UNAVAILABLE,
          "The files of dataset %s are not on this server. Servers that share a database must share evenkeel.data-dir as well."
              .formatted(datasetId));
    }
    return file;
  }

  /** A folder for the making of a dataset. */
  Path newWorkFolder() {
    return blobs.newWorkFolder("dataset");
  }

  /** Takes a finished dataset in, the file last by which it would be recognised. */
  void adopt(UUID datasetId, Path content, Path tensors) {
    blobs.adopt(key(datasetId, CONTENT_FILE), content);
    TENSOR_FILES.stream()
        .filter(name -> Files.exists(tensors.resolve(name)))
        .forEach(name -> adopt(datasetId, tensors, name));
    adopt(datasetId, tensors, DatasetSchema.FILE);
  }

  private void adopt(UUID datasetId, Path folder, String name) {
    blobs.adopt(key(datasetId, name), folder.resolve(name));
  }

  /** The uploaded bytes in a folder that {@link #tensors} answers with. */
  static Path contentIn(Path folder) {
    return folder.resolve(CONTENT_FILE);
  }

  void delete(UUID datasetId) {
    blobs.delete(prefix(datasetId));
  }

  private static String prefix(UUID datasetId) {
    return PREFIX + "/" + datasetId;
  }

  private static String key(UUID datasetId, String name) {
    return prefix(datasetId) + "/" + name;
  }
}
