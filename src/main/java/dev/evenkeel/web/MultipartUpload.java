package dev.evenkeel.web;

import dev.evenkeel.error.ErrorCode;
import dev.evenkeel.error.Excerpt;
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
 * Takes the parts {@code spec} (JSON) and {@code file} of an upload off the wire, in either order,
 * without holding the file in memory. One use.
 */
public final class MultipartUpload {

  private static final int MOST_SPEC_BYTES = 4 << 20;
  private static final int MOST_OVERHEAD = MOST_SPEC_BYTES + (1 << 20);

  private final Parts parts;
  private final long mostBytes;
  private boolean specified;
  private boolean received;

  /** Takes what arrives, in the order in which it does. */
  public interface Parts {

    /** Whether an upload without a spec is refused. */
    boolean needSpec();

    /** Reads the JSON. */
    void spec(byte[] json);

    /** Reads the file to its end; the stream refuses what is too large or ends too early. */
    void file(InputStream file);
  }

  /**
   * @param mostBytes of the file
   */
  public MultipartUpload(Parts parts, long mostBytes) {
    this.parts = parts;
    this.mostBytes = mostBytes;
  }

  /** Reads the whole request; both parts were there afterwards, as far as they are needed. */
  public void read(HttpServletRequest request) {
    if (request.getContentLengthLong() - MOST_OVERHEAD > mostBytes) {
      throw UploadStream.tooLarge("file", mostBytes);
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

  private void readParts(HttpServletRequest request) {
    try {
      FileItemIterator items = new FileUpload().getItemIterator(new ServletRequestContext(request));
      while (items.hasNext()) {
        readPart(items.next());
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

  private void requireParts() {
    List<Fault> faults = new ArrayList<>();
    if (!specified && parts.needSpec()) {
      faults.add(new Fault("/spec", "required", "The part 'spec' is missing."));
    }
    if (!received) {
      faults.add(new Fault("/file", "required", "The part 'file' is missing."));
    }
    if (!faults.isEmpty()) {
      throw ServiceException.invalid(faults);
    }
  }

  private void readPart(FileItemStream part) throws IOException {
    String name = part.getFieldName();
    if ("spec".equals(name) && !specified) {
      requireJson(part.getContentType());
      specified = true;
      parts.spec(new UploadStream("spec", part.openStream(), MOST_SPEC_BYTES).readAllBytes());
    } else if ("file".equals(name) && !received) {
      received = true;
      parts.file(new UploadStream("file", part.openStream(), mostBytes));
    } else if ("spec".equals(name) || "file".equals(name)) {
      throw refused("/" + name, "duplicate", "The part '%s' is there twice.".formatted(name));
    } else {
      String shown = name == null ? "" : Excerpt.of(name);
      throw refused(
          JsonPointer.of(shown),
          "unknown_field",
          "There is no part '%s'. There are: spec, file.".formatted(shown));
    }
  }

  private static void requireJson(@Nullable String contentType) {
    if (contentType != null && !isJson(contentType)) {
      throw new ServiceException(
          ErrorCode.UNSUPPORTED_MEDIA_TYPE,
          "The part 'spec' must be application/json, not %s.".formatted(Excerpt.of(contentType)));
    }
  }

  private static boolean isJson(String contentType) {
    try {
      return MediaType.APPLICATION_JSON.includes(MediaType.parseMediaType(contentType));
    } catch (InvalidMediaTypeException e) {
      return false;
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
      long left = mostBytes;
      for (int read = rest.read(buffer); read >= 0 && left > 0; read = rest.read(buffer)) {
        left -= read;
      }
    } catch (IOException e) {
      // The client is gone, and with it whoever wanted the answer.
    }
  }
}
