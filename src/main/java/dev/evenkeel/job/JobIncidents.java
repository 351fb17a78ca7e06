package dev.evenkeel.job;

import dev.evenkeel.id.Ids;
import dev.evenkeel.training.stability.Incident;
import dev.evenkeel.training.stability.Outcome;
import dev.evenkeel.training.stability.RepairAction;
import dev.evenkeel.training.stability.Severity;
import dev.evenkeel.training.stability.Verdict;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The incidents of jobs. */
@Component
public class JobIncidents {

  private static final String NO_ACTION = lower(RepairAction.NONE);

  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final Clock clock;

  JobIncidents(JdbcClient jdbc, JsonMapper json, Clock clock) {
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
  }

  /** An incident as clients see it. */
  public record Answer(
      String id,
      String object,
      String jobId,
      long iteration,
      long lastSeen,
      int epoch,
      String severity,
      String symptom,
      String cause,
      double confidence,
      @Nullable Layer layer,
      JsonNode evidence,
      String message,
      String advice,
      String action,
      JsonNode actionDetail,
      String outcome,
      List<JobChange> changes,
      Instant at) {}

  /** The layer an incident was seen in. */
  record Layer(int index, String name) {}

  /**
   * What was stored.
   *
   * @param actionBefore what had been done about it when it was last stored; null where it is new
   */
  record Stored(Answer answer, @Nullable String actionBefore) {

    /** Whether an action is known now that was not known before. */
    boolean acted() {
      return !answer.action().equals(NO_ACTION) && !answer.action().equals(actionBefore);
    }
  }

  /** Opens an incident, or brings the one with its number up to date. */
  Stored store(Attempt attempt, Incident incident) {
    // Whoever stores holds the job's row, so that nothing comes between reading and writing.
    return jdbc.sql(
            """
            insert into incident (id, job_id, attempt, number, iteration, last_seen, epoch, severity, symptom, cause,
              confidence, layer_index, layer_name, evidence, message, advice, action, action_detail, changes,
              outcome, at)
            values (:id, :job, :attempt, :number, :iteration, :last_seen, :epoch, :severity, :symptom, :cause, :confidence,
              :layer_index, :layer_name, :evidence::jsonb, :message, :advice, :action, :action_detail::jsonb,
              :changes::jsonb, :outcome, :at)
            on conflict (job_id, number) do update set
              last_seen = excluded.last_seen, severity = excluded.severity, cause = excluded.cause, confidence = excluded.confidence,
              layer_index = excluded.layer_index, layer_name = excluded.layer_name,
              evidence = excluded.evidence, message = excluded.message, advice = excluded.advice,
              action = excluded.action, action_detail = excluded.action_detail,
              changes = excluded.changes, outcome = excluded.outcome
            returning *, (select before.action from incident before
              where before.job_id = :job and before.number = :number) as action_before""")
        .params(values(attempt, incident))
        .query((row, number) -> new Stored(answer(row), row.getString("action_before")))
        .single();
  }

  private Map<String, @Nullable Object> values(Attempt attempt, Incident incident) {
    Map<String, @Nullable Object> values = new HashMap<>();
    values.put("id", Ids.next());
    values.put("job", attempt.jobId());
    values.put("attempt", attempt.number());
    values.put("number", incident.number());
    values.put("iteration", incident.iteration());
    values.put("last_seen", incident.lastSeen());
    values.put("epoch", incident.epoch());
    values.put("severity", lower(incident.severity()));
    values.put("symptom", lower(incident.symptom()));
    values.put("cause", lower(incident.cause()));
    values.put("confidence", incident.confidence());
    values.put("layer_index", incident.layer().isPresent() ? incident.layerIndex() : null);
    values.put("layer_name", incident.layer().orElse(null));
    values.put("evidence", json.writeValueAsString(incident.evidence()));
    values.put("message", incident.message());
    values.put("advice", incident.advice());
    values.put("action", lower(incident.action()));
    values.put("action_detail", json.writeValueAsString(incident.actionDetail()));
    values.put("changes", json.writeValueAsString(incident.changes()));
    values.put("outcome", lower(incident.outcome()));
    values.put("at", OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC));
    return values;
  }

  /** What all incidents of a job together say about its run. */
  Verdict verdict(UUID jobId) {
    return jdbc
        .sql("select distinct severity, outcome from incident where job_id = ?")
        .param(jobId)
        .query(
            (row, number) ->
                JobVerdict.of(
                    Severity.valueOf(upper(row.getString("severity"))),
                    Outcome.valueOf(upper(row.getString("outcome")))))
        .stream()
        .max(Comparator.naturalOrder())
        .orElse(Verdict.HEALTHY);
  }

  /** Removes what an earlier attempt has left. */
  void forget(UUID jobId) {
    jdbc.sql("delete from incident where job_id = ?").param(jobId).update();
  }

  /** Incidents older than one, newest first. */
  public List<Answer> page(UUID jobId, @Nullable UUID after, int rows) {
    return jdbc.sql(
            """
            select * from incident
            where job_id = :job and (:after::uuid is null or id < :after)
            order by id desc limit :rows""")
        .param("job", jobId)
        .param("after", after, java.sql.Types.OTHER)
        .param("rows", rows)
        .query((row, number) -> answer(row))
        .list();
  }

  private Answer answer(ResultSet row) throws SQLException {
    int layer = row.getInt("layer_index");
    boolean inLayer = !row.wasNull();
    return new Answer(
        row.getString("id"),
        "incident",
        row.getString("job_id"),
        row.getLong("iteration"),
        row.getLong("last_seen"),
        row.getInt("epoch"),
        row.getString("severity"),
        row.getString("symptom"),
        row.getString("cause"),
        row.getDouble("confidence"),
        inLayer ? new Layer(layer, row.getString("layer_name")) : null,
        json.readTree(row.getString("evidence")),
        row.getString("message"),
        row.getString("advice"),
        row.getString("action"),
        json.readTree(row.getString("action_detail")),
        row.getString("outcome"),
        JobChange.of(row.getString("id"), json.readTree(row.getString("changes"))),
        row.getObject("at", OffsetDateTime.class).toInstant());
  }

  private static String upper(String name) {
    return name.toUpperCase(Locale.ROOT);
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
