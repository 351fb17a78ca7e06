package dev.evenkeel.contract;

import dev.evenkeel.contract.BadInput.Request;
import dev.evenkeel.testing.ApiClient.Body;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/** Jobs that must not be queued. */
final class BadJobs {

  private static final String PATH = "/api/v1/jobs";
  private static final String JOB =
      """
      {"dataset_id":"{dataset}","network":{"layers":[{"type":"dense","units":8}]},"training":{"epochs":3}}""";

  private BadJobs() {}

  static Stream<BadInput> all() {
    return Stream.of(unreadable(), fields(), layers(), training(), data(), others())
        .flatMap(s -> s);
  }

  private static Stream<BadInput> unreadable() {
    return Stream.of(
        job("nothing", ""),
        job("half an object", "{\"dataset_id\":"),
        job("single quotes", "{'dataset_id':1}"),
        job("a NaN token", JOB.replace("\"units\":8", "\"units\":NaN")),
        job("an Infinity token", JOB.replace("\"epochs\":3", "\"epochs\":Infinity")),
        job(
            "a field twice",
            JOB.replace("{\"dataset_id\"", "{\"name\":\"a\",\"name\":\"b\",\"dataset_id\"")),
        job("half a surrogate pair in a name", with("\"name\":\"a\\ud800b\"")),
        job("half a surrogate pair in a label", with("\"labels\":{\"a\":\"\\udc00\"}")),
        BadInput.json(
                "half a surrogate pair in a patch",
                "PATCH",
                PATH + "/{job}",
                "{\"labels\":{\"a\":\"\\ud800\"}}")
            .expect(400, "malformed_request"),
        job("something after the object", JOB + "]"),
        job("100,000 open brackets", "[".repeat(100_000)),
        job("100,000 open braces", "{\"a\":".repeat(100_000)),
        job("bytes that are no UTF-8", "\"\u0000"),
        post("a body that is text", "text/plain", JOB).expect(415, "unsupported_media_type"),
        post("a body that is XML", "application/xml", "<job/>")
            .expect(415, "unsupported_media_type"),
        post("a media type that is none", "this is no type", JOB)
            .expect(415, "unsupported_media_type"),
        job(
                "a body of three megabytes",
                JOB.replace(
                    "{\"dataset_id\"",
                    "{\"name\":\"" + "x".repeat(3_000_000) + "\",\"dataset_id\""))
            .expect(413, "too_large"),
        job("an idempotency key that came with another body", JOB)
            .expect(422, "idempotency_key_reused")
            .with("Idempotency-Key", "key-of-the-queued-job"));
  }

  private static Stream<BadInput> fields() {
    return Stream.of(
        job("a list", "[]").faultAt(""),
        job("null", "null").faultAt(""),
        job("a text", "\"job\"").faultAt(""),
        job("no dataset", JOB.replace("\"dataset_id\":\"{dataset}\",", "")).faultAt("/dataset_id"),
        job("a dataset that is no id", JOB.replace("{dataset}", "../../etc/passwd"))
            .faultAt("/dataset_id"),
        job(
                "a dataset that is not there",
                JOB.replace("{dataset}", "00000000-0000-7000-8000-000000000000"))
            .faultAt("/dataset_id"),
        job("a number as a dataset", JOB.replace("\"{dataset}\"", "1")).faultAt("/dataset_id"),
        job("no network", "{\"dataset_id\":\"{dataset}\"}").faultAt("/network"),
        job("an unknown field", with("\"epochs\":3")).faultAt("/epochs"),
        job(
                "an unknown field whose excerpt ends within a character",
                with("\"" + "f".repeat(59) + "\uD83D\uDE00\":1"))
            .faultAt("/" + "f".repeat(59) + "\uD83D\uDE00"),
        job("an empty name", with("\"name\":\"\"")).faultAt("/name"),
        job("a name of 201 characters", with("\"name\":\"" + "n".repeat(201) + "\""))
            .faultAt("/name"),
        job("a line break in a name", with("\"name\":\"a\\nb\"")).faultAt("/name"),
        job("a priority out of range", with("\"priority\":1000")).faultAt("/priority"),
        job("a priority of 1e19", with("\"priority\":1e19")).faultAt("/priority"),
        job("a time of 1e19 seconds", with("\"max_duration_seconds\":1e19"))
            .faultAt("/max_duration_seconds"),
        job("a row of number 1e19", with("\"preprocessing\":{\"exclude_rows\":[1e19]}"))
            .faultAt("/preprocessing/exclude_rows/0"),
        job("a priority with a fraction", with("\"priority\":0.5")).faultAt("/priority"),
        job("no time at all", with("\"max_duration_seconds\":0")).faultAt("/max_duration_seconds"),
        job("a label that is a number", with("\"labels\":{\"team\":1}")).faultAt("/labels/team"),
        job("labels that are a list", with("\"labels\":[]")).faultAt("/labels"),
        job("an unknown mode of stability", with("\"stability\":{\"mode\":\"pray\"}"))
            .faultAt("/stability/mode"));
  }

