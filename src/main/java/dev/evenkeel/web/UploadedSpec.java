package dev.evenkeel.web;

import dev.evenkeel.error.ErrorCode;
import dev.evenkeel.error.Excerpt;
import dev.evenkeel.error.ServiceException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the part {@code spec} of an upload as JSON, and as nothing else. */
public final class UploadedSpec {

  private static final int SHOWN = 60;

  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private UploadedSpec() {}

  /** The JSON, of whatever shape. */
  public static JsonNode read(byte[] json) {
    try {
      JsonNode tree = STRICT.readTree(json);
      if (tree.isMissingNode()) {
        throw malformed("The part 'spec' is empty. It must be a JSON object.");
      }
      requireWholeCharacters(tree);
      return tree;
    } catch (JacksonException e) {
      throw malformed("The part 'spec' is not JSON%s: %s".formatted(place(e), problem(e)));
    }
  }

  private static String place(JacksonException e) {
    TokenStreamLocation location = e.getLocation();
    return location == null
        ? ""
        : " (line %d, column %d)".formatted(location.getLineNr(), location.getColumnNr());
  }

  private static String problem(JacksonException e) {
    String message = e.getOriginalMessage();
    return message == null ? "it cannot be read." : Excerpt.of(message, SHOWN);
  }

  /** Half a surrogate pair can be written in JSON but neither stored nor answered. */
  private static void requireWholeCharacters(JsonNode node) {
    boolean broken =
        node.isString() && isBroken(node.stringValue())
            || node.isObject() && node.propertyNames().stream().anyMatch(UploadedSpec::isBroken);
    if (broken) {
      throw malformed("The part 'spec' holds half a surrogate pair, which is no character.");
    }
    node.values().forEach(UploadedSpec::requireWholeCharacters);
  }

  private static boolean isBroken(String text) {
    return text.codePoints()
        .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  private static ServiceException malformed(String message) {
    return new ServiceException(ErrorCode.MALFORMED_REQUEST, message);
  }
}
