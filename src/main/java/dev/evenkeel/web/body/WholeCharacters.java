package dev.evenkeel.web.body;

import dev.evenkeel.error.ErrorCode;
import dev.evenkeel.error.Fault;
import dev.evenkeel.error.ServiceException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.util.JsonParserDelegate;

/**
 * Refuses half a surrogate pair, naming its place: JSON can write one, but it can neither be stored
 * nor answered. Jackson refuses it in the name of a field by itself.
 */
final class WholeCharacters extends JsonParserDelegate {

  WholeCharacters(JsonParser json) {
    super(json);
  }

  @Override
  public @Nullable JsonToken nextToken() {
    JsonToken token = super.nextToken();
    if (token == JsonToken.VALUE_STRING) {
      require(getString());
    }
    return token;
  }

  /** Trees are read by this one; the delegate's would pass by the check. */
  @Override
  public @Nullable String nextName() {
    return nextToken() == JsonToken.PROPERTY_NAME ? currentName() : null;
  }

  private void require(String text) {
    if (text.codePoints().anyMatch(WholeCharacters::isHalf)) {
      String pointer = streamReadContext().pathAsPointer().toString();
      String message =
          "The text%s holds half of a surrogate pair, which is no character. Send whole characters."
              .formatted(pointer.isEmpty() ? "" : " at " + pointer);
      throw new ServiceException(
          ErrorCode.MALFORMED_REQUEST,
          message,
          List.of(new Fault(pointer, "not_allowed", message)));
    }
  }

  private static boolean isHalf(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }
}
