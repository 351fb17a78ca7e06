package dev.evenkeel.job.read;

import dev.evenkeel.job.JobStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The queue as a whole. */
@RestController
@RequestMapping("/api/v1")
class QueueController {

  private static final int NEXT = 20;

  private final JdbcClient jdbc;

  QueueController(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * The queue as clients see it.
   *
   * @param counts jobs by status, every status named
   * @param oldestQueuedAt null where nothing waits
   * @param next the first that will start, at most 20
   */
  record Queue(
      String object,
      Map<String, Long> counts,
      @Nullable Instant oldestQueuedAt,
      List<Waiting> next) {}

  /** A job that waits. */
  record Waiting(String id, String name, int priority, Instant createdAt) {}

  private record Count(String status, long jobs) {}

  @GetMapping("/queue")
  Queue queue() {
    List<Waiting> next =
        jdbc.sql(
                """
                select id, name, priority, created_at from training_job where status = 'queued'
                order by priority desc, id limit ?""")
            .param(NEXT)
            .query((row, number) -> waiting(row))
            .list();
    return new Queue("queue", counts(), oldest(), next);
  }

  private Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    for (JobStatus status : JobStatus.values()) {
      counts.put(status.json(), 0L);
    }
    jdbc.sql("select status, count(*) as jobs from training_job group by status")
        .query(Count.class)
        .list()
        .forEach(count -> counts.put(count.status(), count.jobs()));
    return counts;
  }

  private @Nullable Instant oldest() {
    return jdbc.sql(
            "select created_at from training_job where status = 'queued' order by id limit 1")
        .query((row, number) -> time(row))
        .optional()
        .orElse(null);
  }

  private static Waiting waiting(ResultSet row) throws SQLException {
    return new Waiting(
        row.getString("id"), row.getString("name"), row.getInt("priority"), time(row));
  }

  private static Instant time(ResultSet row) throws SQLException {
    return row.getObject("created_at", OffsetDateTime.class).toInstant();
  }
}
