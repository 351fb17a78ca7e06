package dev.evenkeel.contract;

import dev.evenkeel.contract.BadInput.Request;
import dev.evenkeel.testing.ApiClient.Body;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Sequences, series and texts that must not be taken. */
final class BadSequences {

  private static final String SEQUENCES =
      """
      {"name":"bad","format":"sequence_csv","task":"classification","target":"y","sequence_id":"id","time":"t"}""";
  private static final String STEPS = "id,t,x,y\na,1,1,p\na,2,2,p\nb,1,1,q\n";
  private static final String SERIES =
      """
      {"name":"bad","format":"series_csv","task":"forecasting","target":"y","time":"t","window":2}""";
  private static final String STEADY = "t,x,y\n1,1,1\n2,2,2\n3,3,3\n4,4,4\n";
  private static final String TEXTS =
      """
      {"name":"bad","format":"csv","task":"classification","target":"y","columns":{"x":{"type":"text"}}}""";
  private static final String WORDS = "x,y\na good one,p\na bad one,q\n";

  private BadSequences() {}

  static Stream<BadInput> all() {
    return Stream.of(sequenceSpecs(), sequences(), seriesSpecs(), series(), texts())
        .flatMap(inputs -> inputs);
  }

  private static Stream<BadInput> sequenceSpecs() {
    return Stream.of(
        sequenceSpec("sequences without an id", SEQUENCES.replace("\"sequence_id\":\"id\",", ""))
            .faultAt("/sequence_id"),
        sequenceSpec("sequences without a time", SEQUENCES.replace(",\"time\":\"t\"", ""))
            .faultAt("/time"),
        sequenceSpec("an empty time", SEQUENCES.replace("\"t\"", "\"\"")).faultAt("/time"),
        sequenceSpec("a number as a time", SEQUENCES.replace("\"t\"", "1")).faultAt("/time"),
        sequenceSpec("an id that is no column", SEQUENCES.replace("\"id\"", "\"ids\""))
            .faultAt("/sequence_id"),
        sequenceSpec("a time that is no column", SEQUENCES.replace("\"t\"", "\"T\""))
            .faultAt("/time"),
        sequenceSpec("an id that is the target", SEQUENCES.replace("\"id\"", "\"y\""))
            .faultAt("/sequence_id"),
        sequenceSpec("an id that is the time", SEQUENCES.replace("\"id\"", "\"t\""))
            .faultAt("/time"),
        sequenceSpec(
                "a type for the time", with(SEQUENCES, "\"columns\":{\"t\":{\"type\":\"ignore\"}}"))
            .faultAt("/columns/t"),
        sequenceSpec(
                "a text in a sequence", with(SEQUENCES, "\"columns\":{\"x\":{\"type\":\"text\"}}"))
            .faultAt("/columns/x/type"),
        sequenceSpec("a window of sequences", with(SEQUENCES, "\"window\":3")).faultAt("/window"),
        sequenceSpec("sequences to be forecast", SEQUENCES.replace("classification", "forecasting"))
            .faultAt("/task"),
        sequenceSpec(
                "sequences with nothing to learn from",
                with(SEQUENCES, "\"columns\":{\"x\":{\"type\":\"ignore\"}}"))
            .faultAt("/columns"));
  }

  private static Stream<BadInput> sequences() {
    return Stream.of(
        steps("sequences without rows", "id,t,x,y\n"),
        steps("a sequence with two targets", "id,t,x,y\na,1,1,p\nb,1,1,q\na,2,2,q\n"),
        steps("a step that is there twice", "id,t,x,y\na,1,1,p\nb,1,1,q\na,1,2,p\n"),
        steps("a step that is there twice in a row", "id,t,x,y\na,1,1,p\na,1,1,p\nb,1,1,q\n"),
        steps("the same time written otherwise", "id,t,x,y\na,1,1,p\na,1.0,1,p\nb,1,1,q\n"),
        steps("a step without an id", "id,t,x,y\na,1,1,p\n,2,1,p\nb,1,1,q\n"),
        steps("a step without a time", "id,t,x,y\na,1,1,p\na,,1,p\nb,1,1,q\n"),
        steps("a time that is a word", "id,t,x,y\na,noon,1,p\nb,1,1,q\n"),
        steps("a time at infinity", "id,t,x,y\na,1,1,p\na,inf,1,p\nb,1,1,q\n"),
        steps("a thirtieth of February", "id,t,x,y\na,2020-02-30,1,p\nb,2020-03-01,1,q\n"),
        steps("dates among numbers", "id,t,x,y\na,1,1,p\na,2020-03-01,1,p\nb,1,1,q\n"),
        steps("an id of 501 characters", "id,t,x,y\n" + "i".repeat(501) + ",1,1,p\nb,1,1,q\n"),
        steps("one class of sequences", "id,t,x,y\na,1,1,p\nb,1,1,p\n"),
        steps("a sequence without a class", "id,t,x,y\na,1,1,p\nb,1,1,\n"),
        steps("a step that is too short", "id,t,x,y\na,1,1,p\na,2\nb,1,1,q\n"),
        steps("a sequence of 100,001 steps", "id,t,x,y\nb,1,1,q\n" + long100001()));
  }

