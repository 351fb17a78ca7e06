package dev.evenkeel.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.evenkeel.error.Fault;
import dev.evenkeel.error.ServiceException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImportSpecTest {

  private static ImportSpec read(String spec) {
    return ImportSpec.read(spec.getBytes(StandardCharsets.UTF_8));
  }

  private static List<Fault> faults(String spec) {
    return catchThrowableOfType(ServiceException.class, () -> read(spec)).faults();
  }

  @Test
  void fillsInWhatIsLeftOutOrNull() {
    assertThat(read("{}")).isEqualTo(ImportSpec.empty());
    assertThat(read("{\"name\":null,\"input_shape\":null,\"columns\":null,\"classes\":null}"))
        .isEqualTo(ImportSpec.empty());
    assertThat(read("{\"name\":\"n\",\"input_shape\":[null,3],\"classes\":[\"b\",\"a\"]}"))
        .isEqualTo(new ImportSpec("n", Arrays.asList(null, 3), null, List.of("b", "a")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "name":""                    | /name          | too_short
          "name":"a\\u0000"            | /name          | not_allowed
          "input_shape":[]             | /input_shape   | too_few
          "input_shape":[1,2,3,4]      | /input_shape   | too_many
          "input_shape":"4"            | /input_shape   | wrong_type
          "input_shape":[null]         | /input_shape/0 | wrong_type
          "input_shape":[4,null]       | /input_shape/1 | wrong_type
          "input_shape":[null,4,1]     | /input_shape/0 | wrong_type
          "input_shape":[0,4]          | /input_shape/0 | out_of_range
          "input_shape":[4,1e19]       | /input_shape/1 | out_of_range
          "input_shape":[4,1.5]        | /input_shape/1 | wrong_type
          "classes":[]                 | /classes       | too_few
          "classes":["a",""]           | /classes/1     | too_short
          "classes":["a",1]            | /classes/1     | wrong_type
          "classes":["a\\u0000"]       | /classes/0     | not_allowed
          "columns":["a","b","a"]      | /columns/2     | duplicate
          "clases":["a"]               | /clases        | unknown_field
          """)
  void namesTheFaultOfAMember(String member, String pointer, String code) {
    assertThat(faults("{%s}".formatted(member)))
        .extracting(Fault::pointer, Fault::code)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(pointer, code));
  }

  /** Texts of one hash are what a set of them is slow for, where it can't put them in order. */
  @Test
  void isNotSlowedDownByNamesThatShareAHash() {
    String names =
        IntStream.range(0, 1 << 16)
            .mapToObj(
                i ->
                    IntStream.range(0, 16)
                        .mapToObj(bit -> (i >> bit & 1) == 0 ? "Aa" : "BB")
                        .collect(Collectors.joining("", "\"", "\"")))
            .collect(Collectors.joining(","));

    ImportSpec spec =
        assertTimeout(Duration.ofSeconds(20), () -> read("{\"classes\":[%s]}".formatted(names)));

    assertThat(spec.classes()).hasSize(1 << 16);
  }

  @Test
  void tellsEveryFaultAtOnceAndWhatWasMeant() {
    List<Fault> faults = faults("{\"nmae\":\"x\",\"input_shape\":[1,2,3,4],\"classes\":\"a\"}");

    assertThat(faults)
        .extracting(Fault::message)
        .containsExactly(
            "input_shape may have at most 3 entries. input_shape is [features], [steps, features] or [height, width, channels].",
            "classes must be a list or null, not the text 'a'.",
            "There is no field nmae here. Did you mean name?");
  }
}
