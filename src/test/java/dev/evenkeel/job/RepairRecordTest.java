package dev.evenkeel.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.job.JobFakes.FakeDatasets;
import dev.evenkeel.testing.ApiClient;
import dev.evenkeel.testing.ServerTest;
import dev.evenkeel.training.RunShape;
import dev.evenkeel.training.StopReason;
import dev.evenkeel.training.plan.layers.LayerShape;
import dev.evenkeel.training.stability.Outcome;
import dev.evenkeel.training.stability.RepairAction;
import dev.evenkeel.training.stability.Severity;
import dev.evenkeel.training.stability.Verdict;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** What a client reads of a run that was repaired. */
@ServerTest
@Import(JobFakes.class)
class RepairRecordTest {

  @LocalServerPort private int port;
  @Autowired private FakeDatasets datasets;
  @Autowired private JobLifecycle lifecycle;
  @Autowired private JdbcClient jdbc;

  private ApiClient client;
  private RunningJob run;

  @BeforeEach
  void startARun() {
    client = new ApiClient(port);
    jdbc.sql("delete from training_job").update();
    run = RunningJob.start(client, datasets, lifecycle);
  }

  @Test
  void showsWhatRepairsHaveChangedInTheOrderInWhichTheyDid() {
    run.incident(1, RepairAction.REDUCE_LEARNING_RATE, Outcome.PENDING, RunningJob.SLOWER);
    run.incident(2, RepairAction.CLIP_GRADIENT, Outcome.PENDING, RunningJob.CLIPPED);
    run.incident(
        1,
        RepairAction.REDUCE_LEARNING_RATE,
        Outcome.RECURRED,
        RunningJob.SLOWER,
        RunningJob.SLOWER_STILL);

    JsonNode changes = run.read().path("changes");
    JsonNode listed = client.get(run.path + "/incidents").expect(200).json().path("data");
    String first = listed.at("/1/id").asString();
    String second = listed.at("/0/id").asString();
    assertThat(changes.findValuesAsString("pointer"))
        .containsExactly(RunningJob.RATE, "/training/gradient_clipping", RunningJob.RATE);
    assertThat(changes.findValuesAsString("incident_id")).containsExactly(first, second, first);
    assertThat(changes.at("/0/from").asDouble()).isEqualTo(20.0);
    assertThat(changes.at("/0/to").asDouble()).isEqualTo(0.31);
    assertThat(changes.at("/1/from").isNull()).isTrue();
    assertThat(changes.at("/1/to/threshold").asDouble()).isEqualTo(2.5);
    assertThat(listed.at("/1/changes")).hasSize(2);
    assertThat(listed.at("/0/changes/0/pointer").asString())
        .isEqualTo("/training/gradient_clipping");
    assertThat(client.get("/api/v1/jobs").expect(200).json().at("/data/0/changes"))
        .isEqualTo(changes);
  }

  @Test
  void takesBackWhatAnIncidentNoLongerChanges() {
    run.incident(1, RepairAction.CLIP_GRADIENT, Outcome.PENDING, RunningJob.CLIPPED);
    run.incident(2, RepairAction.REDUCE_LEARNING_RATE, Outcome.PENDING, RunningJob.SLOWER);
    run.incident(1, RepairAction.SKIP_UPDATE, Outcome.RECOVERED);

    assertThat(run.read().path("changes").findValuesAsString("pointer"))
        .containsExactly(RunningJob.RATE);
  }

  @Test
  void aJobsTagChangesWithItsChanges() {
    run.incident(1, RepairAction.ROLLBACK, Outcome.PENDING);
    String tag = client.get(run.path).expect(200).header("ETag");

    run.incident(1, RepairAction.ROLLBACK, Outcome.PENDING, RunningJob.SLOWER);

    client.get(run.path, "If-None-Match", tag).expect(200);
  }

  @Test
  void theNextAttemptBeginsWithTheSpecAsItWasAskedFor() {
    run.incident(1, RepairAction.REDUCE_LEARNING_RATE, Outcome.PENDING, RunningJob.SLOWER);
    lifecycle.workerLost(run.attempt, "killed");

    StartedJob again = lifecycle.start(run.attempt.jobId(), "cpu-0").orElseThrow();

    assertThat(again.spec().training().optimizer().learningRate()).isEqualTo(20.0);
    assertThat(run.read().path("changes")).isEmpty();
    assertThat(run.read().at("/stability/actions")).isEmpty();
  }

