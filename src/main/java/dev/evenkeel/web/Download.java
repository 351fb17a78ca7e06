package dev.evenkeel.web;

import dev.evenkeel.error.ServiceException;
import dev.evenkeel.storage.Blob;
import dev.evenkeel.storage.BlobStore;
import dev.evenkeel.storage.ByteRange;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.util.MimeTypeUtils;
import org.springframework.web.context.request.ServletWebRequest;

/**
 * Answers a request with a blob, or with the ranges of it that were asked for: the only way in
 * which a stored file leaves the server.
 *
 * @param fileName what the client is to call it
 */
public record Download(BlobStore blobs, Blob blob, MediaType type, String fileName) {

  /** A part of an answer: what stands in front of a range, and the range. */
  private record Part(byte[] head, ByteRange range) {}

  public void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    String tag = "\"%s\"".formatted(blob.sha256());
    if (new ServletWebRequest(request, response).checkNotModified(tag)) {
      return;
    }
    List<ByteRange> ranges = ranges(request, response, tag);
    String boundary = MimeTypeUtils.generateMultipartBoundaryString();
    List<Part> parts = parts(ranges, boundary);
    byte[] end = ranges.size() > 1 ? ascii("\r\n--%s--\r\n", boundary) : new byte[0];
    // Opened before anything is said: a blob that is gone is refused like any other.
    try (InputStream first = blobs.open(blob.key(), parts.get(0).range())) {
      response.setHeader(HttpHeaders.ETAG, tag);
      describe(response, ranges, boundary);
      response.setContentLengthLong(length(parts) + end.length);
      if (!HttpMethod.HEAD.matches(request.getMethod())) {
        write(parts, first, response.getOutputStream());
        response.getOutputStream().write(end);
      }
    }
  }

  private List<ByteRange> ranges(
      HttpServletRequest request, HttpServletResponse response, String tag) {
    try {
      return RequestedRanges.of(request, tag, blob.bytes());
    } catch (ServiceException e) {
      response.setHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + blob.bytes());
      throw e;
    }
  }

  private List<Part> parts(List<ByteRange> ranges, String boundary) {
    if (ranges.size() < 2) {
      ByteRange range = ranges.isEmpty() ? new ByteRange(0, blob.bytes()) : ranges.get(0);
      return List.of(new Part(new byte[0], range));
    }
    List<Part> parts = new ArrayList<>();
    for (ByteRange range : ranges) {
      String head = "\r\n--%s\r\nContent-Type: %s\r\nContent-Range: %s\r\n\r\n";
      parts.add(new Part(ascii(head, boundary, type, contentRange(range)), range));
    }
    return parts;
  }

  private static long length(List<Part> parts) {
    return parts.stream().mapToLong(part -> part.head().length + part.range().length()).sum();
  }

  private void describe(HttpServletResponse response, List<ByteRange> ranges, String boundary) {
    response.setStatus(
        ranges.isEmpty() ? HttpStatus.OK.value() : HttpStatus.PARTIAL_CONTENT.value());
    response.setContentType(
        ranges.size() > 1 ? "multipart/byteranges; boundary=" + boundary : type.toString());
    if (ranges.size() == 1) {
      response.setHeader(HttpHeaders.CONTENT_RANGE, contentRange(ranges.get(0)));
    }
    response.setHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
    response.setHeader(HttpHeaders.CONTENT_DISPOSITION, disposition());
    response.setHeader("Repr-Digest", digest());
    response.setHeader("X-Content-Type-Options", "nosniff");
  }

  private void write(List<Part> parts, InputStream first, OutputStream out) throws IOException {
    for (int i = 0; i < parts.size(); i++) {
      out.write(parts.get(i).head());
      if (i == 0) {
        first.transferTo(out);
      } else {
        try (InputStream next = blobs.open(blob.key(), parts.get(i).range())) {
          next.transferTo(out);
        }
      }
    }
  }

  private String contentRange(ByteRange range) {
    return "bytes %d-%d/%d".formatted(range.from(), range.last(), blob.bytes());
  }

  private String digest() {
    byte[] sha256 = HexFormat.of().parseHex(blob.sha256());
    return "sha-256=:" + Base64.getEncoder().encodeToString(sha256) + ":";
  }

  /** Letters and digits of any script stay; whatever could mean something to a shell does not. */
  private String disposition() {
    String safe = fileName.replaceAll("[^\\p{L}\\p{N}._-]+", "_").replaceAll("^\\.+", "_");
    return ContentDisposition.attachment()
        .filename(safe, StandardCharsets.UTF_8)
        .build()
        .toString();
  }

  private static byte[] ascii(String text, Object... values) {
    return text.formatted(values).getBytes(StandardCharsets.US_ASCII);
  }
}
