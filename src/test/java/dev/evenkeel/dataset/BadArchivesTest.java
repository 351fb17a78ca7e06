package dev.evenkeel.dataset;

import static dev.evenkeel.dataset.Uploads.body;
import static dev.evenkeel.dataset.Uploads.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.evenkeel.dataset.Uploads.Part;
import dev.evenkeel.storage.DataDirectory;
import dev.evenkeel.testing.ServerTest;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** Zips, arrays and Parquet files that must not be taken, and of which nothing may be left. */
@ServerTest
// The same as BadUploadsTest has, so that one server serves both.
@TestPropertySource(
    properties = {
      "evenkeel.datasets.max-bytes=1000000",
      "evenkeel.datasets.max-decompressed-bytes=2000000",
      "evenkeel.datasets.max-zip-entries=50"
    })
class BadArchivesTest {

  @LocalServerPort private int port;
  @Autowired private DataDirectory directory;
  @Autowired private JdbcClient jdbc;

  private long rows;

  @BeforeEach
  void countWhatThereIs() {
    rows = count();
  }

  private long count() {
    return jdbc.sql("select count(*) from dataset").query(Long.class).single();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void refusesWithTheRightProblemAndKeepsNothing(BadArchive bad) throws IOException {
    Part file = new Part("file", "data.bin", "application/octet-stream", bad.file());

    HttpResponse<String> answer = new Uploads(port).post(body(Part.spec(bad.spec()), file));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(bad.status());
    JsonNode problem = json(answer);
    JsonNode fault = problem.path("errors").path(0);
    if (bad.status() == 413) {
      assertThat(problem.path("code").asString()).isEqualTo("too_large");
      fault = problem.path("detail");
    } else {
      assertThat(fault.path("pointer").asString()).as(answer.body()).isEqualTo(bad.pointer());
      assertThat(fault.path("code").asString()).as(answer.body()).isEqualTo(bad.code());
      fault = fault.path("message");
    }
    assertThat(fault.asString()).contains(bad.says());
    assertThat(count()).isEqualTo(rows);
    await().untilAsserted(() -> assertThat(entries(directory.folder("work"))).isZero());
    Path stored = directory.folder("blobs").resolve("datasets");
    assertThat(Files.exists(stored) ? entries(stored) : 0).isEqualTo(rows);
  }

  private static long entries(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.count();
    }
  }

  static Stream<BadArchive> all() throws IOException {
    return Stream.of(BadImageZips.all(), BadArrays.all(), BadParquets.all()).flatMap(s -> s);
  }
}
