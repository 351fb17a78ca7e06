package dev.evenkeel.job;

import dev.evenkeel.dataset.DatasetUsage;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Keeps the datasets of jobs that have not ended. */
@Component
class DatasetsInUse implements DatasetUsage {

  private final JdbcClient jdbc;

  DatasetsInUse(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public boolean isUsed(UUID datasetId) {
    return jdbc.sql(
            """
            select exists (select 1 from training_job
              where (dataset_id = :id or validation_dataset_id = :id or test_dataset_id = :id)
                and status in ('queued', 'running', 'pausing', 'paused', 'cancelling'))""")
        .param("id", datasetId)
        .query(Boolean.class)
        .single();
  }
}
