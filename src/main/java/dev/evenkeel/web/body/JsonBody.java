package dev.evenkeel.web.body;

import dev.evenkeel.error.ErrorCode;
import dev.evenkeel.error.Excerpt;
import dev.evenkeel.error.ServiceException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads what a client sends as JSON and nothing but JSON: no name twice in an object, no NaN, no
 * half characters, no bottomless nesting, nothing after the end. Thread-safe.
 */
public final class JsonBody {

  public static final int MAX_BYTES = 1 << 20;
  static final int MAX_DEPTH = 64;
  private static final int LONGEST_PROBLEM = 200;
  private static final String BODY = "The body";

  /** Jackson says of what an unclosed object began that it may not say where. */
  private static final Pattern START_OF_WHAT_IS_OPEN =
      Pattern.compile(" \\(start marker at \\[Source: .*?]\\)");

  private static final JsonMapper LENIENT_OF_NAMES = mapper(false);
  private static final JsonMapper STRICT = mapper(true);

  private JsonBody() {}

  private static JsonMapper mapper(boolean refusingNamesTwice) {
    return JsonMapper.builder(
            JsonFactory.builder()
                .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                .configure(StreamReadFeature.STRICT_DUPLICATE_DETECTION, refusingNamesTwice)
                .build())
        .nodeFactory(new ExactNumbers())
        .build();
  }

  /** Takes all of a body off the wire, of which there may be {@link #MAX_BYTES}. */
  public static byte[] bytes(InputStream stream) throws IOException {
    byte[] body = stream.readNBytes(MAX_BYTES + 1);
    if (body.length > MAX_BYTES) {
      throw new ServiceException(
          ErrorCode.TOO_LARGE, "The body may have at most %d bytes.".formatted(MAX_BYTES));
    }
    return body;
  }

  /** The JSON of a body, of whatever shape. */
  public static JsonNode read(byte[] body) {
    return read(BODY, body);
  }

  /** The JSON of the part {@code spec} of an upload, of whatever shape. */
  public static JsonNode readSpec(byte[] part) {
    return read("The part 'spec'", part);
  }

  private static JsonNode read(String what, byte[] json) {
    return read(what, STRICT, new ByteArrayInputStream(json), STRICT::readTree);
  }

  /**
   * Reads a body that may be long, token by token.
   *
   * @param reader gets the parser on the first token and leaves it on the last of the same value
   */
  public static <T> T stream(InputStream body, Function<JsonParser, T> reader) {
    return read(BODY, STRICT, body, reader);
  }

  /**
   * The same for a reader that looks after names by itself, because it can say more about one that
   * is there twice than where it is.
   */
  public static <T> T streamOfRows(InputStream body, Function<JsonParser, T> reader) {
    return read(BODY, LENIENT_OF_NAMES, body, reader);
  }

  /** What is to be thrown where a name is in an object for the second time. */
  public static JacksonException twice(JsonParser json, String name) {
    return new StreamReadException(json, "Duplicate Object property \"%s\"".formatted(name));
  }

  private static <T> T read(
      String what, JsonMapper mapper, InputStream stream, Function<JsonParser, T> reader) {
    try (JsonParser json = new WholeCharacters(mapper.createParser(stream))) {
      if (json.nextToken() == null) {
        throw malformed(what + " is empty. Send a JSON object.");
      }
      T read = reader.apply(json);
      if (json.nextToken() != null) {
        throw malformed(what + " goes on after its JSON has ended.");
      }
      return read;
    } catch (JacksonException e) {
      throw malformed("%s is not JSON%s: %s".formatted(what, place(e), problem(e)));
    }
  }

  private static String place(JacksonException e) {
    TokenStreamLocation at = e.getLocation();
    return at == null || at.getLineNr() < 1
        ? ""
        : " (line %d, column %d)".formatted(at.getLineNr(), at.getColumnNr());
  }

  private static String problem(JacksonException e) {
    String message = e.getOriginalMessage();
    return message == null
        ? "it cannot be read."
        : Excerpt.of(START_OF_WHAT_IS_OPEN.matcher(message).replaceAll(""), LONGEST_PROBLEM) + ".";
  }

  private static ServiceException malformed(String message) {
    return new ServiceException(ErrorCode.MALFORMED_REQUEST, message);
  }
}
