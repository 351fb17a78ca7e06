package dev.evenkeel.dataset;

import dev.evenkeel.error.ErrorCode;
import dev.evenkeel.error.Fault;
import dev.evenkeel.error.JsonPointer;
import dev.evenkeel.error.ServiceException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.tomcat.util.http.fileupload.FileItemIterator;
import org.apache.tomcat.util.http.fileupload.FileItemStream;
import org.apache.tomcat.util.http.fileupload.FileUpload;
import org.apache.tomcat.util.http.fileupload.impl.InvalidContentTypeException;
import org.apache.tomcat.util.http.fileupload.servlet.ServletRequestContext;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/**
 * Takes the parts {@code spec} and {@code file} of an upload off the wire, in either order, without
 * holding the file in memory. One use; closing deletes the received file.
 */
final class UploadRequest implements AutoCloseable {

  private static final int MOST_SPEC_BYTES = 4 << 20;
  private static final int MOST_OVERHEAD = MOST_SPEC_BYTES + (1 << 20);

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
    if (request.getContentLengthLong() - MOST_OVERHEAD > limits.maxBytes()) {
      throw UploadStream.tooLarge("file", limits.maxBytes());
    }
    try {
      readParts(request);
    } catch (ServiceException e) {
      if (e.code() != ErrorCode.TOO_LARGE) {
        drain(request);
      }
      throw e;
    }
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

  private void readParts(HttpServletRequest request) {
    try {
      FileItemIterator parts = new FileUpload().getItemIterator(new ServletRequestContext(request));
      while (parts.hasNext()) {
        readPart(parts.next());
      }
    } catch (InvalidContentTypeException e) {
      throw new ServiceException(
          ErrorCode.UNSUPPORTED_MEDIA_TYPE,
          "Send multipart/form-data with the parts 'spec' (application/json) and 'file'.");
    } catch (IOException e) {
      throw UploadStream.broken();
    }
    requireParts();
  }

  private void readPart(FileItemStream part) throws IOException {
    String name = part.getFieldName();
    if ("spec".equals(name) && spec == null) {
      spec = readSpec(part);
    } else if ("file".equals(name) && file == null) {
      file = datasets.receive(part.openStream());
    } else if ("spec".equals(name) || "file".equals(name)) {
      throw refused("/" + name, "duplicate", "The part '%s' is there twice.".formatted(name));
    } else {
      String shown = name == null ? "" : CellFaults.abbreviated(name);
      throw refused(
          JsonPointer.of(shown),
          "unknown_field",
          "There is no part '%s'. There are: spec, file.".formatted(shown));
    }
  }

  private static DatasetSpec readSpec(FileItemStream part) throws IOException {
    requireJson(part.getContentType());
    InputStream bytes = new UploadStream("spec", part.openStream(), MOST_SPEC_BYTES);
    return DatasetSpecReader.read(bytes.readAllBytes());
  }

  private static void requireJson(@Nullable String contentType) {
    if (contentType != null && !isJson(contentType)) {
      throw new ServiceException(
          ErrorCode.UNSUPPORTED_MEDIA_TYPE,
          "The part 'spec' must be application/json, not %s."
              .formatted(CellFaults.abbreviated(contentType)));
    }
  }

  private static boolean isJson(String contentType) {
    try {
      return MediaType.APPLICATION_JSON.includes(MediaType.parseMediaType(contentType));
    } catch (InvalidMediaTypeException e) {
      return false;
    }
  }

  private void requireParts() {
    List<Fault> faults = new ArrayList<>();
    if (spec == null) {
      faults.add(new Fault("/spec", "required", "The part 'spec' is missing."));
    }
    if (file == null) {
      faults.add(new Fault("/file", "required", "The part 'file' is missing."));
    }
    if (!faults.isEmpty()) {
      throw ServiceException.invalid(faults);
    }
  }

  private static ServiceException refused(String pointer, String code, String message) {
    return ServiceException.invalid(List.of(new Fault(pointer, code, message)));
  }

  /** Most clients look for an answer only once all of their request is sent. */
  private void drain(HttpServletRequest request) {
    byte[] buffer = new byte[1 << 16];
    try {
      InputStream rest = request.getInputStream();
      long left = limits.maxBytes();
      for (int read = rest.read(buffer); read >= 0 && left > 0; read = rest.read(buffer)) {
        left -= read;
      }
    } catch (IOException e) {
      // The client is gone, and with it whoever wanted the answer.
    }
  }

  @Override
  public void close() {
    if (file != null) {
      file.close();
    }
  }
}
