package dev.evenkeel.engine;

import dev.evenkeel.training.TrainingRefusedException;
import dev.evenkeel.training.TrainingResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An engine's life with its server: reads commands, trains one job at a time on one long-lived
 * thread, sends events and a heartbeat every second.
 *
 * <p>Ends by calling {@code exit}, which must not return to more work: once the server is gone,
 * nobody wants the rest.
 */
final class EngineSession {

  private static final Logger LOG = LoggerFactory.getLogger(EngineSession.class);

  private final EngineChannel channel;
  private final EngineTask task;
  private final Consumer<ExitCode> exit;
  private final Outbox outbox;
  private final AtomicLong progress = new AtomicLong();
  private final AtomicReference<ActiveRun> active = new AtomicReference<>();
  private final Optional<ProcessHandle> parent = ProcessHandle.current().parent();
  private final ExecutorService training = Executors.newSingleThreadExecutor(named("training"));
  private final ScheduledExecutorService clock =
      Executors.newScheduledThreadPool(2, named("clock"));

  EngineSession(EngineChannel channel, EngineTask task, Consumer<ExitCode> exit) {
    this.channel = channel;
    this.task = task;
    this.exit = exit;
    this.outbox = new Outbox(channel);
  }

  private static ThreadFactory named(String name) {
    return runnable -> {
      Thread thread = new Thread(runnable, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Serves until the server says exit or is gone. */
  void run() {
    training.execute(this::warmUp);
    named("sender").newThread(this::sendEvents).start();
    clock.scheduleWithFixedDelay(this::beat, 1, 1, TimeUnit.SECONDS);
    clock.scheduleWithFixedDelay(this::flushOldSteps, 250, 250, TimeUnit.MILLISECONDS);
    leave(serve());
  }

  private void leave(ExitCode code) {
    clock.shutdownNow();
    exit.accept(code);
  }

  private ExitCode serve() {
    try {
      EngineCommand command = channel.readCommand();
      while (command != null && !(command instanceof EngineCommand.Exit)) {
        obey(command);
        command = channel.readCommand();
      }
      return command == null ? ExitCode.SERVER_GONE : ExitCode.DONE;
    } catch (IOException e) {
      LOG.warn("The server cannot be understood: {}", e.getMessage());
      return ExitCode.SERVER_GONE;
    }
  }

  private void obey(EngineCommand command) {
    if (command instanceof EngineCommand.Order order) {
      begin(order);
    } else if (command instanceof EngineCommand.Stop stop) {
      stop(stop);
    }
  }

  private void begin(EngineCommand.Order order) {
    ActiveRun run = new ActiveRun(order.run(), outbox, progress);
    if (active.compareAndSet(null, run)) {
      training.execute(() -> carryOut(order, run));
    } else {
      outbox.put(
          new EngineEvent.Failed(
              order.run(), "engine_busy", "The engine has a job already.", true));
    }
  }

  private void stop(EngineCommand.Stop order) {
    ActiveRun run = active.get();
    if (run != null && run.name().equals(order.run())) {
      run.stop(order.reason());
    }
  }

  private void warmUp() {
    try {
      Map<String, String> libraries = task.warmUp();
      outbox.put(new EngineEvent.Ready(ProcessHandle.current().pid(), libraries));
    } catch (Throwable e) {
      // Throwable: a missing or unfit native library is an Error, and this thread's end would go
      // unseen.
      LOG.error("The native libraries cannot be used.", e);
      leave(ExitCode.WARM_UP_FAILED);
    }
  }

  private void carryOut(EngineCommand.Order order, ActiveRun run) {
    EngineEvent end = outcome(order, run);
    run.observer().flush();
    active.set(null);
    outbox.put(end);
  }

  private EngineEvent outcome(EngineCommand.Order order, ActiveRun run) {
    try {
      TrainingResult result = result(order, run);
      return new EngineEvent.Finished(order.run(), result);
    } catch (TrainingRefusedException e) {
      return new EngineEvent.Failed(order.run(), e.code(), e.getMessage(), false);
    } catch (UncheckedIOException e) {
      LOG.error("Run {} failed.", order.run(), e);
      return unexpected(
          order,
          "a file could not be read or written: "
              + Objects.requireNonNull(e.getCause()).getMessage());
    } catch (OutOfMemoryError e) {
      LOG.error("Run {} ran out of memory: {}", order.run(), e.getMessage());
      leave(ExitCode.OUT_OF_MEMORY);
      throw e;
    } catch (RuntimeException | Error e) {
      LOG.error("Run {} failed.", order.run(), e);
      return unexpected(order, e.getClass().getSimpleName());
    }
  }

  private TrainingResult result(EngineCommand.Order order, ActiveRun run) {
    if (order instanceof EngineCommand.Convert conversion) {
      return task.convert(conversion);
    }
    return task.train((EngineCommand.Train) order, run.observer(), run);
  }

  private static EngineEvent unexpected(EngineCommand.Order order, String what) {
    return new EngineEvent.Failed(
        order.run(),
        "internal",
        "Training failed unexpectedly (%s). Submit the job again; if it fails again, the server's log has the details."
            .formatted(what),
        true);
  }

  private void sendEvents() {
    try {
      outbox.sendAll();
    } catch (IOException | InterruptedException | RuntimeException e) {
      LOG.warn("Events cannot be sent: {}", e.getMessage());
    }
    leave(ExitCode.SERVER_GONE);
  }

  /** The socket's end tells first; the parent is watched for the case that it does not. */
  private void beat() {
    try {
      if (parent.isPresent() && !parent.get().isAlive()) {
        throw new IOException("the parent process is gone");
      }
      channel.send(new EngineEvent.Heartbeat(progress.get()));
    } catch (IOException e) {
      LOG.warn("No heartbeat can be sent: {}", e.getMessage());
      leave(ExitCode.SERVER_GONE);
    }
  }

  private void flushOldSteps() {
    ActiveRun run = active.get();
    if (run != null) {
      run.observer().flushOld();
    }
  }
}
