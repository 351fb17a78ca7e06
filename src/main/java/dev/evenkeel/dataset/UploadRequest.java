package dev.evenkeel.dataset;

import dev.evenkeel.dataset.cells.DatasetSettings;
import dev.evenkeel.dataset.spec.DatasetSpec;
import dev.evenkeel.dataset.spec.DatasetSpecReader;
import dev.evenkeel.web.MultipartUpload;
import jakarta.servlet.http.HttpServletRequest;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The spec and the file of an upload. One use; closing deletes the received file. */
final class UploadRequest implements MultipartUpload.Parts, AutoCloseable {

  private final Datasets datasets;
  private final DatasetSettings limits;
  private @Nullable DatasetSpec spec;
  private @Nullable ReceivedFile file;

  UploadRequest(Datasets datasets, DatasetSettings limits) {
    this.datasets = datasets;
    this.limits = limits;
  }

  /** Reads the whole request. */
  void read(HttpServletRequest request) {
    new MultipartUpload(this, limits.maxBytes()).read(request);
  }

  @Override
  public boolean needSpec() {
    return true;
  }

  @Override
  public void spec(byte[] json) {
    spec = DatasetSpecReader.read(json);
  }

  @Override
  public void file(InputStream content) {
    file = datasets.receive(content);
  }

  DatasetSpec spec() {
    return present(spec);
  }

  ReceivedFile file() {
    return present(file);
  }

  private static <T> T present(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("The request has not been read.");
    }
    return part;
  }

  @Override
  public void close() {
    if (file != null) {
      file.close();
    }
  }
}
