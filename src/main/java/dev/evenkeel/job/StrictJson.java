package dev.evenkeel.job;

import dev.evenkeel.error.ErrorCode;
import dev.evenkeel.error.ServiceException;
import java.io.IOException;
import java.io.InputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a body as JSON and nothing but JSON: no duplicate keys, no NaN, no bottomless nesting,
 * nothing after the end.
 */
final class StrictJson {

  static final int MAX_BYTES = 1 << 20;
  static final int MAX_DEPTH = 64;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private StrictJson() {}

  /** Reads all of a body, of which there may be {@link #MAX_BYTES}. */
  static byte[] body(InputStream stream) throws IOException {
    byte[] body = stream.readNBytes(MAX_BYTES + 1);
    if (body.length > MAX_BYTES) {
      throw new ServiceException(
          ErrorCode.TOO_LARGE, "The body may have at most %d bytes.".formatted(MAX_BYTES));
    }
    return body;
  }

  static JsonNode read(byte[] body) {
    try {
      JsonNode tree = MAPPER.readTree(body);
      if (tree == null || tree.isMissingNode()) {
        throw new ServiceException(
            ErrorCode.MALFORMED_REQUEST, "The body is empty. Send a JSON object.");
      }
      return tree;
    } catch (JacksonException e) {
      throw new ServiceException(ErrorCode.MALFORMED_REQUEST, message(e));
    }
  }

  private static String message(JacksonException e) {
    String what = "The body is not valid JSON: " + e.getOriginalMessage();
    var at = e.getLocation();
    return at == null || at.getLineNr() < 1
        ? what
        : "%s (line %d, column %d)".formatted(what, at.getLineNr(), at.getColumnNr());
  }
}