  private static Stream<BadInput> layers() {
    return Stream.of(
        layer("layers that are an object", "{}").faultAt("/network/layers"),
        layer("a layer that is a text", "[\"dense\"]").faultAt("/network/layers/0"),
        layer("a layer without a type", "[{\"units\":8}]").faultAt("/network/layers/0/type"),
        layer("an unknown layer", "[{\"type\":\"dens\",\"units\":8}]")
            .faultAt("/network/layers/0/type"),
        layer("a recurrence on rows of a table", "[{\"type\":\"lstm\",\"units\":8}]")
            .faultAt("/network/layers/0"),
        layer("a dense layer without units", "[{\"type\":\"dense\"}]")
            .faultAt("/network/layers/0/units"),
        units("no units", "0"),
        units("fewer than no units", "-8"),
        units("half a unit", "8.5"),
        units("units as a text", "\"8\""),
        units("units that are null", "null"),
        units("2^63 units", "9223372036854775808"),
        units("1e19 units", "1e19"),
        units("a number of a thousand digits", "9".repeat(1_000)),
        layer("a billion units", "[{\"type\":\"dense\",\"units\":1000000000}]")
            .faultAt("/network/layers/0/units"),
        layer("an unknown field of a layer", "[{\"type\":\"dense\",\"units\":8,\"neurons\":8}]")
            .faultAt("/network/layers/0/neurons"),
        layer("an unknown activation", "[{\"type\":\"dense\",\"units\":8,\"activation\":\"rleu\"}]")
            .faultAt("/network/layers/0/activation"),
        layer("dropout of everything", "[{\"type\":\"dropout\",\"rate\":1.0}]")
            .faultAt("/network/layers/0/rate"),
        layer(
                "an unknown initialisation",
                "[{\"type\":\"dense\",\"units\":8,\"weight_init\":\"lucky\"}]")
            .faultAt("/network/layers/0/weight_init"),
        layer(
                "a thousand layers",
                "["
                    + "{\"type\":\"dense\",\"units\":1},".repeat(999)
                    + "{\"type\":\"dense\",\"units\":1}]")
            .faultAt("/network/layers"),
        network("two outputs for three classes", "\"output\":{\"units\":2}")
            .faultAt("/network/output/units"),
        network("a negative penalty", "\"l2\":-1").faultAt("/network/l2"));
  }

  private static Stream<BadInput> training() {
    return Stream.of(
        training("no epochs", "\"epochs\":0").faultAt("/training/epochs"),
        training("endless epochs", "\"epochs\":1000000000").faultAt("/training/epochs"),
        training("an empty batch", "\"batch_size\":0").faultAt("/training/batch_size"),
        training("shuffle as a text", "\"shuffle\":\"yes\"").faultAt("/training/shuffle"),
        training("a seed of 2^63", "\"seed\":9223372036854775808").faultAt("/training/seed"),
        training("a seed of 1e19", "\"seed\":1e19").faultAt("/training/seed"),
        training("1e19 epochs", "\"epochs\":1e19").faultAt("/training/epochs"),
        training("a batch of 1e19", "\"batch_size\":1e19").faultAt("/training/batch_size"),
        training("a period of 1e19", "\"schedule\":{\"type\":\"step\",\"period\":1e19}")
            .faultAt("/training/schedule/period"),
        training("an unknown optimizer", "\"optimizer\":{\"type\":\"adaam\"}")
            .faultAt("/training/optimizer/type"),
        training(
                "a schedule for a line search",
                "\"optimizer\":{\"type\":\"lbfgs\"},\"schedule\":{\"type\":\"cosine\"}")
            .faultAt("/training/schedule/type"),
        training(
                "a warm-up of a line search",
                "\"optimizer\":{\"type\":\"conjugate_gradient\"},\"schedule\":{\"warmup_iterations\":3}")
            .faultAt("/training/schedule/warmup_iterations"),
        training(
                "clipping of what a line search needs whole",
                "\"optimizer\":{\"type\":\"lbfgs\"},\"gradient_clipping\":{\"type\":\"value\"}")
            .faultAt("/training/gradient_clipping/type"),
        training("a history of no steps", "\"optimizer\":{\"type\":\"lbfgs\",\"history\":0}")
            .faultAt("/training/optimizer/history"),
        training(
                "a first step of nothing", "\"optimizer\":{\"type\":\"lbfgs\",\"learning_rate\":0}")
            .faultAt("/training/optimizer/learning_rate"),
        training("a negative learning rate", "\"optimizer\":{\"learning_rate\":-0.1}")
            .faultAt("/training/optimizer/learning_rate"),
        training("a learning rate beyond every double", "\"optimizer\":{\"learning_rate\":1e999}")
            .faultAt("/training/optimizer/learning_rate"),
        training("an unknown schedule", "\"schedule\":{\"type\":\"random\"}")
            .faultAt("/training/schedule/type"),
        training(
                "two boundaries with one factor",
                "\"schedule\":{\"type\":\"piecewise\",\"boundaries\":[1,2],\"factors\":[0.1]}")
            .faultAt("/training/schedule/factors"),
        training(
                "a negative threshold",
                "\"gradient_clipping\":{\"type\":\"value\",\"threshold\":-1}")
            .faultAt("/training/gradient_clipping/threshold"),
        training("no patience", "\"early_stopping\":{\"patience\":0}")
            .faultAt("/training/early_stopping/patience"),
        training(
                "a regression's metric for classes",
                "\"early_stopping\":{\"metric\":\"validation_r2\"}")
            .faultAt("/training/early_stopping/metric"),
        training("a weight for a class that is not there", "\"class_weights\":{\"unicorn\":2.0}")
            .faultAt("/training/class_weights/unicorn"),
        training("a negative weight", "\"class_weights\":{\"Iris-setosa\":-1}")
            .faultAt("/training/class_weights/Iris-setosa"));
  }

