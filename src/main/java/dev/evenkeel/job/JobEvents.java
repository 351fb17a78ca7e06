package dev.evenkeel.job;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes down what happens to jobs, and reads it back in order.
 *
 * <p>Writers hold the job's row lock, so the sequence numbers of one job are committed in order and
 * a reader that has seen one will never miss an earlier one.
 */
@Component
public class JobEvents {

  private final TrainingJobs jobs;
  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final Clock clock;
  private final ApplicationEventPublisher publisher;

  JobEvents(
      TrainingJobs jobs,
      JdbcClient jdbc,
      JsonMapper json,
      Clock clock,
      ApplicationEventPublisher publisher) {
    this.jobs = jobs;
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
    this.publisher = publisher;
  }

  /** The kinds of event. */
  enum Type {
    STATUS,
    EPOCH,
    INCIDENT,
    ACTION
  }

  /** An event as clients see it; the id grows, and is the SSE id too. */
  public record Event(String id, String object, String type, JsonNode data, Instant at) {}

  /** Published in the transaction that appends an event. */
  public record Appended(UUID jobId) {}

  /** Data of a status event. */
  record StatusData(String status, @Nullable String stopReason, int attempt) {}

  /** Data of an action event. */
  record ActionData(
      String action,
      JsonNode actionDetail,
      List<JobChange> changes,
      long iteration,
      String incidentId) {

    static ActionData of(JobIncidents.Answer incident) {
      return new ActionData(
          incident.action(),
          incident.actionDetail(),
          incident.changes(),
          incident.iteration(),
          incident.id());
    }
  }

  /** Notes the status that the job has just got. */
  public void statusChanged(TrainingJob job) {
    String reason = job.stopReason().map(one -> one.name().toLowerCase(Locale.ROOT)).orElse(null);
    append(job, Type.STATUS, new StatusData(job.status().json(), reason, job.attempt()));
  }

  void append(TrainingJob job, Type type, Object data) {
    appendAll(job, type, List.of(data));
  }

  /** Appends an event for each of the data, in their order and in the caller's transaction. */
  void appendAll(TrainingJob job, Type type, List<?> data) {
    // Plain SQL follows: what the session still holds back must be in the database first.
    jobs.flush();
    if (data.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            insert into job_event (job_id, type, data, at)
            select ?, ?, one::jsonb, ?
            from unnest(cast(? as text[])) with ordinality as l (one, position)
            order by position""")
        .params(
            job.id(),
            type.name().toLowerCase(Locale.ROOT),
            OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC),
            data.stream().map(json::writeValueAsString).toArray(String[]::new))
        .update();
    publisher.publishEvent(new Appended(job.id()));
  }

  /** Events after a sequence number, oldest first. */
  public List<Event> after(UUID jobId, long seq, int rows) {
    return jdbc.sql(
            "select seq, type, data, at from job_event where job_id = ? and seq > ? order by seq limit ?")
        .params(jobId, seq, rows)
        .query(
            (row, number) ->
                new Event(
                    Long.toString(row.getLong("seq")),
                    "event",
                    row.getString("type"),
                    json.readTree(row.getString("data")),
                    row.getObject("at", OffsetDateTime.class).toInstant()))
        .list();
  }
}
