package dev.evenkeel.job.read;

import dev.evenkeel.error.ServiceException;
import dev.evenkeel.job.EntityTag;
import dev.evenkeel.job.JobChange;
import dev.evenkeel.job.JobStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads jobs for clients: one query for a job with all that its answer holds, or for a page. */
@Component
public class JobReads {

  private static final String COLUMNS =
      """
      j.*, j.spec || jsonb_build_object('priority', j.priority, 'labels', j.labels) as present_spec,
        (select coalesce(jsonb_agg(jsonb_build_object(
             'status', e.data ->> 'status', 'at', (extract(epoch from e.at) * 1000000)::bigint) order by e.seq), '[]')
           from job_event e where e.job_id = j.id and e.type = 'status') as history,
        (select count(*) from incident i where i.job_id = j.id) as incidents,
      """;

  private static final String ONE =
      "select "
          + COLUMNS
          + """
            case when j.status = 'queued' then
              (select count(*) from training_job q where q.status = 'queued'
                 and (q.priority > j.priority or (q.priority = j.priority and q.id < j.id))) end as jobs_ahead,
            exists (select 1 from training_job q
              where j.status = 'queued' and q.status = 'queued' and q.priority > j.priority) as outranked
          from training_job j where j.id = ?
          """;

  /** The queue is counted through once for all rows. */
  private static final String PAGE =
      """
      with page as materialized (
        select * from training_job j
        where (:after::uuid is null or j.id < :after)
          and (cardinality(:statuses::text[]) = 0 or j.status = any(:statuses::text[]))
          and j.labels @> :labels::jsonb
        order by j.id desc limit :rows),
      places as materialized (
        select q.id, row_number() over (order by q.priority desc, q.id) - 1 as jobs_ahead,
          q.priority < max(q.priority) over () as outranked
        from training_job q
        where q.status = 'queued' and exists (select 1 from page where status = 'queued'))
      select
      """
          + COLUMNS
          + """
            p.jobs_ahead, coalesce(p.outranked, false) as outranked
          from page j left join places p on p.id = j.id order by j.id desc
          """;

  private final JdbcClient jdbc;
  private final JsonMapper json;

  JobReads(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** A job with the version of its row. */
  public record Versioned(JobAnswer answer, long version) {

    public JobStatus status() {
      return JobStatus.of(answer.status());
    }

    /** Changes with everything that the answer holds, also with what is not in the job's row. */
    public String etag() {
      int beside = Objects.hash(answer.queue(), answer.stability().incidents(), answer.modelId());
      return EntityTag.of(version, beside);
    }
  }

  /**
   * What a list is narrowed to.
   *
   * @param statuses empty for all
   * @param labels JSON object that a job's labels must contain
   */
  public record Filter(List<String> statuses, String labels) {}

  Optional<Versioned> find(UUID id) {
    return jdbc.sql(ONE).param(id).query(this::versioned).optional();
  }

  public Versioned get(UUID id) {
    return find(id).orElseThrow(() -> ServiceException.notFound("job", id));
  }

  public List<JobAnswer> page(Filter filter, @Nullable UUID after, int rows) {
    return jdbc.sql(PAGE)
        .param("after", after, Types.OTHER)
        .param("statuses", filter.statuses().toArray(String[]::new))
        .param("labels", filter.labels())
        .param("rows", rows)
        .query((row, number) -> versioned(row, number).answer())
        .list();
  }

  private Versioned versioned(ResultSet row, int number) throws SQLException {
    JobStatus status = JobStatus.of(row.getString("status"));
    JobAnswer answer =
        new JobAnswer(
            row.getString("id"),
            "job",
            row.getString("name"),
            status.json(),
            status.isTerminal(),
            row.getString("stop_reason"),
            Objects.requireNonNull(time(row, "created_at")),
            time(row, "started_at"),
            time(row, "finished_at"),
            queue(row),
            progress(row, status),
            tree(row, "metrics"),
            new JobAnswer.Stability(
                row.getString("verdict"), row.getLong("incidents"), tree(row, "actions")),
            row.getInt("attempt"),
            history(row),
            row.getString("model_id"),
            error(row),
            tree(row, "present_spec"),
            JobChange.of(tree(row, "changes")));
    return new Versioned(answer, row.getLong("version"));
  }

  private static JobAnswer.@Nullable QueuePlace queue(ResultSet row) throws SQLException {
    long ahead = row.getLong("jobs_ahead");
    if (row.wasNull()) {
      return null;
    }
    return new JobAnswer.QueuePlace(
        ahead + 1, ahead, row.getBoolean("outranked") ? "priority" : "worker");
  }

  private static JobAnswer.Progress progress(ResultSet row, JobStatus status) throws SQLException {
    long iteration = row.getLong("iteration");
    long iterations = row.getLong("iterations");
    double speed = row.getDouble("examples_per_second");
    boolean measured = !row.wasNull();
    return new JobAnswer.Progress(
        row.getInt("epoch"),
        row.getInt("epochs"),
        iteration,
        iterations,
        row.getLong("executed_iterations"),
        status == JobStatus.SUCCEEDED ? 100.0 : percent(iteration, iterations),
        measured ? speed : null,
        time(row, "estimated_finish"));
  }

  private static double percent(long iteration, long iterations) {
    return iterations == 0
        ? 0.0
        : Math.min(100.0, Math.round(1000.0 * iteration / iterations) / 10.0);
  }

  private List<JobAnswer.StatusChange> history(ResultSet row) throws SQLException {
    return tree(row, "history")
        .valueStream()
        .map(
            one ->
                new JobAnswer.StatusChange(
                    one.get("status").asString(),
                    Instant.EPOCH.plus(one.get("at").asLong(), ChronoUnit.MICROS)))
        .toList();
  }

  private static JobAnswer.@Nullable JobError error(ResultSet row) throws SQLException {
    String code = row.getString("error_code");
    return code == null
        ? null
        : new JobAnswer.JobError(
            code, row.getString("error_message"), row.getBoolean("error_retryable"));
  }

  private JsonNode tree(ResultSet row, String column) throws SQLException {
    return json.readTree(row.getString(column));
  }

  private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
