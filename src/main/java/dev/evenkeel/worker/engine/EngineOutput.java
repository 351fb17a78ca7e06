package dev.evenkeel.worker.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what an engine prints into the server's log, long lines cut and floods dammed: a process
 * that nobody reads from would block.
 */
final class EngineOutput implements Runnable {

  private static final int MAX_LINE = 1_000;
  private static final int MAX_LINES_A_MINUTE = 200;
  private static final long MINUTE = 60_000_000_000L;

  private final Logger log;
  private final InputStream output;
  private final StringBuilder line = new StringBuilder();
  private long minuteBegan = System.nanoTime();
  private int linesThisMinute;

  EngineOutput(Device device, InputStream output) {
    this.log = LoggerFactory.getLogger("dev.evenkeel.engine." + device.name());
    this.output = output;
  }

  @Override
  public void run() {
    try (Reader reader = new InputStreamReader(output, StandardCharsets.UTF_8)) {
      for (int next = reader.read(); next >= 0; next = reader.read()) {
        take((char) next);
      }
    } catch (IOException e) {
      log.debug("The engine's output ended: {}", e.getMessage());
    }
    endLine();
  }

  private void take(char next) {
    if (next == '\n') {
      endLine();
    } else if (line.length() < MAX_LINE) {
      line.append(next);
    }
  }

  private void endLine() {
    long now = System.nanoTime();
    if (now - minuteBegan > MINUTE) {
      minuteBegan = now;
      linesThisMinute = 0;
    }
    linesThisMinute++;
    if (!line.isEmpty() && linesThisMinute <= MAX_LINES_A_MINUTE) {
      log.info("{}", line);
    } else if (linesThisMinute == MAX_LINES_A_MINUTE + 1) {
      log.warn("The engine prints too much; the rest of this minute is left out.");
    }
    line.setLength(0);
  }
}
