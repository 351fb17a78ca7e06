package dev.evenkeel.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.evenkeel.job.Attempt;
import dev.evenkeel.job.AttemptLostException;
import dev.evenkeel.job.EndedEpoch;
import dev.evenkeel.testing.ApiAnswer;
import dev.evenkeel.testing.ApiClient;
import dev.evenkeel.testing.ServerTest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

@ServerTest
class HistoryTest {

  @Autowired private HistoryWriter writer;
  @Autowired private JdbcTemplate jdbc;
  @LocalServerPort private int port;

  private ApiClient api;
  private Attempt attempt;

  @BeforeEach
  void aJobRuns() {
    api = new ApiClient(port).sendingAnything();
    attempt = JobRows.running(jdbc);
  }

  @Test
  void readsBackEveryIterationAsItWasWritten() {
    writer.append(attempt, StepBatches.of(1, 1000, n -> n == 7 ? Double.NaN : n));
    writer.append(
        attempt, StepBatches.of(1001, 100, n -> n == 1030 ? Double.NEGATIVE_INFINITY : n));

    List<String> rows = csv("gradient-norms");

    assertThat(rows).hasSize(1 + 1100 * 3);
    assertThat(rows.get(0)).isEqualTo("iteration,epoch,layer,gradient_norm");
    assertThat(rows.subList(1, 4))
        .containsExactly("1,1,global,1.0", "1,1,0,1001.0", "1,1,2,2001.0");
    assertThat(rows).contains("7,1,global,NaN", "1030,103,global,-Infinity", "1100,110,2,3100.0");
  }

  @Test
  void honoursLayersAndRangeInCsv() {
    writer.append(attempt, StepBatches.of(1, 1500, n -> n));

    assertThat(csv("gradient-norms?layers=2,global&from=1024&to=1025"))
        .containsExactly(
            "iteration,epoch,layer,gradient_norm",
            "1024,103,global,1024.0",
            "1024,103,2,3024.0",
            "1025,103,global,1025.0",
            "1025,103,2,3025.0");
  }

  @Test
  void downsamplesWithoutLosingExtremesOrNonFiniteCounts() {
    writer.append(
        attempt,
        StepBatches.of(1, 5000, n -> n == 1234 ? 1e9 : n == 4321 ? Double.POSITIVE_INFINITY : 1));

    JsonNode answer = get("gradient-norms?layers=global,2&max_points=10");

    assertThat(answer.at("/layers")).hasSize(2);
    assertThat(answer.at("/layers/0/name").asString()).isEqualTo("dense_0");
    assertThat(answer.at("/layers/1/index").asInt()).isEqualTo(2);
    assertThat(answer.at("/series/0/layer").asString()).isEqualTo("global");
    assertThat(answer.at("/series/1/layer").asString()).isEqualTo("2");
    JsonNode points = answer.at("/series/0/points");
    assertThat(points).hasSize(10);
    assertThat(points.at("/2/iteration").asLong()).isEqualTo(1001);
    assertThat(points.at("/2/max").asDouble()).isEqualTo(1e9);
    assertThat(points.at("/2/min").asDouble()).isEqualTo(1);
    assertThat(points.at("/8/non_finite").asInt()).isEqualTo(1);
    assertThat(points.at("/8/max").asDouble()).isEqualTo(1);
  }

  @Test
  void showsAPointWithoutFiniteValuesAsNull() {
    writer.append(attempt, StepBatches.of(1, 1, n -> Double.NaN));

    JsonNode point = get("gradient-norms?layers=global").at("/series/0/points/0");

    assertThat(point.get("min").isNull()).isTrue();
    assertThat(point.get("mean").isNull()).isTrue();
    assertThat(point.get("non_finite").asInt()).isEqualTo(1);
  }

  @Test
  void overwritesWhatAnAppendThatIsTriedAgainHasLeft() {
    writer.append(attempt, StepBatches.of(1, 1020, n -> n));
    writer.append(attempt, StepBatches.of(1021, 30, n -> n));
    List<String> before = csv("gradient-norms");
    List<String> statistics = csv("layer-statistics?statistic=update_ratio");

    writer.append(attempt, StepBatches.of(1021, 30, n -> n));
    writer.append(attempt, StepBatches.of(1000, 40, n -> n));

    assertThat(csv("gradient-norms")).isEqualTo(before).hasSize(1 + 1050 * 3);
    assertThat(csv("layer-statistics?statistic=update_ratio"))
        .isEqualTo(statistics)
        .hasSize(1 + 105 * 2);
  }

