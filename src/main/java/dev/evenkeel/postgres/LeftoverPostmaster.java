package dev.evenkeel.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stops a PostgreSQL that outlived a killed server: it still holds the data folder. */
final class LeftoverPostmaster {

  private static final Logger LOG = LoggerFactory.getLogger(LeftoverPostmaster.class);
  private static final int SECONDS_TO_STOP = 60;

  private LeftoverPostmaster() {}

  static void stop(Path data) throws IOException {
    Path pidFile = data.resolve("postmaster.pid");
    if (!Files.exists(pidFile)) {
      return;
    }
    List<String> lines = Files.readAllLines(pidFile);
    long pid = Long.parseLong(lines.get(0).trim());
    ProcessHandle process = ProcessHandle.of(pid).orElse(null);
    if (process == null || !servesFolder(pid, data)) {
      // PostgreSQL removes a stale file by itself, unless the number belongs to some other process
      // now.
      Files.delete(pidFile);
      return;
    }
    LOG.info("Stopping the PostgreSQL (process {}) that an earlier server left behind", pid);
    interrupt(pid);
    try {
      process.onExit().get(SECONDS_TO_STOP, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new IOException(
          "PostgreSQL (process %d) of an earlier server does not stop. End it, then start again."
              .formatted(pid),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static boolean servesFolder(long pid, Path data) {
    try {
      String command = Files.readString(Path.of("/proc/%d/cmdline".formatted(pid)));
      return command.contains("postgres") && command.contains(data.toString());
    } catch (IOException e) {
      return false;
    }
  }

  /** SIGINT is PostgreSQL's "fast shutdown": sessions are ended, a checkpoint is written. */
  private static void interrupt(long pid) throws IOException {
    new ProcessBuilder("kill", "-INT", Long.toString(pid)).inheritIO().start();
  }
}
