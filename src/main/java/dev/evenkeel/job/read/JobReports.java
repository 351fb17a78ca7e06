package dev.evenkeel.job.read;

import dev.evenkeel.error.ErrorCode;
import dev.evenkeel.error.Excerpt;
import dev.evenkeel.error.Fault;
import dev.evenkeel.error.ServiceException;
import dev.evenkeel.job.JobChange;
import dev.evenkeel.web.Caller;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How the kept model does on each split. */
@Component
public class JobReports {

  private static final List<String> SPLITS = List.of("validation", "test", "train");

  private final JdbcClient jdbc;
  private final JobGate gate;
  private final JsonMapper json;

  JobReports(JdbcClient jdbc, JobGate gate, JsonMapper json) {
    this.jdbc = jdbc;
    this.gate = gate;
    this.json = json;
  }

  /**
   * A report as clients see it; matrix, classes and what is said of each are empty for regression.
   *
   * @param season steps of a season that forecasts were compared with, or null
   */
  public record Report(
      String split,
      JsonNode metrics,
      JsonNode confusionMatrix,
      JsonNode classes,
      @Nullable JsonNode perClass,
      @Nullable JsonNode season,
      Stability stability) {}

  /** How steadily the model came about, and what of the spec was changed for it. */
  record Stability(String verdict, long incidents, JsonNode actions, List<JobChange> changes) {

    static Stability of(JobAnswer job) {
      JobAnswer.Stability known = job.stability();
      return new Stability(known.verdict(), known.incidents(), known.actions(), job.changes());
    }
  }

  /**
   * The report on a split.
   *
   * @param split null for the first there is: validation, else test, else train
   */
  public Report get(UUID id, Caller caller, @Nullable String split) {
    requireKnown(split);
    JobAnswer job = gate.require(id, caller).answer();
    if (!job.terminal()) {
      throw new ServiceException(
          ErrorCode.CONFLICT,
          "The report is not ready: the job is %s. Wait for its end with ?wait=30."
              .formatted(job.status()));
    }
    return find(id, split)
        .map(
            report ->
                new Report(
                    report.get("split").asString(),
                    report.get("metrics"),
                    report.get("confusion_matrix"),
                    report.get("classes"),
                    report.get("per_class"),
                    report.get("season"),
                    Stability.of(job)))
        .orElseThrow(() -> absent(job, split));
  }

  private static void requireKnown(@Nullable String split) {
    if (split != null && !SPLITS.contains(split)) {
      throw ServiceException.invalid(
          List.of(
              new Fault(
                  "/split",
                  "not_allowed",
                  "There is no split '%s'. Known: %s."
                      .formatted(Excerpt.of(split), String.join(", ", SPLITS)))));
    }
  }

  private Optional<JsonNode> find(UUID id, @Nullable String split) {
    String reports =
        jdbc.sql("select reports from training_job where id = ?")
            .param(id)
            .query(String.class)
            .optional()
            .orElse("[]");
    return json.readTree(reports)
        .valueStream()
        .filter(report -> split == null || report.get("split").asString().equals(split))
        .findFirst();
  }

  private static ServiceException absent(JobAnswer job, @Nullable String split) {
    return new ServiceException(
        ErrorCode.NOT_FOUND,
        split == null
            ? "The job %s before its model was evaluated: it has no report.".formatted(job.status())
            : "The job has no report on a %s split.".formatted(split));
  }
}
