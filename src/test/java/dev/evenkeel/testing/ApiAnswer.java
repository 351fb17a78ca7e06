package dev.evenkeel.testing;

import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/** What the server answered. */
public record ApiAnswer(int status, HttpHeaders headers, byte[] body) {

  /** The body as JSON. */
  public JsonNode json() {
    return StrictJson.read(body);
  }

  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** A header's first value; empty where it is absent. */
  public String header(String name) {
    return headers.firstValue(name).orElse("");
  }

  /** The content type without its parameters; empty where there is none. */
  public String mediaType() {
    return header("Content-Type").split(";", 2)[0].trim().toLowerCase(java.util.Locale.ROOT);
  }

  /** This answer, if it has that status. */
  public ApiAnswer expect(int expected) {
    if (status != expected) {
      throw new AssertionError(
          "Expected status %d, got %d: %s".formatted(expected, status, text()));
    }
    return this;
  }
}
