package dev.evenkeel.dataset;

import dev.evenkeel.dataset.importing.DatasetFormats;
import dev.evenkeel.dataset.profile.StoredDataset;
import dev.evenkeel.dataset.spec.ContentKind;
import dev.evenkeel.storage.Blob;
import dev.evenkeel.storage.BlobStore;
import dev.evenkeel.storage.ByteRange;
import dev.evenkeel.storage.LocalFiles;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.spec.SpecJson;
import dev.evenkeel.web.Download;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** The files of stored datasets. */
@Component
public class DatasetFiles {

  static final String PREFIX = "datasets";

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

  /** The uploaded bytes, schema.json and the tensors that it speaks of. */
  public LocalFiles local(UUID datasetId) {
    LocalFiles files = blobs.local(prefix(datasetId));
    try {
      // Taken in last: where it is, everything is.
      files.file(DatasetSchema.FILE);
      return files;
    } catch (RuntimeException e) {
      files.close();
      throw e;
    }
  }

  /** The bytes that were uploaded, for a client. */
  Download download(StoredDataset dataset) throws IOException {
    Blob content =
        new Blob(key(dataset.id(), StoredDataset.CONTENT_FILE), dataset.bytes(), dataset.sha256());
    try (InputStream file = blobs.open(content.key(), new ByteRange(0, dataset.bytes()))) {
      ContentKind kind = DatasetFormats.of(dataset.spec().format()).content(file);
      String name = dataset.spec().name() + kind.extension();
      return new Download(blobs, content, kind.mediaType(), name);
    }
  }

  DatasetSchema schema(UUID datasetId) {
    try (LocalFiles files = local(datasetId)) {
      return SpecJson.mapper().readValue(files.file(DatasetSchema.FILE), DatasetSchema.class);
    }
  }

  /** A folder for the making of a dataset. */
  Path newWorkFolder() {
    return blobs.newWorkFolder("dataset");
  }

  /** Takes a finished dataset in, the file last by which it would be recognised. */
  void adopt(UUID datasetId, Path content, Path tensors) {
    blobs.adopt(key(datasetId, StoredDataset.CONTENT_FILE), content);
    TENSOR_FILES.stream()
        .filter(name -> Files.exists(tensors.resolve(name)))
        .forEach(name -> adopt(datasetId, tensors, name));
    adopt(datasetId, tensors, DatasetSchema.FILE);
  }

  private void adopt(UUID datasetId, Path folder, String name) {
    blobs.adopt(key(datasetId, name), folder.resolve(name));
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
