package dev.evenkeel.error;

import java.util.Locale;

/**
 * Every way a request can be refused: the {@code code} of a problem document and its HTTP status.
 */
public enum ErrorCode {
  MALFORMED_REQUEST(400, "The request cannot be read"),
  NOT_FOUND(404, "Not found"),
  METHOD_NOT_ALLOWED(405, "Method not allowed"),
  NOT_ACCEPTABLE(406, "Not acceptable"),
  CONFLICT(409, "The resource is in another state"),
  QUARANTINED(409, "The model is quarantined"),
  PRECONDITION_FAILED(412, "The resource has changed"),
  TOO_LARGE(413, "Too large"),
  UNSUPPORTED_MEDIA_TYPE(415, "Unsupported media type"),
  RANGE_NOT_SATISFIABLE(416, "Range not satisfiable"),
  INVALID_REQUEST(422, "The request is well-formed but impossible"),
  INVALID_DATA(422, "The data cannot be used"),
  IDEMPOTENCY_KEY_REUSED(422, "The idempotency key was used with another request"),
  BUSY(503, "The server is full"),
  UNAVAILABLE(503, "The service is unavailable for the moment"),
  INTERNAL(500, "Something went wrong in the server");

  private final int status;
  private final String title;

  ErrorCode(int status, String title) {
    this.status = status;
    this.title = title;
  }

  public int status() {
    return status;
  }

  public String title() {
    return title;
  }

  /** Whether the same request can succeed a little later. */
  public boolean isPassing() {
    return this == BUSY || this == UNAVAILABLE;
  }

  /** The name in a problem document. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