  private static Stream<BadInput> data() {
    return Stream.of(
        job("everything for validation", with("\"split\":{\"validation\":1.0}"))
            .faultAt("/split/validation"),
        job("a negative split", with("\"split\":{\"test\":-0.1}")).faultAt("/split/test"),
        job("splits that leave nothing", with("\"split\":{\"validation\":0.6,\"test\":0.5}"))
            .faultAt("/split"),
        job(
                "a fraction beside a dataset",
                with("\"split\":{\"test\":0.2,\"test_dataset_id\":\"{dataset}\"}"))
            .faultAt("/split/test_dataset_id"),
        job(
                "a test dataset that is not there",
                with("\"split\":{\"test_dataset_id\":\"00000000-0000-7000-8000-000000000000\"}"))
            .faultAt("/split/test_dataset_id"),
        job("an unknown scaling", with("\"preprocessing\":{\"numeric\":\"zscore\"}"))
            .faultAt("/preprocessing/numeric"));
  }

  private static Stream<BadInput> others() {
    return Stream.of(
        BadInput.json("a check of half an object", "POST", PATH + "/validate", "{")
            .expect(400, "malformed_request"),
        BadInput.json(
                "a patch of the status", "PATCH", PATH + "/{job}", "{\"status\":\"succeeded\"}")
            .faultAt("/status"),
        BadInput.json(
                "a patch with a text as priority",
                "PATCH",
                PATH + "/{job}",
                "{\"priority\":\"high\"}")
            .faultAt("/priority"),
        BadInput.json(
                "a patch with 1e19 as priority", "PATCH", PATH + "/{job}", "{\"priority\":1e19}")
            .faultAt("/priority"),
        BadInput.json(
                "a wish of a resubmission", "POST", PATH + "/{job}/resubmit", "{\"epochs\":5}")
            .faultAt("/epochs"),
        BadInput.json("a resubmission of a list", "POST", PATH + "/{job}/resubmit", "[]")
            .faultAt(""),
        BadInput.json("a patch that is a list", "PATCH", PATH + "/{job}", "[]").faultAt(""),
        BadInput.json("a patch of another state", "PATCH", PATH + "/{job}", "{\"priority\":1}")
            .expect(412, "precondition_failed")
            .with("If-Match", "\"another\""),
        BadInput.send("deleting a queued job", "DELETE", PATH + "/{job}").expect(409, "conflict"),
        BadInput.send("deleting the data of a queued job", "DELETE", "/api/v1/datasets/{dataset}")
            .expect(409, "conflict"),
        BadInput.get("the report of a queued job", PATH + "/{job}/report").expect(409, "conflict"));
  }

  private static String with(String field) {
    return JOB.replace("{\"dataset_id\"", "{" + field + ",\"dataset_id\"");
  }

  private static BadInput job(String name, String json) {
    return BadInput.json(name, "POST", PATH, json);
  }

  private static BadInput layer(String name, String layers) {
    return job(name, JOB.replace("[{\"type\":\"dense\",\"units\":8}]", layers));
  }

  private static BadInput units(String name, String units) {
    return layer(name, "[{\"type\":\"dense\",\"units\":%s}]".formatted(units))
        .faultAt("/network/layers/0/units");
  }

  private static BadInput network(String name, String field) {
    return job(name, JOB.replace("\"network\":{", "\"network\":{" + field + ","));
  }

  private static BadInput training(String name, String fields) {
    return job(name, JOB.replace("\"epochs\":3", fields));
  }

  private static BadInput post(String name, String contentType, String body) {
    return BadInput.of(
        name,
        new Request("POST", PATH, Body.of(contentType, body.getBytes(StandardCharsets.UTF_8))));
  }
}
