package dev.evenkeel.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.evenkeel.error.ErrorCode;
import dev.evenkeel.error.Fault;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A problem document (RFC 9457) as every refused request gets it.
 *
 * @param instance the path that was asked for
 * @param requestId the same as the {@code X-Request-Id} header, for the server's log
 * @param errors every fault of a refused body; left out where there is none
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Problem(
    String type,
    String title,
    int status,
    String detail,
    String instance,
    String code,
    @Nullable String requestId,
    List<Fault> errors) {

  static Problem of(ErrorCode code, String detail, List<Fault> errors, Request request) {
    return new Problem(
        "urn:evenkeel:problem:" + code.code(),
        code.title(),
        code.status(),
        detail,
        request.path(),
        code.code(),
        request.id(),
        errors);
  }

  /** What a problem document says of the request. */
  record Request(String path, @Nullable String id) {}
}