  @Test
  void anActionThatBecomesKnownLaterIsCountedAndToldOnce() {
    run.incident(1, RepairAction.NONE, Outcome.PENDING);
    run.incident(1, RepairAction.ROLLBACK, Outcome.PENDING);
    run.incident(1, RepairAction.ROLLBACK, Outcome.RECURRED);
    run.incident(1, RepairAction.RESTART, Outcome.PENDING, RunningJob.SLOWER);

    assertThat(run.read().at("/stability/actions").toString())
        .isEqualTo("{\"restart\":1,\"rollback\":1}");
    JsonNode events = client.get(run.path + "/events").expect(200).json().path("data");
    assertThat(events.findValuesAsString("type"))
        .containsExactly(
            "status", "status", "incident", "incident", "action", "incident", "incident", "action");
    assertThat(events.at("/7/data/action").asString()).isEqualTo("restart");
    assertThat(events.at("/7/data/changes/0/pointer").asString()).isEqualTo(RunningJob.RATE);
    assertThat(events.at("/6/data/changes/0/to").asDouble()).isEqualTo(0.31);
  }

  @Test
  void theVerdictFollowsTheIncidentsAsTheyStandNow() {
    run.incident(1, Severity.INFO, RepairAction.NONE, Outcome.NOT_ACTED);
    assertThat(run.read().at("/stability/verdict").asString()).isEqualTo("healthy");
    run.incident(2, Severity.WARNING, RepairAction.ROLLBACK, Outcome.PENDING);
    assertThat(run.read().at("/stability/verdict").asString()).isEqualTo("recovered");
    run.incident(3, RepairAction.NONE, Outcome.NOT_ACTED);
    assertThat(run.read().at("/stability/verdict").asString()).isEqualTo("unstable");

    run.incident(3, RepairAction.ROLLBACK, Outcome.RECOVERED);

    assertThat(run.read().at("/stability/verdict").asString()).isEqualTo("recovered");
  }

  @Test
  void theRunsOwnResultHasTheLastWordOnItsVerdict() {
    run.incident(1, RepairAction.ROLLBACK, Outcome.RECOVERED);
    run.finish(StopReason.COMPLETED, Verdict.UNSTABLE);

    assertThat(run.read().path("status").asString()).isEqualTo("succeeded");
    assertThat(run.read().at("/stability/verdict").asString()).isEqualTo("unstable");
  }

  @Test
  void aDivergedRunIsUnstableWhateverItSays() {
    run.finish(StopReason.DIVERGED, Verdict.RECOVERED);

    assertThat(run.read().at("/stability/verdict").asString()).isEqualTo("unstable");
  }

  @Test
  void theReportSaysWhatWasChangedForTheModel() {
    run.incident(1, RepairAction.ROLLBACK, Outcome.RECOVERED, RunningJob.SLOWER);
    run.finish(StopReason.COMPLETED, Verdict.RECOVERED);

    JsonNode stability = client.get(run.path + "/report").expect(200).json().path("stability");

    assertThat(stability.path("verdict").asString()).isEqualTo("recovered");
    assertThat(stability.path("incidents").asInt()).isEqualTo(1);
    assertThat(stability.at("/actions/rollback").asInt()).isEqualTo(1);
    assertThat(stability.path("changes")).isEqualTo(run.read().path("changes"));
  }

  @Test
  void theProgressFollowsARunThatARepairHasTakenBack() {
    List<LayerShape> before = List.of(new LayerShape(0, "simple_rnn_0", "simple_rnn", 4, 8, 104));
    List<LayerShape> after = List.of(new LayerShape(0, "lstm_0", "lstm", 4, 8, 416));
    lifecycle.shaped(run.attempt, new RunShape(before, 104, 120, 4, 40));
    lifecycle.progressed(run.attempt, new JobProgress(9, 36, 40, 100));
    lifecycle.epochsEnded(run.attempt, List.of(new EndedEpoch(9, 36, Map.of("train_loss", 2.3))));
    assertThat(run.read().at("/progress/percent").asDouble()).isEqualTo(90.0);

    lifecycle.shaped(run.attempt, new RunShape(after, 416, 120, 4, 76));
    lifecycle.progressed(run.attempt, new JobProgress(1, 38, 46, 100));
    lifecycle.epochsEnded(run.attempt, List.of(new EndedEpoch(9, 36, Map.of("train_loss", 2.3))));

    JsonNode progress = run.read().path("progress");
    assertThat(progress.path("epoch").asInt()).isEqualTo(1);
    assertThat(progress.path("iteration").asInt()).isEqualTo(38);
    assertThat(progress.path("iterations").asInt()).isEqualTo(76);
    assertThat(progress.path("executed_iterations").asInt()).isEqualTo(46);
    assertThat(progress.path("percent").asDouble()).isEqualTo(50.0);
    assertThat(
            client
                .get(run.path + "/gradient-norms")
                .expect(200)
                .json()
                .path("layers")
                .findValuesAsString("type"))
        .containsExactly("lstm");
    run.finish(StopReason.COMPLETED, Verdict.RECOVERED);
    assertThat(run.read().at("/progress/executed_iterations").asInt()).isEqualTo(40);
  }
}
