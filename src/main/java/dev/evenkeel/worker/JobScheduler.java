package dev.evenkeel.worker;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Claims queued jobs, never more than there are workers. Starts last and stops first: what runs
 * when the server stops goes back into the queue. Does nothing where there are no workers.
 */
final class JobScheduler implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(JobScheduler.class);
  private static final Duration HEARTBEAT = Duration.ofSeconds(5);
  private static final int MISSED_HEARTBEATS = 5;
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);

  /** Claim again as soon as one worker is free: the fraction rounds down to all workers but one. */
  private static final double ALL_BUT_ONE = 0.999;

  /**
   * What a scheduler works with.
   *
   * @param name stays with the data directory
   * @param polling how often it looks for jobs that other servers took in; its own bell tells it of
   *     the rest
   */
  record Parts(
      JobRunner runner,
      DataSource dataSource,
      QueueNotifier notifier,
      String name,
      Duration polling) {}

  private final Parts parts;
  private @Nullable Scheduler scheduler;
  private volatile boolean running;

  JobScheduler(Parts parts) {
    this.parts = parts;
  }

  @Override
  public void start() {
    if (parts.runner().workers().size() > 0) {
      reviveLeftovers();
      parts.runner().workers().start();
      scheduler = claimer();
      parts.notifier().onRing(scheduler::triggerCheckForDueExecutions);
      scheduler.start();
    }
    running = true;
  }

  private Scheduler claimer() {
    return Scheduler.create(parts.dataSource(), new TrainingTask(parts.runner()).task())
        .schedulerName(new SchedulerName.Fixed(parts.name()))
        .threads(parts.runner().workers().size())
        // The single-statement form may lock more rows than its limit.
        .jdbcCustomization(new PostgreSqlJdbcCustomization(true, true))
        .pollUsingLockAndFetch(ALL_BUT_ONE, 1.0)
        .pollingInterval(parts.polling())
        .heartbeatInterval(HEARTBEAT)
        .missedHeartbeatsLimit(MISSED_HEARTBEATS)
        .shutdownMaxWait(STOP_PATIENCE)
        .enablePriority()
        .build();
  }

  /**
   * The name belongs to the data directory, which one server holds at a time: whatever is picked
   * under it was left by a server that is gone.
   */
  private void reviveLeftovers() {
    int revived =
        JdbcClient.create(parts.dataSource())
            .sql(
                """
                update scheduled_tasks
                set picked = false, picked_by = null, last_heartbeat = null,
                    execution_time = now(), version = version + 1
                where task_name = ? and picked and picked_by = ?
                """)
            .params(TrainingTask.DESCRIPTOR.getTaskName(), parts.name())
            .update();
    if (revived > 0) {
      LOG.info("{} jobs were left running by a server that is gone; they go on.", revived);
    }
  }

  @Override
  public void stop() {
    running = false;
    parts.runner().stop();
    parts.runner().workers().retire();
    if (scheduler != null) {
      scheduler.stop();
    }
    parts.runner().workers().stop();
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
