package dev.evenkeel.job.read;

import dev.evenkeel.error.ServiceException;
import dev.evenkeel.job.RecordedRun;
import dev.evenkeel.job.TrainingJob;
import dev.evenkeel.job.TrainingJobs;
import dev.evenkeel.training.plan.layers.LayerShape;
import dev.evenkeel.training.spec.SpecJson;
import dev.evenkeel.web.Caller;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The one way to a job by its id for a client, each form one query: a job that is not the caller's
 * to see is not there. So far each is anyone's.
 */
@Component
public class JobGate {

  private final TrainingJobs jobs;
  private final JobReads reads;
  private final JdbcClient jdbc;

  JobGate(TrainingJobs jobs, JobReads reads, JdbcClient jdbc) {
    this.jobs = jobs;
    this.reads = reads;
    this.jdbc = jdbc;
  }

  /** The job as clients see it. */
  public JobReads.Versioned require(UUID id, Caller caller) {
    return reads.get(id);
  }

  /** For those who read what lies beside a job. */
  public void requireExists(UUID id, Caller caller) {
    jdbc.sql("select 1 from training_job where id = ?")
        .param(id)
        .query(Integer.class)
        .optional()
        .orElseThrow(() -> ServiceException.notFound("job", id));
  }

  /** The job to be changed, locked until the transaction ends. */
  public TrainingJob requireLocked(UUID id, Caller caller) {
    return jobs.lock(id).orElseThrow(() -> ServiceException.notFound("job", id));
  }

  /** The job's run, for readers of its histories. */
  public RecordedRun requireRun(UUID id, Caller caller) {
    return jdbc.sql(
            """
            select id, layers::text, iterations_per_epoch,
              exists (select 1 from incident i where i.job_id = j.id and i.action <> 'none') as repaired
            from training_job j where id = ?""")
        .param(id)
        .query((row, number) -> run(row))
        .optional()
        .orElseThrow(() -> ServiceException.notFound("job", id));
  }

  private static RecordedRun run(ResultSet row) throws SQLException {
    LayerShape[] layers = SpecJson.mapper().readValue(row.getString("layers"), LayerShape[].class);
    return new RecordedRun(
        row.getObject("id", UUID.class),
        List.of(layers),
        row.getInt("iterations_per_epoch"),
        row.getBoolean("repaired"));
  }
}
