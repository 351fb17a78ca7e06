package dev.evenkeel.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.evenkeel.dataset.cells.DatasetSettings;
import dev.evenkeel.dataset.spec.DatasetSpec;
import dev.evenkeel.dataset.spec.FileFormat;
import dev.evenkeel.error.ErrorCode;
import dev.evenkeel.error.ServiceException;
import dev.evenkeel.testing.ServerTest;
import dev.evenkeel.training.data.DatasetSchema.Task;
import dev.evenkeel.web.Caller;
import java.io.ByteArrayInputStream;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;
import org.springframework.transaction.support.TransactionOperations;

@ServerTest
@TestPropertySource(properties = "evenkeel.datasets.max-bytes=1000000")
class DatasetDeletionTest {

  private static final DatasetSpec SPEC =
      new DatasetSpec("d", Task.REGRESSION, List.of("y"), false, Map.of(), new FileFormat.Csv());

  @Autowired private DatasetTable table;
  @Autowired private DatasetFiles files;
  @Autowired private DatasetSettings limits;
  @Autowired private TransactionOperations transactions;
  @Autowired private JdbcClient jdbc;
  private final AtomicBoolean used = new AtomicBoolean();
  private Datasets datasets;

  @BeforeEach
  void open() {
    StaticListableBeanFactory beans = new StaticListableBeanFactory();
    beans.addBean("usage", (DatasetUsage) id -> used.get());
    datasets =
        new Datasets(
            table,
            files,
            limits,
            transactions,
            beans.getBeanProvider(DatasetUsage.class),
            Clock.systemUTC());
  }

  @Test
  void keepsADatasetThatIsUsed() {
    UUID id = create();
    used.set(true);

    assertThatThrownBy(() -> datasets.delete(id, Caller.ANYONE))
        .isInstanceOfSatisfying(
            ServiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));

    assertThat(datasets.find(id, Caller.ANYONE)).isPresent();
    assertThat(files.local(id).folder()).isNotEmptyDirectory();
  }

  @Test
  void waitsForASubmissionThatIsAboutToUseTheDataset() {
    UUID id = create();
    CompletableFuture<?>[] deletion = new CompletableFuture<?>[1];

    transactions.executeWithoutResult(
        transaction -> {
          assertThat(datasets.lockForUse(id)).isPresent();
          deletion[0] = CompletableFuture.runAsync(() -> datasets.delete(id, Caller.ANYONE));
          await().until(this::someoneWaitsForALock);
          used.set(true);
        });

    assertThatThrownBy(() -> deletion[0].join())
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(ServiceException.class);
    assertThat(datasets.find(id, Caller.ANYONE)).isPresent();
  }

  private boolean someoneWaitsForALock() {
    return jdbc.sql(
                "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()")
            .query(Long.class)
            .single()
        > 0;
  }

  private UUID create() {
    byte[] csv = "x,y\n1,2\n3,4\n".getBytes();
    try (ReceivedFile file = datasets.receive(new ByteArrayInputStream(csv))) {
      return datasets.create(SPEC, file).id();
    }
  }
}
