package dev.evenkeel.contract;

import dev.evenkeel.contract.BadInput.Request;
import dev.evenkeel.testing.ApiClient.Body;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** Datasets that must not be taken. */
final class BadUploads {

  private static final String PATH = "/api/v1/datasets";
  private static final String SPEC =
      """
      {"name":"bad","format":"csv","task":"classification","target":"y"}""";
  private static final String CSV = "a,y\n1,p\n2,q\n3,p\n";

  private BadUploads() {}

  static Stream<BadInput> all() {
    return Stream.of(unreadableSpecs(), impossibleSpecs(), files(), bodies()).flatMap(s -> s);
  }

  private static Stream<BadInput> unreadableSpecs() {
    return Stream.of(
        spec("a spec that is cut off", "{\"name\":"),
        spec("an empty spec", ""),
        spec("a spec with a NaN", SPEC.replace("\"bad\"", "NaN")),
        spec("a spec with a name twice", SPEC.replace("{", "{\"name\":\"first\",")),
        spec("half a surrogate pair in a name", SPEC.replace("bad", "a\\ud800b")),
        spec("a spec with something after it", SPEC + "}"),
        spec("a spec nested 100,000 deep", "[".repeat(100_000)),
        spec("a spec of five megabytes", SPEC.replace("bad", "x".repeat(5_000_000)))
            .expect(413, "too_large"));
  }

  private static Stream<BadInput> impossibleSpecs() {
    return Stream.of(
        spec("a spec that is a list", "[]").faultAt(""),
        spec("an unknown field", SPEC.replace("{", "{\"colour\":1,")).faultAt("/colour"),
        spec("no name", SPEC.replace("\"name\":\"bad\",", "")).faultAt("/name"),
        spec("an empty name", SPEC.replace("bad", "")).faultAt("/name"),
        spec("a number as a name", SPEC.replace("\"bad\"", "7")).faultAt("/name"),
        spec("a control character in a name", SPEC.replace("bad", "a\\u0007b")).faultAt("/name"),
        spec("a NUL in a name", SPEC.replace("bad", "a\\u0000b")).faultAt("/name"),
        spec("a name of 201 characters", SPEC.replace("bad", "n".repeat(201))).faultAt("/name"),
        spec("an unknown format", SPEC.replace("csv", "xls")).faultAt("/format"),
        spec("an unknown task", SPEC.replace("classification", "magic")).faultAt("/task"),
        spec("forecasting without a series", SPEC.replace("classification", "forecasting"))
            .faultAt("/task"),
        spec("no target", SPEC.replace(",\"target\":\"y\"", "")).faultAt("/target"),
        spec("2^63 as a target", SPEC.replace("\"y\"", "9223372036854775808")).faultAt("/target"),
        spec("an empty list of targets", SPEC.replace("\"y\"", "[]")).faultAt("/target"),
        spec("a target that is no column", SPEC.replace("\"y\"", "\"z\"")).faultAt("/target"),
        spec("an emoji as a target", SPEC.replace("\"y\"", "\"🦄\"")).faultAt("/target"),
        spec("an unknown column type", with("\"columns\":{\"a\":{\"type\":\"colour\"}}"))
            .faultAt("/columns/a/type"),
        spec(
                "a type for a column that is not there",
                with("\"columns\":{\"b\":{\"type\":\"numeric\"}}"))
            .faultAt("/columns/b"),
        spec("columns that are a list", with("\"columns\":[]")).faultAt("/columns"));
  }

  private static Stream<BadInput> files() {
    return Stream.of(
        file("an empty file", ""),
        file("a header without rows", "a,y\n"),
        file("blank lines alone", "\n\n\n"),
        file("a column name twice", "a,a,y\n1,2,p\n2,3,q\n"),
        file("a column without a name", "a,,y\n1,2,p\n2,3,q\n"),
        file("a row too short", "a,b,y\n1,2,p\n1,q\n"),
        file("a row too long", "a,y\n1,p\n2,q,3\n"),
        file("a quote that is never closed", "a,y\n\"1,p\n2,q\n"),
        file("one class alone", "a,y\n1,p\n2,p\n"),
        file("a row without a class", "a,y\n1,p\n2,\n3,q\n"),
        file("a NUL", "a,y\n1,p\n\0,q\n"),
        file("a million columns", millionColumns()),
        bytes("random bytes", random()),
        bytes("UTF-16", CSV.getBytes(StandardCharsets.UTF_16)),
        bytes("Latin-1", "a,y\n1,crème\n2,q\n".getBytes(StandardCharsets.ISO_8859_1)),
        bytes("gzip that is cut off", Arrays.copyOf(gzip(CSV), gzip(CSV).length - 6)),
        bytes("gzip of nothing", gzip("")),
        upload("text in a numeric column", numericA(), "a,y\n1,p\nred,q\n".getBytes()).badData(),
        upload(
                "a text as a regression target",
                SPEC.replace("classification", "regression"),
                CSV.getBytes())
            .expect(422, "invalid_data"));
  }

