package dev.evenkeel.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.evenkeel.engine.EngineCommand;
import dev.evenkeel.job.StartedJob;
import dev.evenkeel.storage.Leases;
import dev.evenkeel.storage.LocalFiles;
import dev.evenkeel.testing.ProcessTest;
import dev.evenkeel.testing.TestPostgres;
import dev.evenkeel.training.StopReason;
import dev.evenkeel.worker.engine.Device;
import dev.evenkeel.worker.engine.EngineLauncher;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.support.TransactionTemplate;

/** The queue on a real PostgreSQL, run by two real engine processes whose training is a script. */
@ProcessTest
class JobSchedulerTest {

  private final FakeLedger ledger = new FakeLedger();
  private final QueueNotifier notifier = new QueueNotifier();
  private final Map<UUID, String> scripts = new ConcurrentHashMap<>();
  private final Set<UUID> leased = ConcurrentHashMap.newKeySet();
  @TempDir private Path folder;
  private DriverManagerDataSource database;
  private JdbcClient jdbc;
  private ScheduledJobQueue queue;
  private Workers workers;
  private JobScheduler scheduler;

  @BeforeEach
  void start() {
    TestPostgres.Database fresh = TestPostgres.fresh();
    database = new DriverManagerDataSource(fresh.url(), fresh.user(), fresh.password());
    Flyway.configure().dataSource(database).load().migrate();
    jdbc = JdbcClient.create(database);
    queue = new ScheduledJobQueue(database, jdbc, notifier);
    scheduler = scheduler(Duration.ofSeconds(1));
  }

  private JobScheduler scheduler(Duration polling) {
    WorkerMetrics metrics = new WorkerMetrics(new SimpleMeterRegistry());
    EngineLauncher launcher = ScriptedEngines.launcher(ScriptedEngines.settings());
    workers =
        new Workers(
            Stream.of(0, 1)
                .map(i -> new Worker(new Device(Device.Kind.CPU, i), launcher, metrics))
                .toList());
    JobRunner runner = new JobRunner(workers, ledger, metrics, new ScriptedFiles());
    return new JobScheduler(
        new JobScheduler.Parts(runner, database, notifier, "evenkeel-test", polling));
  }

  @AfterEach
  void stop() {
    if (scheduler.isRunning()) {
      scheduler.stop();
    }
  }

