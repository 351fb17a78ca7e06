package dev.evenkeel.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.evenkeel.error.ServiceException;
import dev.evenkeel.model.Model;
import dev.evenkeel.model.OnnxRuntime;
import dev.evenkeel.prediction.PredictionSessions.Lease;
import dev.evenkeel.storage.Blob;
import dev.evenkeel.storage.DataDirectory;
import dev.evenkeel.storage.StorageProperties;
import dev.evenkeel.testing.TrainedModels;
import dev.evenkeel.testing.TrainedModels.Artifacts;
import dev.evenkeel.training.ModelManifest;
import dev.evenkeel.training.spec.PreprocessingSpec.MissingPolicy;
import dev.evenkeel.training.stability.Verdict;
import dev.evenkeel.web.Caller;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

class PredictionSessionsTest {

  @TempDir private Path folder;

  private final AtomicInteger loads = new AtomicInteger();
  private final Semaphore loaded = new Semaphore(0);
  private final AtomicBoolean gone = new AtomicBoolean();
  private DataDirectory directory;
  private OnnxRuntime runtime;
  private Artifacts artifacts;

  @BeforeEach
  void aModelLiesOnDisk() {
    directory = new DataDirectory(new StorageProperties(folder));
    runtime = new OnnxRuntime(directory);
    artifacts = TrainedModels.classifier(Verdict.HEALTHY, MissingPolicy.REJECT);
  }

  @AfterEach
  void closeDirectory() throws IOException {
    directory.close();
  }

  @Test
  void answersWhileTheModelIsRemovedAThousandTimes() throws Exception {
    PredictionSessions sessions = sessions(8);
    UUID id = UUID.randomUUID();
    AtomicBoolean done = new AtomicBoolean();
    AtomicLong answered = new AtomicLong();
    ExecutorService pool = Executors.newFixedThreadPool(4);
    List<Future<?>> predictors = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      predictors.add(
          pool.submit(
              () -> {
                while (!done.get()) {
                  answered.addAndGet(predict(sessions, id));
                }
              }));
    }

    for (int removals = 0; removals < 1000; removals++) {
      assertThat(loaded.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
      sessions.removed(id);
    }
    done.set(true);
    for (Future<?> predictor : predictors) {
      predictor.get();
    }
    pool.shutdown();

    assertThat(loads.get()).isGreaterThanOrEqualTo(1000);
    assertThat(answered.get()).isPositive();
  }

  @Test
  void loadsAModelOnceHoweverManyAskForIt() throws Exception {
    PredictionSessions sessions = sessions(8);
    UUID id = UUID.randomUUID();
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService pool = Executors.newFixedThreadPool(8);
    List<Future<Integer>> predictions = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      predictions.add(
          pool.submit(
              () -> {
                start.await();
                return predict(sessions, id);
              }));
    }
    start.countDown();
    for (Future<Integer> prediction : predictions) {
      assertThat(prediction.get()).isEqualTo(1);
    }
    pool.shutdown();

    assertThat(loads).hasValue(1);
  }

  @Test
  void keepsTheModelsThatWereAskedLast() {
    PredictionSessions sessions = sessions(2);
    UUID first = UUID.randomUUID();
    UUID second = UUID.randomUUID();

    predict(sessions, first);
    predict(sessions, second);
    predict(sessions, first);
    predict(sessions, UUID.randomUUID());
    assertThat(sessions.size()).isEqualTo(2);

    predict(sessions, first);
    assertThat(loads).hasValue(3);
    predict(sessions, second);
    assertThat(loads).hasValue(4);
  }

  @Test
  void letsARunningPredictionFinishOnAModelThatIsRemoved() {
    PredictionSessions sessions = sessions(2);
    UUID id = UUID.randomUUID();

    try (Lease lease = sessions.enter(id, Caller.ANYONE)) {
      sessions.removed(id);
      assertThat(run(lease.model())).isEqualTo(1);
    }

    gone.set(true);
    assertThatExceptionOfType(ServiceException.class)
        .isThrownBy(() -> sessions.enter(id, Caller.ANYONE));
    assertThat(sessions.size()).isZero();
  }

  private PredictionSessions sessions(int count) {
    return new PredictionSessions(
        new FolderLoader(),
        new PredictionSettings(
            100, DataSize.ofMegabytes(1), DataSize.ofMegabytes(1), count, DataSize.ofGigabytes(1)));
  }

  private static int predict(PredictionSessions sessions, UUID id) {
    try (Lease lease = sessions.enter(id, Caller.ANYONE)) {
      return run(lease.model());
    }
  }

  private static int run(LoadedModel model) {
    double[] probabilities = new double[2];
    RawExamples examples = new RawExamples(2);
    examples.addRow();
    examples.set(0, 2);
    model.run(examples, 0, 1, probabilities);
    return model.answers().label(probabilities, 0) == 0 ? 1 : 0;
  }

  /** Loads the same graph under any id. */
  private final class FolderLoader implements ModelLoader {

    @Override
    public LoadedModel load(UUID id) {
      if (gone.get()) {
        throw ServiceException.notFound("model", id);
      }
      loads.incrementAndGet();
      loaded.release();
      Path graph = artifacts.folder().resolve(ModelManifest.ONNX_FILE);
      Blob blob = new Blob("graph", graph.toFile().length(), "");
      ModelManifest manifest = Objects.requireNonNull(artifacts.result().model());
      Model model =
          new Model(
              id, "fruit", 1, null, id, "", false, Map.of(), manifest, null, blob, Instant.EPOCH);
      return new LoadedModel(model, runtime.open(graph));
    }

    @Override
    public boolean exists(UUID id) {
      return !gone.get();
    }
  }
}