  @Test
  void recordsSampledStatisticsWithWhateverSpacingTheyCome() {
    writer.append(attempt, StepBatches.of(1, 15, n -> n));
    writer.append(attempt, StepBatches.of(16, 25, n -> n));
    writer.append(attempt, StepBatches.of(41, 10, n -> n, 4));

    assertThat(csv("layer-statistics?statistic=parameter_norm&layers=2"))
        .containsExactly(
            "iteration,epoch,layer,parameter_norm",
            "1,1,2,-1.0",
            "11,2,2,-11.0",
            "21,3,2,-21.0",
            "31,4,2,-31.0",
            "41,5,2,-41.0",
            "45,5,2,-45.0",
            "49,5,2,-49.0");
    JsonNode answer = get("layer-statistics?statistic=update_ratio&from=11&to=21");
    assertThat(answer.at("/series")).hasSize(2);
    assertThat(answer.at("/series/0/points/1/mean").asDouble()).isEqualTo(0.021);
  }

  @Test
  void refusesTheNumbersOfAnAttemptThatIsNoLongerCurrent() {
    writer.append(attempt, StepBatches.of(1, 5, n -> n));
    jdbc.update("update training_job set attempt = 2 where id = ?", attempt.jobId());

    assertThatExceptionOfType(AttemptLostException.class)
        .isThrownBy(() -> writer.append(attempt, StepBatches.of(6, 5, n -> n)));
    assertThatExceptionOfType(AttemptLostException.class)
        .isThrownBy(
            () ->
                writer.epochsEnded(
                    attempt, List.of(new EndedEpoch(1, 10, Map.of("train_loss", 1.0)))));
    assertThatExceptionOfType(AttemptLostException.class).isThrownBy(() -> writer.begin(attempt));
    assertThat(chunks()).isEqualTo(10);
  }

  @Test
  void refusesTheNumbersOfAJobThatHasEnded() {
    jdbc.update("update training_job set status = 'failed' where id = ?", attempt.jobId());

    assertThatExceptionOfType(AttemptLostException.class)
        .isThrownBy(() -> writer.append(attempt, StepBatches.of(1, 5, n -> n)));
    assertThat(chunks()).isZero();
  }

  @Test
  void beginsAnAttemptWithAnEmptyHistory() {
    writer.append(attempt, StepBatches.of(1, 50, n -> n));
    writer.epochsEnded(attempt, List.of(new EndedEpoch(1, 10, Map.of("validation_loss", 0.5))));
    jdbc.update("update training_job set attempt = 2 where id = ?", attempt.jobId());

    writer.begin(new Attempt(attempt.jobId(), 2));

    assertThat(csv("gradient-norms")).hasSize(1);
    assertThat(get("metrics").at("/series")).hasSize(1);
  }

  @Test
  void refusesAGapAndLeavesNothingOfIt() {
    writer.append(attempt, StepBatches.of(1, 5, n -> n));

    assertThatIllegalStateException()
        .isThrownBy(() -> writer.append(attempt, StepBatches.of(7, 2000, n -> n)));
    assertThat(chunks()).isEqualTo(10);
  }

  @Test
  void countsEpochsAgainWhereARepairHasGoneBack() {
    JobRows.repaired(jdbc, attempt);
    writer.append(attempt, StepBatches.of(1, 65, n -> n));
    endEpoch(1, 10);
    endEpoch(2, 20);
    endEpoch(3, 30);
    // In the 4th epoch back to the end of the 1st, after 5 of its iterations.
    endEpoch(2, 45);
    endEpoch(3, 55);

    assertThat(csv("gradient-norms?layers=global").stream().skip(1))
        .extracting(row -> Integer.valueOf(row.split(",")[1]))
        .containsSubsequence(1, 2, 3)
        .endsWith(2, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4)
        .doesNotContain(5);
    JsonNode losses = get("metrics?names=train_loss").at("/series/0/points");
    assertThat(losses.at("/29/epoch").asInt()).isEqualTo(3);
    assertThat(losses.at("/35/epoch").asInt()).isEqualTo(2);
    assertThat(losses.at("/44/epoch").asInt()).isEqualTo(2);
    assertThat(losses.at("/45/epoch").asInt()).isEqualTo(3);
  }

  private void endEpoch(int epoch, long iteration) {
    writer.epochsEnded(
        attempt,
        List.of(
            new EndedEpoch(epoch, iteration, Map.of("train_loss", 0.3, "validation_loss", 0.5))));
  }