  @Test
  void startsAJobWithoutWaitingForItsNextLookAtTheQueue() {
    scheduler = scheduler(Duration.ofHours(1));
    scheduler.start();
    warm();

    UUID job = enqueue("steps:1000", 0);

    await().until(() -> ledger.status(job).equals("succeeded"));
    await().until(() -> entries() == 0);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void runsThirtyJobsWithTwoWorkers() {
    scheduler.start();
    List<UUID> jobs = IntStream.range(0, 30).mapToObj(i -> enqueue("steps:500", 0)).toList();

    await().until(() -> jobs.stream().allMatch(job -> ledger.status(job).equals("succeeded")));
    await().until(() -> entries() == 0);
    assertThat(jobs).allMatch(job -> ledger.job(job).attempt == 1);
  }

  @Test
  void claimsNoMoreThanItCanRunAndTheHighestPriorityFirst() {
    scheduler.start();
    warm();
    UUID first = enqueue("slow", 0);
    UUID second = enqueue("slow", 0);
    await().until(() -> running(first) && running(second));
    UUID low = enqueue("steps:10", -5);
    UUID high = enqueue("slow", 5);
    UUID raised = enqueue("slow", 0);
    queue.reprioritize(raised, 9);

    assertThat(picked()).isEqualTo(2);
    ledger.wish(first, StopReason.CANCELLED);
    await().until(() -> running(raised));
    assertThat(ledger.status(high)).isEqualTo("queued");
    ledger.wish(second, StopReason.CANCELLED);
    await().until(() -> running(high));
    assertThat(ledger.status(low)).isEqualTo("queued");
  }

  @Test
  void runsAJobAgainWhoseEngineIsKilledAndLeavesTheOtherAlone() {
    scheduler.start();
    warm();
    UUID victim = enqueue("slow", 0);
    UUID other = enqueue("slow", 0);
    await().until(() -> running(victim) && running(other));

    long pid =
        workers.views().stream()
            .filter(view -> victim.equals(view.jobId()))
            .findFirst()
            .orElseThrow()
            .engine()
            .pid();
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();

    await().until(() -> ledger.job(victim).attempt == 2 && running(victim));
    assertThat(ledger.job(victim).losses).containsExactly("The engine was killed by signal 9.");
    assertThat(ledger.job(other).attempt).isEqualTo(1);
  }

  @Test
  void givesUpAJobThatKillsEveryEngine() {
    scheduler.start();
    UUID job = enqueue("crash", 0);

    await().until(() -> ledger.status(job).equals("failed: worker_lost"));
    assertThat(ledger.job(job).losses).hasSize(2 + 1);
    await().until(() -> entries() == 0);
  }

  @Test
  void holdsTheFilesOfARunUntilItHasEnded() {
    scheduler.start();
    warm();
    UUID job = enqueue("slow", 0);
    UUID lost = enqueue("crash", 0);
    await().until(() -> running(job));
    await().until(() -> ledger.status(lost).equals("failed: worker_lost"));

    assertThat(leased).contains(job);
    await().until(() -> !leased.contains(lost));
    ledger.wish(job, StopReason.CANCELLED);
    await().until(leased::isEmpty);
  }

  @Test
  void putsWhatRunsBackIntoTheQueueWhenItStops() {
    scheduler.start();
    warm();
    UUID job = enqueue("slow", 0);
    await().until(() -> running(job));
    List<ProcessHandle> engines =
        workers.views().stream()
            .map(view -> ProcessHandle.of(view.engine().pid()).orElseThrow())
            .toList();

    scheduler.stop();

    assertThat(ledger.status(job)).isEqualTo("queued");
    assertThat(entries()).isEqualTo(1);
    assertThat(picked()).isZero();
    assertThat(engines).noneMatch(ProcessHandle::isAlive);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void goesOnAtOnceWithWhatAKilledServerOfTheSameNameLeft() {
    UUID job = enqueue("steps:10", 0);
    UUID foreign = enqueue("steps:10", 0);
    jdbc.sql(
            "update scheduled_tasks set picked = true, picked_by = 'evenkeel-test', last_heartbeat = now() where task_instance = ?")
        .param(job.toString())
        .update();
    jdbc.sql(
            "update scheduled_tasks set picked = true, picked_by = 'another', last_heartbeat = now() + interval '1 hour' where task_instance = ?")
        .param(foreign.toString())
        .update();

    scheduler.start();

    await().until(() -> ledger.status(job).equals("succeeded"));
    assertThat(ledger.status(foreign)).isEqualTo("queued");
  }

  @Test
  void queuesAJobWithItsTransactionOrNotAtAll() {
    TransactionTemplate transaction =
        new TransactionTemplate(new DataSourceTransactionManager(database));

    transaction.executeWithoutResult(
        status -> {
          enqueue("steps:10", 0);
          status.setRollbackOnly();
        });

    assertThat(entries()).isZero();
    transaction.executeWithoutResult(status -> enqueue("steps:10", 7));
    assertThat(jdbc.sql("select priority from scheduled_tasks").query(Integer.class).single())
        .isEqualTo(7);
  }

  private void warm() {
    await()
        .until(() -> workers.views().stream().allMatch(view -> view.state() == WorkerState.IDLE));
  }

  private boolean running(UUID job) {
    return ledger.status(job).equals("running");
  }

  private UUID enqueue(String script, int priority) {
    UUID job = UUID.randomUUID();
    scripts.put(job, script);
    ledger.job(job);
    queue.enqueue(job, priority);
    return job;
  }

  private long entries() {
    return jdbc.sql("select count(*) from scheduled_tasks").query(Long.class).single();
  }

  private long picked() {
    return jdbc.sql("select count(*) from scheduled_tasks where picked").query(Long.class).single();
  }

  /** Counts as held from the command on until the run lets go of it. */
  private final class Lease implements LocalFiles {

    private final UUID job;

    Lease(UUID job) {
      this.job = job;
      leased.add(job);
    }

    @Override
    public Path folder() {
      return folder;
    }

    @Override
    public Path file(String name) {
      return folder.resolve(name);
    }

    @Override
    public void close() {
      leased.remove(job);
    }
  }

  private final class ScriptedFiles implements RunFiles {

    @Override
    public Path newFolder(StartedJob job) {
      try {
        return Files.createTempDirectory(folder, "run");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public EngineCommand.Train command(StartedJob job, Path work, Leases leases) {
      leases.hold(new Lease(job.attempt().jobId()));
      return ScriptedEngines.order(job.attempt().run(), scripts.get(job.attempt().jobId()));
    }
  }
}
