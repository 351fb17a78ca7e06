package dev.evenkeel.worker;

import dev.evenkeel.engine.EngineCommand;
import dev.evenkeel.engine.EngineEvent;
import dev.evenkeel.error.ErrorCode;
import dev.evenkeel.error.Fault;
import dev.evenkeel.error.ServiceException;
import dev.evenkeel.imports.NetworkConversion;
import dev.evenkeel.training.TrainingResult;
import dev.evenkeel.worker.engine.Device;
import dev.evenkeel.worker.engine.Engine;
import dev.evenkeel.worker.engine.EngineLauncher;
import dev.evenkeel.worker.engine.EngineRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Converts networks in an engine that is started for each of them: whatever a stranger's weights do
 * to it, no job is there to suffer.
 *
 * <p>Thread-safe; one conversion at a time.
 */
final class EngineConversion implements NetworkConversion {

  private static final Duration GROUP = Duration.ofMillis(250);
  private static final long TICK_MILLIS = 50;

  private final EngineLauncher launcher;
  private final Duration limit;
  private final Semaphore places = new Semaphore(1);

  /**
   * @param limit how long a conversion may take, start-up included
   */
  EngineConversion(EngineLauncher launcher, Duration limit) {
    this.launcher = launcher;
    this.limit = limit;
  }

  @Override
  public TrainingResult convert(ConversionRequest request, Path folder) {
    if (!places.tryAcquire()) {
      throw new ServiceException(
          ErrorCode.BUSY, "Another network is being imported. Try again in a few seconds.");
    }
    try {
      return withEngine(request, folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServiceException(ErrorCode.UNAVAILABLE, "The server is stopping.");
    } finally {
      places.release();
    }
  }

  private TrainingResult withEngine(ConversionRequest request, Path folder)
      throws IOException, InterruptedException {
    Engine engine = launcher.launch(new Device(Device.Kind.CPU, 0));
    long end = System.nanoTime() + limit.toNanos();
    try {
      awaitReady(engine, end);
      EngineCommand.Convert command =
          new EngineCommand.Convert(
              "import",
              request.provider(),
              request.spec(),
              request.schema(),
              request.logVariances(),
              folder.toString());
      try (EngineRun run = engine.train(command)) {
        return follow(run, engine, end);
      }
    } finally {
      engine.kill("Its conversion is over.");
    }
  }

  private static void awaitReady(Engine engine, long end) throws InterruptedException {
    while (!engine.isReady()) {
      Optional<String> death = engine.deathWithin(TICK_MILLIS);
      if (death.isPresent() || System.nanoTime() > end) {
        throw unavailable(death.orElse("The engine did not get ready in time."));
      }
    }
  }

  private static TrainingResult follow(EngineRun run, Engine engine, long end)
      throws InterruptedException {
    while (System.nanoTime() < end) {
      List<EngineEvent> events = run.collect(GROUP);
      EngineEvent last = events.isEmpty() ? null : events.get(events.size() - 1);
      if (last instanceof EngineEvent.Finished finished) {
        return finished.result();
      }
      if (last instanceof EngineEvent.Failed failed) {
        throw ServiceException.invalid(
            List.of(new Fault("/file", failed.code(), failed.message())));
      }
      if (run.death().isPresent()) {
        throw ServiceException.invalid(
            List.of(
                new Fault(
                    "/file",
                    "engine_died",
                    "The network could not be converted. %s".formatted(run.death().get()))));
      }
      engine.watch();
    }
    throw unavailable("The conversion took too long.");
  }

  private static ServiceException unavailable(String why) {
    return new ServiceException(ErrorCode.UNAVAILABLE, why + " Try again later.");
  }
}
