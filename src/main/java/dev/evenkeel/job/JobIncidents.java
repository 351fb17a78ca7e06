package dev.evenkeel.job;

import dev.evenkeel.id.Ids;
import dev.evenkeel.training.stability.Incident;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The incidents of jobs. */
@Component
class JobIncidents {

  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final Clock clock;

  JobIncidents(JdbcClient jdbc, JsonMapper json, Clock clock) {
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
  }

  /** An incident as clients see it. */
  record Answer(
      String id,
      String object,
      String jobId,
      long iteration,
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
      Instant at) {}

  /** The layer an incident was seen in. */
  record Layer(int index, String name) {}

  /** What was stored. */
  record Stored(Answer answer, boolean opened) {}

  /** Opens an incident, or brings the one with its number up to date. */
  Stored store(Attempt attempt, Incident incident) {
    UUID id = Ids.next();
    Answer stored =
        jdbc.sql(
                """
                insert into incident (id, job_id, attempt, number, iteration, epoch, severity, symptom, cause,
                  confidence, layer_index, layer_name, evidence, message, advice, action, action_detail, outcome, at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?::jsonb, ?, ?)
                on conflict (job_id, number) do update set
                  cause = excluded.cause, confidence = excluded.confidence, evidence = excluded.evidence,
                  message = excluded.message, advice = excluded.advice, action = excluded.action,
                  action_detail = excluded.action_detail, outcome = excluded.outcome
                returning *""")
            .params(
                id,
                attempt.jobId(),
                attempt.number(),
                incident.number(),
                incident.iteration(),
                incident.epoch(),
                lower(incident.severity()),
                lower(incident.symptom()),
                lower(incident.cause()),
                incident.confidence(),
                incident.layer().isPresent() ? incident.layerIndex() : null,
                incident.layer().orElse(null),
                json.writeValueAsString(incident.evidence()),
                incident.message(),
                incident.advice(),
                lower(incident.action()),
                json.writeValueAsString(incident.actionDetail()),
                lower(incident.outcome()),
                OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
            .query((row, number) -> answer(row))
            .single();
    return new Stored(stored, stored.id().equals(id.toString()));
  }

  /** Removes what an earlier attempt has left. */
  void forget(UUID jobId) {
    jdbc.sql("delete from incident where job_id = ?").param(jobId).update();
  }

  /** Incidents older than one, newest first. */
  List<Answer> page(UUID jobId, @Nullable UUID after, int rows) {
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
        row.getObject("at", OffsetDateTime.class).toInstant());
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
