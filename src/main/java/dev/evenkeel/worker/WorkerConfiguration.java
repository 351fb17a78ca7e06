package dev.evenkeel.worker;

import dev.evenkeel.dataset.DatasetFiles;
import dev.evenkeel.engine.EngineMain;
import dev.evenkeel.history.HistoryWriter;
import dev.evenkeel.job.JobLifecycle;
import dev.evenkeel.job.JobProvider;
import dev.evenkeel.model.ModelFiles;
import dev.evenkeel.model.ModelRegistry;
import dev.evenkeel.storage.BlobStore;
import dev.evenkeel.storage.DataDirectory;
import dev.evenkeel.worker.engine.Device;
import dev.evenkeel.worker.engine.DeviceList;
import dev.evenkeel.worker.engine.EngineCommandLine;
import dev.evenkeel.worker.engine.EngineLauncher;
import dev.evenkeel.worker.engine.EngineSettings;
import dev.evenkeel.worker.engine.Machine;
import dev.evenkeel.worker.engine.SocketFolder;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts the workers together; without the role, or without devices, there are none. */
@Configuration(proxyBeanMethods = false)
class WorkerConfiguration {

  private static final Duration POLLING = Duration.ofSeconds(1);
  private static final Duration CONVERSION = Duration.ofMinutes(3);

  @Bean
  WorkerMetrics workerMetrics(MeterRegistry registry) {
    return new WorkerMetrics(registry);
  }

  @Bean
  ClosedApi closedApi(WorkerSettings settings) {
    return new ClosedApi(settings);
  }

  @Bean
  EngineLauncher engineLauncher(WorkerSettings settings, DataDirectory directory) {
    EngineSettings engine = settings.engine();
    Path cache = engine.nativeCache() == null ? directory.folder("native") : engine.nativeCache();
    EngineCommandLine commandLine =
        new EngineCommandLine(
            engine, System.getProperty("java.class.path"), EngineMain.class.getName(), cache);
    return new EngineLauncher(engine, commandLine, SocketFolder.in(directory.folder("engines")));
  }

  @Bean
  EngineConversion networkConversion(EngineLauncher launcher) {
    return new EngineConversion(launcher, CONVERSION);
  }

  @Bean
  Workers workers(WorkerSettings settings, EngineLauncher launcher, WorkerMetrics metrics) {
    List<Device> devices =
        settings.runsJobs() ? DeviceList.parse(settings.devices(), Machine.here()) : List.of();
    Workers workers =
        new Workers(devices.stream().map(device -> new Worker(device, launcher, metrics)).toList());
    metrics.observe(workers);
    return workers;
  }

  @Bean
  DatabaseLedger attemptLedger(
      JobLifecycle jobs,
      HistoryWriter histories,
      ModelRegistry models,
      TransactionTemplate transaction) {
    return new DatabaseLedger(jobs, histories, models, transaction);
  }

  @Bean
  JobProvider jobProvider(WorkerSettings settings) {
    return new JobProvider(settings.engine().provider());
  }

  @Bean
  StoredRunFiles runFiles(
      DatasetFiles datasets, ModelFiles models, BlobStore blobs, JobProvider provider) {
    return new StoredRunFiles(datasets, models, blobs, provider.kind());
  }

  @Bean
  JobRunner jobRunner(
      Workers workers, AttemptLedger ledger, WorkerMetrics metrics, RunFiles files) {
    return new JobRunner(workers, ledger, metrics, files);
  }

  @Bean
  JobScheduler jobScheduler(
      JobRunner runner, DataSource dataSource, QueueNotifier notifier, DataDirectory directory) {
    return new JobScheduler(
        new JobScheduler.Parts(
            runner, dataSource, notifier, WorkerName.in(directory.folder("engines")), POLLING));
  }
}
