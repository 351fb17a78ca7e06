package dev.evenkeel.dataset.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.evenkeel.error.Fault;
import dev.evenkeel.error.ServiceException;
import dev.evenkeel.web.body.BodySchema;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DatasetSpecReaderTest {

  private static final JsonNode SCHEMA =
      JsonMapper.shared().readTree(BodySchema.named("dataset").text());

  private static final Map<String, String> SPECS =
      Map.of(
          "csv", "\"task\":\"regression\",\"target\":\"y\"",
          "parquet", "\"task\":\"classification\",\"target\":[\"y\"]",
          "npz", "\"task\":\"classification\"",
          "images", "\"task\":\"classification\",\"height\":8,\"width\":9.0,\"channels\":3",
          "sequence_csv",
              "\"task\":\"classification\",\"target\":\"y\",\"sequence_id\":\"id\",\"time\":\"t\"",
          "series_csv", "\"task\":\"forecasting\",\"target\":\"y\",\"time\":\"t\",\"window\":5");

  private static DatasetSpec read(String spec) {
    return DatasetSpecReader.read(spec.getBytes(StandardCharsets.UTF_8));
  }

  private static List<Fault> faults(String spec) {
    return catchThrowableOfType(ServiceException.class, () -> read(spec)).faults();
  }

  private static String spec(String format, String more) {
    return "{\"name\":\"d\",\"format\":\"%s\",%s%s}".formatted(format, SPECS.get(format), more);
  }

  static List<String> formats() {
    return SCHEMA.at("/properties/format/enum").valueStream().map(JsonNode::stringValue).toList();
  }

  @ParameterizedTest
  @MethodSource("formats")
  void readsASpecOfEveryFormatOfTheSchema(String format) {
    assertThat(read(spec(format, "")).format().label()).isEqualTo(format);
  }

  @Test
  void takesNullForWhatIsLeftOut() {
    DatasetSpec series =
        read(spec("series_csv", ",\"horizon\":null,\"season\":null,\"columns\":null"));
    DatasetSpec images = read(spec("images", ",\"root\":null"));
    DatasetSpec texts =
        read(
            spec(
                "csv",
                ",\"columns\":{\"x\":{\"type\":\"text\",\"vocabulary\":null,\"max_tokens\":2e1}}"));

    assertThat(series.format()).isEqualTo(new FileFormat.SeriesCsv("t", 5, 1, null));
    assertThat(series.columns()).isEmpty();
    assertThat(images.format()).isEqualTo(new FileFormat.Images(8, 9, 3, ""));
    assertThat(texts.columns())
        .containsEntry("x", ColumnSpec.text(new TextLimits(TextLimits.DEFAULT_VOCABULARY, 20)));
  }

  /** Each member is put beside a spec of its format that is right. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          csv          | "window":3                                          | /window              | unknown_field
          csv          | "columns":{"a":{}}                                  | /columns/a/type      | required
          csv          | "columns":{"a":{"type":"numeric","vocabulary":5}}   | /columns/a/vocabulary | unknown_field
          csv          | "columns":{"a":{"type":"text","vocabulary":1e19}}   | /columns/a/vocabulary | out_of_range
          parquet      | "root":"x"                                          | /root                | unknown_field
          npz          | "target":"y"                                        | /target              | unknown_field
          images       | "root":"a\\u0000"                                   | /root                | not_allowed
          images       | "root":1                                            | /root                | wrong_type
          sequence_csv | "columns":{"a":{"type":"text"}}                     | /columns/a/type      | not_allowed
          series_csv   | "horizon":0                                         | /horizon             | out_of_range
          series_csv   | "horizon":10001                                     | /horizon             | out_of_range
          series_csv   | "season":1e19                                       | /season              | out_of_range
          series_csv   | "season":1.5                                        | /season              | wrong_type
          series_csv   | "columns":{"t":{"type":"ignore"}}                   | /columns/t           | not_allowed
          """)
  void namesTheFaultOfAMember(String format, String member, String pointer, String code) {
    assertThat(faults(spec(format, "," + member)))
        .extracting(Fault::pointer, Fault::code)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(pointer, code));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          series_csv   | "window":5              | "window":1e19               | /window    | window must be at most 100000, not 10000000000000000000.
          series_csv   | "forecasting"           | "regression"                | /task      | task can't be 'regression'. Allowed: forecasting.
          csv          | "regression"            | "forecasting"               | /task      | task can't be 'forecasting'. Allowed: classification, regression. Forecasting needs the format series_csv.
          csv          | "csv"                   | "cvs"                       | /format    | format can't be 'cvs'. Did you mean csv? Allowed: csv, sequence_csv, series_csv, images, npz, parquet.
          csv          | "y"                     | ["y","z","y"]               | /target/2  | Entry 2 of target is there already. All must be different.
          parquet      | ["y"]                   | ["y","z"]                   | /target    | target may have at most 1 entries. A classification has one target; a list is for regression.
          images       | "channels":3            | "channels":2                | /channels  | channels can't be the number 2. Allowed: 1, 3.
          images       | "height":8              | "hieght":8,"height":8       | /hieght    | There is no field hieght here. Did you mean height?
          csv          | "name":"d"              | "name":" "                  | /name      | name must not be empty.
          csv          | "name":"d"              | "name":null                 | /name      | name must be a text, not null; what has a default may be left out.
          """)
  void saysWhatIsWrongAndWhatIsTaken(
      String format, String right, String wrong, String pointer, String message) {
    String spec = spec(format, "");
    assertThat(spec).contains(right);

    assertThat(faults(spec.replace(right, wrong)))
        .extracting(Fault::pointer, Fault::message)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(pointer, message));
  }

  @Test
  void tellsEveryFaultAtOnceTheRolesOfColumnsToo() {
    assertThat(
            faults(
                """
                {"nmae":"d","format":"series_csv","task":"forecasting","target":["y",1],"time":"y","window":0,
                 "columns":{"y":{"type":"prose"},"a":{"type":"numeric","mean":1}}}"""))
        .extracting(Fault::pointer)
        .containsExactlyInAnyOrder(
            "/name",
            "/nmae",
            "/target/1",
            "/window",
            "/columns/y/type",
            "/columns/a/mean",
            "/time",
            "/columns/y");
  }
}