  private static Stream<BadInput> bodies() {
    return Stream.of(
        BadInput.json("JSON instead of a form", "POST", PATH, SPEC)
            .expect(415, "unsupported_media_type"),
        post("a form without a boundary", "multipart/form-data", form(part("spec", SPEC)))
            .expect(400, "malformed_request"),
        post("no body at all", "multipart/form-data; boundary=x", "").faultAt("/spec"),
        post("a form that is cut off", "multipart/form-data; boundary=x", cutOff()),
        form("no file", part("spec", SPEC)).faultAt("/file"),
        form("no spec", part("file", CSV)).faultAt("/spec"),
        form("two files", part("spec", SPEC) + part("file", CSV) + part("file", CSV))
            .faultAt("/file"),
        form("two specs", part("spec", SPEC) + part("spec", SPEC) + part("file", CSV))
            .faultAt("/spec"),
        form(
                "a part that nobody knows",
                part("spec", SPEC) + part("extra", "1") + part("file", CSV))
            .faultAt("/extra"),
        upload("an idempotency key that came with another body", SPEC, "a,y\n9,p\n8,q\n".getBytes())
            .expect(422, "idempotency_key_reused")
            .with("Idempotency-Key", "key-of-the-stored-dataset"),
        upload("an endless idempotency key", SPEC, CSV.getBytes())
            .expect(400, "malformed_request")
            .with("Idempotency-Key", "k".repeat(1_000)));
  }

  private static String with(String field) {
    return SPEC.replace("{", "{" + field + ",");
  }

  private static String numericA() {
    return with("\"columns\":{\"a\":{\"type\":\"numeric\"}}");
  }

  private static BadInput spec(String name, String spec) {
    return upload(name, spec, CSV.getBytes(StandardCharsets.UTF_8));
  }

  private static BadInput file(String name, String csv) {
    return bytes(name, csv.getBytes(StandardCharsets.UTF_8));
  }

  private static BadInput bytes(String name, byte[] file) {
    return upload(name, SPEC, file).badData();
  }

  private static BadInput upload(String name, String spec, byte[] file) {
    return BadInput.of(name, new Request("POST", PATH, Body.upload(spec, "bad.csv", file)));
  }

  private static BadInput form(String name, String parts) {
    return post(name, "multipart/form-data; boundary=x", form(parts));
  }

  private static BadInput post(String name, String contentType, String body) {
    return BadInput.of(
        name,
        new Request("POST", PATH, Body.of(contentType, body.getBytes(StandardCharsets.UTF_8))));
  }

  private static String form(String parts) {
    return parts + "--x--\r\n";
  }

  private static String cutOff() {
    return (part("spec", SPEC) + part("file", CSV)).replaceAll("q\n3,p\n\r\n$", "");
  }

  private static String part(String name, String content) {
    String type = name.equals("spec") ? "application/json" : "text/csv";
    return "--x\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"f\"\r\nContent-Type: %s\r\n\r\n%s\r\n"
        .formatted(name, type, content);
  }

  private static String millionColumns() {
    String header =
        IntStream.range(0, 1_000_000).mapToObj(i -> "c" + i).collect(Collectors.joining(","));
    return header + ",y\n" + "1,".repeat(1_000_000) + "p\n" + "2,".repeat(1_000_000) + "q\n";
  }

  private static byte[] random() {
    byte[] bytes = new byte[5_000];
    new Random(7).nextBytes(bytes);
    return bytes;
  }

  private static byte[] gzip(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
