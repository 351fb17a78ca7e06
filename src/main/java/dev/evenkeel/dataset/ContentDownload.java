package dev.evenkeel.dataset;

import dev.evenkeel.error.ErrorCode;
import dev.evenkeel.error.ServiceException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.ResourceRegion;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRange;
import org.springframework.http.HttpStatus;
import org.springframework.http.converter.ResourceHttpMessageConverter;
import org.springframework.http.converter.ResourceRegionHttpMessageConverter;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.web.context.request.ServletWebRequest;

/** Answers with the bytes that were uploaded, or with the ranges of them that were asked for. */
record ContentDownload(StoredDataset dataset, Path file, ContentKind kind) {

  static ContentDownload of(StoredDataset dataset, Path file) throws IOException {
    return new ContentDownload(
        dataset, file, DatasetFormats.of(dataset.spec().format()).content(file));
  }

  void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    String etag = "\"%s\"".formatted(dataset.sha256());
    if (new ServletWebRequest(request, response).checkNotModified(etag)) {
      return;
    }
    Resource content = new FileSystemResource(file);
    response.setHeader(HttpHeaders.ETAG, etag);
    response.setHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
    List<HttpRange> ranges = ranges(request, etag);
    if (ranges.isEmpty()) {
      describe(response);
      new ResourceHttpMessageConverter().write(content, kind.mediaType(), out(response));
    } else {
      List<ResourceRegion> regions = regions(ranges, content, response);
      describe(response);
      response.setStatus(HttpStatus.PARTIAL_CONTENT.value());
      new ResourceRegionHttpMessageConverter().write(regions, kind.mediaType(), out(response));
    }
  }

  private static ServletServerHttpResponse out(HttpServletResponse response) {
    return new ServletServerHttpResponse(response);
  }

  /** None where the whole is to be answered: other units, or a content that is not the client's. */
  private List<HttpRange> ranges(HttpServletRequest request, String etag) {
    String range = request.getHeader(HttpHeaders.RANGE);
    if (range == null || !range.startsWith("bytes=") || !ifRange(request, etag)) {
      return List.of();
    }
    try {
      return HttpRange.parseRanges(range);
    } catch (IllegalArgumentException e) {
      return List.of();
    }
  }

  private static boolean ifRange(HttpServletRequest request, String etag) {
    @Nullable String condition = request.getHeader(HttpHeaders.IF_RANGE);
    return condition == null || condition.equals(etag);
  }

  private List<ResourceRegion> regions(
      List<HttpRange> ranges, Resource content, HttpServletResponse response) {
    try {
      return HttpRange.toResourceRegions(ranges, content);
    } catch (IllegalArgumentException e) {
      response.setHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + dataset.bytes());
      throw new ServiceException(
          ErrorCode.RANGE_NOT_SATISFIABLE,
          "The content has %d bytes, and what Range asks for is not in it."
              .formatted(dataset.bytes()));
    }
  }

  private void describe(HttpServletResponse response) {
    // Letters and digits of any script stay; whatever could mean something to a shell does not.
    String name =
        dataset.spec().name().replaceAll("[^\\p{L}\\p{N}._-]+", "_").replaceAll("^\\.+", "_");
    String fileName = name + kind.extension();
    response.setHeader(
        HttpHeaders.CONTENT_DISPOSITION,
        ContentDisposition.attachment()
            .filename(fileName, java.nio.charset.StandardCharsets.UTF_8)
            .build()
            .toString());
    response.setHeader("X-Content-Type-Options", "nosniff");
  }
}
