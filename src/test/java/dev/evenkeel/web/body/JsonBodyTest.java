package dev.evenkeel.web.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenkeel.error.ErrorCode;
import dev.evenkeel.error.Fault;
import dev.evenkeel.error.ServiceException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;

class JsonBodyTest {

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(utf8(text));
  }

  private static JsonNode read(String text) {
    return JsonBody.read(utf8(text));
  }

  /** Reads all tokens, as a reader of a long body does. */
  private static int tokens(JsonParser json) {
    int tokens = 1;
    for (int depth = json.currentToken().isStructStart() ? 1 : 0; depth > 0; tokens++) {
      json.nextToken();
      depth += json.currentToken().isStructStart() ? 1 : json.currentToken().isStructEnd() ? -1 : 0;
    }
    return tokens;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{\"a\":1,\"a\":2}",
        "{\"a\":{\"b\":1,\"b\":2}}",
        "{\"a\":NaN}",
        "{\"a\":Infinity}",
        "{} {}",
        "{}x",
        "{'a':1}",
        "{\"a\":01}",
        "{\"a\":1,}",
        "{\"a\":\"b\u0000\"}",
        "{\"a\":\"b\n\"}",
        "{\"\\ud800\":1}",
        "{\"a\":\"\\udc00\"}"
      })
  void refusesWhatIsNoJsonWhicheverWayItIsRead(String body) {
    assertMalformed(() -> read(body));
    assertMalformed(() -> JsonBody.readSpec(utf8(body)));
    assertMalformed(() -> JsonBody.stream(stream(body), JsonBodyTest::tokens));
  }

  private static void assertMalformed(ThrowingCallable reading) {
    assertThatThrownBy(reading)
        .isInstanceOfSatisfying(
            ServiceException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.MALFORMED_REQUEST));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"name":"a\\ud800b"}            | /name
          {"a":[1,{"b/c":"\\udc00\\ud800"}]} | /a/1/b~1c
          ["\\ud83d"]                     | /0
          "\\ud800"                       | ``
          """)
  void namesThePlaceOfHalfASurrogatePair(String body, String pointer) {
    assertThatThrownBy(() -> read(body))
        .hasMessageContaining("surrogate")
        .isInstanceOfSatisfying(
            ServiceException.class,
            e ->
                assertThat(e.faults())
                    .extracting(Fault::pointer, Fault::message)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple(pointer, e.getMessage())));
    assertThatThrownBy(() -> JsonBody.streamOfRows(stream(body), JsonBodyTest::tokens))
        .hasMessageContaining("surrogate");
  }

  @Test
  void takesWholeSurrogatePairs() {
    assertThat(read("\"\\ud83e\\udd84\"").stringValue()).isEqualTo("\uD83E\uDD84");
  }

  @Test
  void saysInTheSameWordsWhereJsonBreaks() {
    String broken = "{\n  \"a\": tru\n}";
    String where = " is not JSON (line 2, column 8): Unrecognized token 'tru'";

    assertThatThrownBy(() -> read(broken)).hasMessageStartingWith("The body" + where);
    assertThatThrownBy(() -> JsonBody.stream(stream(broken), JsonBodyTest::tokens))
        .hasMessageStartingWith("The body" + where);
    assertThatThrownBy(() -> JsonBody.readSpec(utf8(broken)))
        .hasMessageStartingWith("The part 'spec'" + where);
  }

  @Test
  void refusesBottomlessNesting() {
    String deep = "[".repeat(100_000);

    assertMalformed(() -> read(deep));
    assertMalformed(() -> JsonBody.streamOfRows(stream(deep), JsonBodyTest::tokens));
    assertThat(read("[".repeat(64) + "]".repeat(64)).isArray()).isTrue();
  }

  @Test
  void leavesNamesThatAreTwiceInARowToTheReaderOfRows() {
    assertThat(JsonBody.streamOfRows(stream("[{\"a\":1,\"a\":2}]"), JsonBodyTest::tokens))
        .isEqualTo(8);
  }

  @Test
  void keepsWholeNumbersBeyondLongWhole() {
    JsonNode numbers = read("[1e19,-1e300,1e400,5.0,0.5]");

    assertThat(numbers.get(0).bigIntegerValue()).isEqualTo("10000000000000000000");
    assertThat(numbers.get(1).isBigInteger()).isTrue();
    assertThat(numbers.get(1).doubleValue()).isEqualTo(-1e300);
    assertThat(numbers.get(2).doubleValue()).isInfinite();
    assertThat(numbers.get(3).isDouble()).isTrue();
    assertThat(numbers.get(4).doubleValue()).isEqualTo(0.5);
  }

  @Test
  void takesNoMoreBytesThanItSays() throws IOException {
    assertThat(JsonBody.bytes(stream("x".repeat(JsonBody.MAX_BYTES)))).hasSize(1 << 20);
    assertThatThrownBy(() -> JsonBody.bytes(stream("x".repeat(JsonBody.MAX_BYTES + 1))))
        .hasMessageContaining("1048576")
        .isInstanceOfSatisfying(
            ServiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_LARGE));
  }

  @Test
  void saysWhatIsNotClosedWithoutTheParsersInnards() {
    assertThatThrownBy(() -> read("{\"a\": [1, 2"))
        .hasMessageContaining("expected close marker for Array")
        .hasMessageNotContaining("Source")
        .hasMessageNotContaining("REDACTED");
  }
}