  private static Stream<BadInput> seriesSpecs() {
    return Stream.of(
        seriesSpec("a series without a window", SERIES.replace(",\"window\":2", ""))
            .faultAt("/window"),
        seriesSpec("a window of 0", SERIES.replace(":2", ":0")).faultAt("/window"),
        seriesSpec("a window of 1.5", SERIES.replace(":2", ":1.5")).faultAt("/window"),
        seriesSpec("a window of 2^40", SERIES.replace(":2", ":1099511627776")).faultAt("/window"),
        seriesSpec("a window of 1e19", SERIES.replace(":2", ":1e19")).faultAt("/window"),
        seriesSpec("a season of 1e300", with(SERIES, "\"season\":1e300")).faultAt("/season"),
        seriesSpec("a word as a window", SERIES.replace(":2", ":\"day\"")).faultAt("/window"),
        seriesSpec("a horizon of 0", with(SERIES, "\"horizon\":0")).faultAt("/horizon"),
        seriesSpec("a season of 0", with(SERIES, "\"season\":0")).faultAt("/season"),
        seriesSpec("a season as long as the series", with(SERIES, "\"season\":4"))
            .faultAt("/season"),
        seriesSpec("a window longer than the series", SERIES.replace(":2", ":4"))
            .faultAt("/window"),
        seriesSpec("a horizon beyond the series", with(SERIES, "\"horizon\":3")).faultAt("/window"),
        seriesSpec("a series to be classified", SERIES.replace("forecasting", "classification"))
            .faultAt("/task"),
        seriesSpec("an id of a series", with(SERIES, "\"sequence_id\":\"x\""))
            .faultAt("/sequence_id"),
        seriesSpec("a time that is the target", SERIES.replace("\"t\"", "\"y\"")).faultAt("/time"),
        seriesSpec("a target that is ignored", with(SERIES, type("y", "ignore")))
            .faultAt("/columns/y/type"),
        seriesSpec("a target of categories", with(SERIES, type("y", "categorical")))
            .faultAt("/columns/y/type"));
  }

  private static Stream<BadInput> series() {
    return Stream.of(
        series("a series without steps", "t,x,y\n"),
        series("steps that go back in time", "t,x,y\n1,1,1\n3,2,2\n2,3,3\n4,4,4\n"),
        series("a time that is there twice", "t,x,y\n1,1,1\n2,2,2\n2,3,3\n4,4,4\n"),
        series("the same instant in two zones", zones()),
        series("a step that has no time", "t,x,y\n1,1,1\n,2,2\n3,3,3\n4,4,4\n"),
        series("a word as a target", "t,x,y\n1,1,1\n2,2,two\n3,3,3\n4,4,4\n"),
        series("a year before the calendar", "t,x,y\n0001-01-01,1,1\n2020-01-01,2,2\n"));
  }

  private static Stream<BadInput> texts() {
    return Stream.of(
        textSpec("a text that is the target", TEXTS.replace("\"x\"", "\"y\""))
            .faultAt("/columns/y/type"),
        textSpec("a vocabulary of 0", TEXTS.replace("\"text\"", "\"text\",\"vocabulary\":0"))
            .faultAt("/columns/x/vocabulary"),
        textSpec(
                "a vocabulary of a million",
                TEXTS.replace("\"text\"", "\"text\",\"vocabulary\":1000000"))
            .faultAt("/columns/x/vocabulary"),
        textSpec("half a word", TEXTS.replace("\"text\"", "\"text\",\"max_tokens\":0.5"))
            .faultAt("/columns/x/max_tokens"),
        textSpec("a field of no text", TEXTS.replace("\"text\"", "\"text\",\"stem\":true"))
            .faultAt("/columns/x/stem"),
        textSpec("a vocabulary of numbers", TEXTS.replace("text\"", "numeric\",\"vocabulary\":5"))
            .faultAt("/columns/x/vocabulary"),
        textSpec("two texts", TEXTS.replace("{\"x\":", "{\"z\":{\"type\":\"text\"},\"x\":"))
            .faultAt("/columns/x"),
        upload("a text beside a number", TEXTS, "x,n,y\na,1,p\nb,2,q\n").faultAt("/columns/x"),
        upload("a text without end", TEXTS, "x,y\n" + "a ".repeat(600_000) + ",p\nb,q\n").badData(),
        upload("texts that are not UTF-8", TEXTS, new byte[] {'x', ',', 'y', '\n', -1, ',', 'p'})
            .badData());
  }

  private static String with(String spec, String field) {
    return spec.replace("{\"name\"", "{" + field + ",\"name\"");
  }

  private static String type(String column, String type) {
    return "\"columns\":{\"%s\":{\"type\":\"%s\"}}".formatted(column, type);
  }

  private static String long100001() {
    return IntStream.rangeClosed(0, 100_000)
        .mapToObj("a,%d,1,p\n"::formatted)
        .collect(Collectors.joining());
  }

  private static String zones() {
    return "t,x,y\n2020-01-01T12:00Z,1,1\n2020-01-01T13:00+01:00,2,2\n2020-01-02,3,3\n2020-01-03,4,4\n";
  }

  private static BadInput sequenceSpec(String name, String spec) {
    return upload(name, spec, STEPS);
  }

  private static BadInput steps(String name, String csv) {
    return upload(name, SEQUENCES, csv).badData();
  }

  private static BadInput seriesSpec(String name, String spec) {
    return upload(name, spec, STEADY);
  }

  private static BadInput series(String name, String csv) {
    return upload(name, SERIES, csv).badData();
  }

  private static BadInput textSpec(String name, String spec) {
    return upload(name, spec, WORDS);
  }

  private static BadInput upload(String name, String spec, String csv) {
    return upload(name, spec, csv.getBytes(StandardCharsets.UTF_8));
  }

  private static BadInput upload(String name, String spec, byte[] file) {
    return BadInput.of(
        name, new Request("POST", "/api/v1/datasets", Body.upload(spec, "bad.csv", file)));
  }
}
