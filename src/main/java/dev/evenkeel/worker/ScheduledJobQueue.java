package dev.evenkeel.worker;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import dev.evenkeel.job.JobQueue;
import java.time.Instant;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The queue in db-scheduler's table; entries come and go with the caller's transaction. */
@Component
final class ScheduledJobQueue implements JobQueue {

  private final SchedulerClient client;
  private final JdbcClient jdbc;
  private final QueueNotifier notifier;

  ScheduledJobQueue(DataSource dataSource, JdbcClient jdbc, QueueNotifier notifier) {
    this.client =
        SchedulerClient.Builder.create(new TransactionAwareDataSourceProxy(dataSource))
            .jdbcCustomization(new PostgreSqlJdbcCustomization(true, true))
            .enablePriority()
            .build();
    this.jdbc = jdbc;
    this.notifier = notifier;
  }

  @Override
  public void enqueue(UUID jobId, int priority) {
    client.scheduleIfNotExists(
        TrainingTask.DESCRIPTOR
            .instance(jobId.toString())
            .priority(priority)
            .scheduledTo(Instant.now()));
    ringAfterCommit();
  }

  @Override
  public void reprioritize(UUID jobId, int priority) {
    jdbc.sql(
            """
            update scheduled_tasks set priority = ?
            where task_name = ? and task_instance = ? and not picked
            """)
        .params(priority, TrainingTask.DESCRIPTOR.getTaskName(), jobId.toString())
        .update();
  }

  private void ringAfterCommit() {
    if (!TransactionSynchronizationManager.isSynchronizationActive()) {
      notifier.ring();
      return;
    }
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            notifier.ring();
          }
        });
  }
}
