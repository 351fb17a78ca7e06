package dev.evenkeel.web;

import dev.evenkeel.error.ErrorCode;
import dev.evenkeel.error.ServiceException;
import dev.evenkeel.storage.ByteRange;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRange;

/**
 * Which ranges of a content a request asks for (RFC 9110, sections 13.1.5 and 14.2): none where the
 * whole is to be answered.
 */
final class RequestedRanges {

  private static final String UNIT = "bytes=";

  private RequestedRanges() {}

  /**
   * @param tag the content's entity tag
   * @throws ServiceException where nothing that is asked for is in the content
   */
  static List<ByteRange> of(HttpServletRequest request, String tag, long bytes) {
    String range = request.getHeader(HttpHeaders.RANGE);
    if (range == null || !HttpMethod.GET.matches(request.getMethod()) || !ifRange(request, tag)) {
      return List.of();
    }
    List<HttpRange> asked = parsed(range.strip());
    List<ByteRange> held =
        asked.stream()
            .filter(some -> some.getRangeStart(bytes) < bytes)
            .map(some -> held(some, bytes))
            .toList();
    if (held.isEmpty() && !asked.isEmpty()) {
      throw new ServiceException(
          ErrorCode.RANGE_NOT_SATISFIABLE,
          "The content has %d bytes, and what Range asks for is not in it.".formatted(bytes));
    }
    // Whoever asks for the same bytes again and again gets everything, once.
    long total = held.stream().mapToLong(ByteRange::length).sum();
    return total > bytes ? List.of() : held;
  }

  private static boolean ifRange(HttpServletRequest request, String tag) {
    @Nullable String condition = request.getHeader(HttpHeaders.IF_RANGE);
    return condition == null || condition.equals(tag);
  }

  /** Another unit, and a set that is none, are as good as no range. */
  private static List<HttpRange> parsed(String range) {
    if (!range.regionMatches(true, 0, UNIT, 0, UNIT.length())) {
      return List.of();
    }
    try {
      return HttpRange.parseRanges(UNIT + range.substring(UNIT.length()));
    } catch (IllegalArgumentException e) {
      return List.of();
    }
  }

  private static ByteRange held(HttpRange range, long bytes) {
    long from = range.getRangeStart(bytes);
    return new ByteRange(from, range.getRangeEnd(bytes) - from + 1);
  }
}
