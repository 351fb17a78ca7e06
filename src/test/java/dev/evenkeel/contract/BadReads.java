package dev.evenkeel.contract;

import java.util.stream.Stream;

/** Requests for what is not there, or not to be had in this way. */
final class BadReads {

  private static final String NOBODY = "00000000-0000-7000-8000-000000000000";
  private static final String JOB = "/api/v1/jobs/{job}";
  private static final String DATASET = "/api/v1/datasets/{dataset}";

  private BadReads() {}

  static Stream<BadInput> all() {
    return Stream.of(ids(), pages(), histories(), protocol()).flatMap(s -> s);
  }

  private static Stream<BadInput> ids() {
    return Stream.of(
        BadInput.get("a job that is not there", "/api/v1/jobs/" + NOBODY).notFound(),
        BadInput.get("a job with a number", "/api/v1/jobs/1").notFound(),
        BadInput.get("a job with an emoji", "/api/v1/jobs/%F0%9F%A6%84").notFound(),
        BadInput.get("a job with dots", "/api/v1/jobs/%2e%2e").notFound(),
        BadInput.get("a job with a quote", "/api/v1/jobs/'%20or%201=1").notFound(),
        BadInput.get("a dataset that is not there", "/api/v1/datasets/" + NOBODY).notFound(),
        BadInput.get("the content of no dataset", "/api/v1/datasets/x/content").notFound(),
        BadInput.get("the preview of no dataset", "/api/v1/datasets/" + NOBODY + "/preview")
            .notFound(),
        BadInput.send("deleting no dataset", "DELETE", "/api/v1/datasets/" + NOBODY).notFound(),
        BadInput.send("cancelling no job", "POST", "/api/v1/jobs/" + NOBODY + "/cancel").notFound(),
        BadInput.send("resubmitting no job", "POST", "/api/v1/jobs/" + NOBODY + "/resubmit")
            .notFound(),
        BadInput.get("the repaired spec of no job", "/api/v1/jobs/" + NOBODY + "/repaired-spec")
            .notFound(),
        BadInput.get("the repaired spec of a word", "/api/v1/jobs/iris/repaired-spec").notFound(),
        BadInput.send("resubmitting what waits", "POST", JOB + "/resubmit").expect(409, "conflict"),
        BadInput.json("changes in a resubmission", "POST", JOB + "/resubmit", "{\"epochs\":3}")
            .faultAt("/epochs"),
        BadInput.json("a list to resubmit", "POST", JOB + "/resubmit", "[1]").faultAt(""),
        BadInput.json("half a body to resubmit", "POST", JOB + "/resubmit", "{")
            .expect(400, "malformed_request"),
        BadInput.get("reading a resubmission", JOB + "/resubmit").expect(405, "method_not_allowed"),
        BadInput.get("incidents of no job", "/api/v1/jobs/" + NOBODY + "/incidents").notFound(),
        BadInput.get("events of no job", "/api/v1/jobs/" + NOBODY + "/events").notFound(),
        BadInput.get("norms of no job", "/api/v1/jobs/" + NOBODY + "/gradient-norms").notFound(),
        BadInput.get("a model that is not there", "/api/v1/models/" + NOBODY).notFound(),
        BadInput.get("the artifact of no model", "/api/v1/models/" + NOBODY + "/artifact")
            .notFound(),
        BadInput.json(
                "a prediction of no model",
                "POST",
                "/api/v1/models/" + NOBODY + "/predict",
                "{\"inputs\":[[1]]}")
            .notFound(),
        BadInput.get("a route that is not there", "/api/v1/jbos").notFound(),
        BadInput.get("a file of the server", "/docs/assets/..%2f..%2fapplication.yaml")
            .expect(400, "malformed_request"),
        BadInput.get("a NUL in a path", "/api/v1/jobs/%00").expect(400, "malformed_request"));
  }

  private static Stream<BadInput> pages() {
    return Stream.of(
        BadInput.get("a page of nothing", "/api/v1/jobs?limit=0").faultAt("/limit"),
        BadInput.get("a page of less than nothing", "/api/v1/jobs?limit=-1").faultAt("/limit"),
        BadInput.get("a page of 101", "/api/v1/datasets?limit=101").faultAt("/limit"),
        BadInput.get("a page of 2^63", "/api/v1/models?limit=9223372036854775808")
            .faultAt("/limit"),
        BadInput.get("a page of 1e2", "/api/v1/jobs?limit=1e2").faultAt("/limit"),
        BadInput.get("a page after no id", "/api/v1/datasets?after=first").faultAt("/after"),
        BadInput.get("an unknown status", "/api/v1/jobs?status=done").faultAt("/status"),
        BadInput.get("a label without a value", "/api/v1/jobs?label=team").faultAt("/label"),
        BadInput.get("waiting for less than nothing", JOB + "?wait=-1").faultAt("/wait"),
        BadInput.get("waiting for a day", JOB + "?wait=86400").faultAt("/wait"),
        BadInput.get("waiting for a text", JOB + "?wait=long").faultAt("/wait"),
        BadInput.get("a preview of no rows", DATASET + "/preview?rows=0").faultAt("/rows"),
        BadInput.get("a preview of 2^31 rows", DATASET + "/preview?rows=2147483648")
            .faultAt("/rows"),
        BadInput.get("events after a text", JOB + "/events?after=first").faultAt("/after"),
        BadInput.get("a report on an unknown split", JOB + "/report?split=holdout")
            .faultAt("/split"));
  }

  private static Stream<BadInput> histories() {
    String norms = JOB + "/gradient-norms";
    String statistics = JOB + "/layer-statistics";
    return Stream.of(
        BadInput.get("no points", norms + "?max_points=0").faultAt("/max_points"),
        BadInput.get("a million points", norms + "?max_points=1000000").faultAt("/max_points"),
        BadInput.get("a range backwards", norms + "?from=10&to=2").faultAt("/from"),
        BadInput.get("a range from a text", norms + "?from=start").faultAt("/from"),
        BadInput.get("a layer that is a path", norms + "?layers=../0").faultAt("/layers"),
        BadInput.get("an unknown statistic", statistics + "?statistic=mood").faultAt("/statistic"),
        BadInput.get("metrics with no points", JOB + "/metrics?max_points=-5")
            .faultAt("/max_points"));
  }

  private static Stream<BadInput> protocol() {
    return Stream.of(
        BadInput.json("a PUT to a list", "PUT", "/api/v1/jobs", "{}")
            .expect(405, "method_not_allowed"),
        BadInput.send("deleting a list", "DELETE", "/api/v1/datasets")
            .expect(405, "method_not_allowed"),
        BadInput.json("a POST to a job", "POST", JOB, "{}").expect(405, "method_not_allowed"),
        BadInput.get("a job as a picture", JOB)
            .expect(406, "not_acceptable")
            .with("Accept", "image/png"),
        BadInput.get("an Accept that is none", JOB)
            .expect(406, "not_acceptable")
            .with("Accept", "all of it"),
        BadInput.get("a range behind the end", DATASET + "/content")
            .expect(416, "range_not_satisfiable")
            .with("Range", "bytes=99999999-"),
        BadInput.get("a header of 100 kB", JOB)
            .expect(400, "malformed_request")
            .with("X-Long", "x".repeat(100_000)));
  }
}
