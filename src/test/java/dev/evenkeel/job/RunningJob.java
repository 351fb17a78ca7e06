package dev.evenkeel.job;

import dev.evenkeel.job.JobFakes.FakeDatasets;
import dev.evenkeel.testing.ApiClient;
import dev.evenkeel.training.StopReason;
import dev.evenkeel.training.TrainingResult;
import dev.evenkeel.training.evaluation.EvaluationReport;
import dev.evenkeel.training.stability.Cause;
import dev.evenkeel.training.stability.Incident;
import dev.evenkeel.training.stability.Outcome;
import dev.evenkeel.training.stability.RepairAction;
import dev.evenkeel.training.stability.Severity;
import dev.evenkeel.training.stability.SpecChange;
import dev.evenkeel.training.stability.Symptom;
import dev.evenkeel.training.stability.Verdict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** A job in its run, told through the seam that workers use and read as clients read it. */
final class RunningJob {

  static final String RATE = "/training/optimizer/learning_rate";
  static final SpecChange SLOWER = new SpecChange(RATE, 20.0, 0.31);
  static final SpecChange SLOWER_STILL = new SpecChange(RATE, 0.31, 0.031);
  static final SpecChange CLIPPED =
      new SpecChange(
          "/training/gradient_clipping", null, Map.of("type", "global_norm", "threshold", 2.5));

  private static final String BODY =
      """
      {"dataset_id":"%s","network":{"layers":[{"type":"dense","units":8,"activation":"sigmoid"}]},
       "training":{"optimizer":{"type":"sgd","learning_rate":20.0},"early_stopping":{"patience":5}},
       "labels":{"team":"a"}}""";

  final ApiClient client;
  final String path;
  final Attempt attempt;
  private final JobLifecycle lifecycle;

  private RunningJob(ApiClient client, UUID id, JobLifecycle lifecycle) {
    this.client = client;
    this.lifecycle = lifecycle;
    path = "/api/v1/jobs/" + id;
    attempt = lifecycle.start(id, "cpu-0").orElseThrow().attempt();
  }

  /** Submits a job with a learning rate of 20 and begins its first attempt. */
  static RunningJob start(ApiClient client, FakeDatasets datasets, JobLifecycle lifecycle) {
    String body = BODY.formatted(datasets.iris());
    JsonNode job = client.post("/api/v1/jobs", body).expect(202).json();
    return new RunningJob(client, UUID.fromString(job.path("id").asString()), lifecycle);
  }

  JsonNode read() {
    return client.get(path).expect(200).json();
  }

  void incident(int number, RepairAction action, Outcome outcome, SpecChange... changes) {
    incident(number, Severity.CRITICAL, action, outcome, changes);
  }

  void incident(
      int number, Severity severity, RepairAction action, Outcome outcome, SpecChange... changes) {
    Map<String, Object> evidence = new HashMap<>();
    evidence.put("loss", null);
    lifecycle.incident(
        attempt,
        new Incident(
            number,
            12,
            12,
            1,
            severity,
            Symptom.EXPLODING_GRADIENT,
            Cause.LEARNING_RATE_TOO_HIGH,
            0.9,
            0,
            "dense_0",
            evidence,
            "The gradient norm reached 8123.",
            "Lower the rate to 0.31.",
            action,
            Map.of("to_iteration", 6),
            outcome,
            List.of(changes)));
  }

  void finish(StopReason reason, Verdict verdict) {
    lifecycle.finished(
        attempt,
        new TrainingResult(
            reason,
            verdict,
            40,
            Map.of("train_loss", 0.25),
            List.of(
                new EvaluationReport(
                    "validation",
                    Map.of("accuracy", 0.9),
                    new long[][] {{9, 1}, {0, 10}},
                    List.of("a", "b"),
                    List.of(),
                    null)),
            Map.of("rollback", 1),
            null),
        null);
  }
}