  @Test
  void readsMetricsOfIterationsAndOfEpochs() {
    writer.append(attempt, StepBatches.of(1, 20, n -> n));
    writer.epochsEnded(
        attempt, List.of(new EndedEpoch(1, 10, Map.of("train_loss", 0.3, "validation_loss", 0.5))));
    writer.epochsEnded(
        attempt,
        List.of(new EndedEpoch(2, 20, Map.of("train_loss", 0.2, "validation_loss", Double.NaN))));

    JsonNode answer = get("metrics");

    assertThat(answer.at("/series/0/name").asString()).isEqualTo("train_loss");
    assertThat(answer.at("/series/0/points")).hasSize(20);
    assertThat(answer.at("/series/0/points/10").toString())
        .isEqualTo("{\"iteration\":11,\"epoch\":2,\"value\":" + 1.0 / 11 + "}");
    assertThat(answer.at("/series/1").toString())
        .isEqualTo(
            "{\"name\":\"validation_loss\",\"points\":["
                + "{\"iteration\":10,\"epoch\":1,\"value\":0.5},"
                + "{\"iteration\":20,\"epoch\":2,\"value\":null}]}");
  }

  @Test
  void downsamplesMetrics() {
    writer.append(attempt, StepBatches.of(1, 100, n -> n));
    for (int epoch = 1; epoch <= 7; epoch++) {
      writer.epochsEnded(
          attempt,
          List.of(new EndedEpoch(epoch, epoch * 10L, Map.of("validation_accuracy", 1.0 * epoch))));
    }

    JsonNode answer = get("metrics?names=validation_accuracy,test_loss&max_points=3");

    assertThat(answer.at("/series/0/points")).hasSize(3);
    assertThat(answer.at("/series/0/points/0/value").asDouble()).isEqualTo(2.0);
    assertThat(answer.at("/series/0/points/2/value").asDouble()).isEqualTo(7.0);
    assertThat(answer.at("/series/1/points")).isEmpty();
  }

  @Test
  void answersForAJobThatHasNotBegun() {
    jdbc.update(
        "update training_job set layers = '[]', iterations_per_epoch = 0 where id = ?",
        attempt.jobId());

    JsonNode answer = get("gradient-norms?layers=global,1");

    assertThat(answer.at("/layers")).isEmpty();
    assertThat(answer.at("/series/0/points")).isEmpty();
    assertThat(csv("gradient-norms")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gradient-norms?layers=1 | /layers",
        "gradient-norms?layers=global,dense_0 | /layers",
        "gradient-norms?layers=0, | /layers",
        "gradient-norms?from=9&to=8 | /from",
        "gradient-norms?from=0 | /from",
        "gradient-norms?from=x | /from",
        "gradient-norms?to=99999999999999999999 | /to",
        "gradient-norms?max_points=0 | /max_points",
        "gradient-norms?max_points=10001 | /max_points",
        "gradient-norms?max_points=many | /max_points",
        "layer-statistics?statistic=update_ratio&layers=global | /layers",
        "layer-statistics?statistic=loss | /statistic",
        "layer-statistics | /statistic",
        "metrics?names=trian_loss | /names",
        "metrics?max_points=-1 | /max_points",
      })
  void refusesAQueryThatCannotBeAnswered(String query, String pointer) {
    ApiAnswer response = send(query, "application/json");

    assertThat(response.status()).isEqualTo(422);
    assertThat(response.json().at("/errors/0/pointer").asString()).isEqualTo(pointer);
  }

  @Test
  void namesAllFaultsOfAQuery() {
    ApiAnswer response =
        send("layer-statistics?statistic=x&layers=9,8&from=-1&max_points=0", "application/json");

    assertThat(response.json().at("/errors")).hasSize(5);
  }

  @Test
  void knowsNoHistoryOfAJobThatIsNotThere() {
    for (String path :
        List.of("gradient-norms", "metrics", "layer-statistics?statistic=update_ratio")) {
      String query = path.equals("layer-statistics") ? "?statistic=update_ratio" : "";
      ApiAnswer answer = api.get("/api/v1/jobs/" + UUID.randomUUID() + "/" + path + query);
      assertThat(answer.status()).isEqualTo(404);
    }
    assertThat(send("gradient-norms", "image/png").status()).isEqualTo(406);
  }

  private long chunks() {
    return jdbc.queryForObject(
        "select count(*) from history_chunk where job_id = ?", Long.class, attempt.jobId());
  }

  private List<String> csv(String path) {
    ApiAnswer response = send(path, "text/csv");
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.header("Content-Type")).isEqualTo("text/csv;charset=UTF-8");
    return response.text().lines().toList();
  }

  private JsonNode get(String path) {
    ApiAnswer response = send(path, "*/*");
    assertThat(response.status()).as(response.text()).isEqualTo(200);
    return response.json();
  }

  private ApiAnswer send(String path, String accept) {
    return api.get("/api/v1/jobs/" + attempt.jobId() + "/" + path, "Accept", accept);
  }
}
