package dev.evenkeel.history;

import dev.evenkeel.id.Ids;
import dev.evenkeel.job.Attempt;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/** Puts jobs into the database that are in the middle of a run. */
final class JobRows {

  /** Two layers with parameters, 0 and 2, and a dropout between. */
  private static final String LAYERS =
      """
      [{"index":0,"name":"dense_0","type":"dense","inputs":4,"outputs":8,"parameters":40},
       {"index":1,"name":"dropout_1","type":"dropout","inputs":8,"outputs":8,"parameters":0},
       {"index":2,"name":"output","type":"output","inputs":8,"outputs":3,"parameters":27}]
      """;

  private JobRows() {}

  /** A job in its first attempt, 10 iterations an epoch. */
  static Attempt running(JdbcTemplate jdbc) {
    UUID id = Ids.next();
    jdbc.update(
        """
        insert into training_job (id, name, spec, status, attempt, created_at, epochs, layers,
                                  iterations_per_epoch)
        values (?, 'a job', '{}', 'running', 1, now(), 100, cast(? as jsonb), 10)
        """,
        id,
        LAYERS);
    return new Attempt(id, 1);
  }

  /** Puts a rollback on a job's record. */
  static void repaired(JdbcTemplate jdbc, Attempt attempt) {
    jdbc.update(
        """
        insert into incident (id, job_id, attempt, number, iteration, last_seen, epoch, severity, symptom, cause, confidence,
                              evidence, message, advice, action, action_detail, outcome, at)
        values (?, ?, ?, 1, 35, 35, 4, 'critical', 'relapse', 'unknown', 0.5, '{}', '', '', 'rollback', '{}',
                'recovered', now())
        """,
        Ids.next(),
        attempt.jobId(),
        attempt.number());
  }
}
