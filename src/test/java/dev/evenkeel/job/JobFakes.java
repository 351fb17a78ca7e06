package dev.evenkeel.job;

import dev.evenkeel.job.request.DatasetCatalog;
import dev.evenkeel.training.data.DataFacts;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.data.DatasetSchema.FeatureColumn;
import dev.evenkeel.web.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Stand-ins for the packages around jobs: datasets that exist by name only, a queue that notes. */
@TestConfiguration(proxyBeanMethods = false)
public class JobFakes {

  @Bean
  @Primary
  FakeDatasets fakeDatasets(JdbcClient jdbc) {
    return new FakeDatasets(jdbc);
  }

  @Bean
  @Primary
  FakeQueue fakeQueue() {
    return new FakeQueue();
  }

  /** Datasets with a schema and no data; their rows are in the database for foreign keys. */
  static final class FakeDatasets implements DatasetCatalog {

    private final JdbcClient jdbc;
    private final Map<UUID, Facts> facts = new ConcurrentHashMap<>();
    final Map<UUID, DataFacts> looks = new ConcurrentHashMap<>();

    FakeDatasets(JdbcClient jdbc) {
      this.jdbc = jdbc;
    }

    UUID iris() {
      return add("iris", irisSchema(), 0);
    }

    UUID add(String name, DatasetSchema schema, long badCells) {
      UUID id = UUID.randomUUID();
      facts.put(id, new Facts(id, name, schema, badCells, badCells == 0 ? List.of() : List.of(7L)));
      jdbc.sql(
              """
              insert into dataset (id, name, format, task, spec, profile, bytes, sha256, examples, created_at)
              values (?, ?, 'csv', 'classification', '{}', '{}', 1, '', ?, now())""")
          .params(id, name, schema.examples())
          .update();
      return id;
    }

    /** As if it had been deleted. */
    void forget(UUID id) {
      facts.remove(id);
      jdbc.sql("delete from dataset where id = ?").param(id).update();
    }

    @Override
    public Optional<Facts> find(UUID id, Caller caller) {
      return Optional.ofNullable(facts.get(id));
    }

    @Override
    public DataFacts look(UUID id) {
      return looks.getOrDefault(id, DataFacts.none());
    }

    @Override
    public boolean lockForUse(UUID id) {
      return facts.containsKey(id);
    }
  }

  /** Remembers what was queued. */
  static final class FakeQueue implements JobQueue {

    final List<UUID> jobs = new ArrayList<>();
    final Map<UUID, Integer> priorities = new ConcurrentHashMap<>();
    boolean broken;

    @Override
    public synchronized void enqueue(UUID jobId, int priority) {
      if (broken) {
        throw new IllegalStateException("The queue is broken on purpose.");
      }
      jobs.add(jobId);
      priorities.put(jobId, priority);
    }

    @Override
    public void reprioritize(UUID jobId, int priority) {
      priorities.put(jobId, priority);
    }
  }

  public static DatasetSchema irisSchema() {
    return DatasetSchema.table(
        DatasetSchema.Task.CLASSIFICATION,
        150,
        columns("sepal_length", "sepal_width", "petal_length", "petal_width"),
        List.of("species"),
        List.of("setosa", "versicolor", "virginica"));
  }

  public static DatasetSchema houseSchema() {
    return DatasetSchema.table(
        DatasetSchema.Task.REGRESSION, 100, columns("rooms", "area"), List.of("price"), List.of());
  }

  public static List<FeatureColumn> columns(String... names) {
    return java.util.Arrays.stream(names).map(name -> new FeatureColumn(name, List.of())).toList();
  }
}
