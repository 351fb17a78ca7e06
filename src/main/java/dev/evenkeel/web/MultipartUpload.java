package dev.evenkeel.web;

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
 * Takes the parts {@code spec} (JSON) and {@code file} of an upload off the wire, in either order,
 * without holding the file in memory. One use.
 */
public final class MultipartUpload {

  private static final int MOST_SPEC_BYTES = 4 << 20;
  private static final int MOST_OVERHEAD = MOST_SPEC_BYTES + (1 << 20);
  private static final int SHOWN = 100;

  private final Receiver receiver;
  private final long mostBytes;
  private byte @Nullable [] spec;
  private boolean received;

  /** Takes the bytes of the file. */
  @FunctionalInterface
  public interface Receiver {

    /** Reads to the end; the stream refuses what is too large or ends too early. */
    void receive(InputStream file);
  }

  /**
   * @param mostBytes of the file
   */
  public MultipartUpload(Receiver receiver, long mostBytes) {
    this.receiver = receiver;
    this.mostBytes = mostBytes;
  }

  /** Reads the whole request; there is a file afterwards. */
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

  /** The bytes of the spec; null where there is none. */
  public byte @Nullable [] spec() {
    return spec == null ? null : spec.clone();
  }

  /** The bytes of the spec, without which the upload is refused. */
  public byte[] requiredSpec() {
    if (spec == null) {
      throw refused("/spec", "required", "The part 'spec' is missing.");
    }
    return spec.clone();
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
    if (!received) {
      List<Fault> faults = new ArrayList<>();
      faults.add(new Fault("/file", "required", "The part 'file' is missing."));
      throw ServiceException.invalid(faults);
    }
  }

  private void readPart(FileItemStream part) throws IOException {
    String name = part.getFieldName();
    if ("spec".equals(name) && spec == null) {
      requireJson(part.getContentType());
      spec = new UploadStream("spec", part.openStream(), MOST_SPEC_BYTES).readAllBytes();
    } else if ("file".equals(name) && !received) {
      receiver.receive(new UploadStream("file", part.openStream(), mostBytes));
      received = true;
    } else if ("spec".equals(name) || "file".equals(name)) {
      throw refused("/" + name, "duplicate", "The part '%s' is there twice.".formatted(name));
    } else {
      String shown = name == null ? "" : shortened(name);
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
          "The part 'spec' must be application/json, not %s.".formatted(shortened(contentType)));
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

  private static String shortened(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
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
