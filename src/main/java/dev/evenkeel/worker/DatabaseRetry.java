package dev.evenkeel.worker;

import dev.evenkeel.error.Outage;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries a write again while the database is away, up to ten minutes: a restart of PostgreSQL must
 * not cost hours of training.
 */
final class DatabaseRetry {

  private static final Logger LOG = LoggerFactory.getLogger(DatabaseRetry.class);
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final long LONGEST_PAUSE_MILLIS = 2_000;

  private final Duration limit;

  DatabaseRetry() {
    this(LIMIT);
  }

  DatabaseRetry(Duration limit) {
    this.limit = limit;
  }

  <T> T insist(Supplier<T> write) {
    return insistWhile(() -> true, write);
  }

  /**
   * @param repeatable whether it makes sense to try again
   */
  <T> T insistWhile(BooleanSupplier repeatable, Supplier<T> write) {
    long end = System.nanoTime() + limit.toNanos();
    long pause = 100;
    while (true) {
      try {
        return write.get();
      } catch (RuntimeException e) {
        if (!Outage.caused(e) || !repeatable.getAsBoolean() || System.nanoTime() > end) {
          throw e;
        }
        LOG.warn("The database does not answer; trying again in {} ms: {}", pause, e.getMessage());
        pause(pause, e);
        pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
      }
    }
  }

  private static void pause(long millis, RuntimeException outage) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw outage;
    }
  }
}
