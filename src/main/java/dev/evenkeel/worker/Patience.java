package dev.evenkeel.worker;

import java.sql.SQLException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;

/**
 * Tries a write again while the database is away, up to a minute: a restart of PostgreSQL must not
 * cost hours of training.
 */
final class Patience {

  private static final Logger LOG = LoggerFactory.getLogger(Patience.class);
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final long LONGEST_PAUSE_MILLIS = 2_000;

  private final Duration limit;

  Patience() {
    this(LIMIT);
  }

  Patience(Duration limit) {
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
        if (!isOutage(e) || !repeatable.getAsBoolean() || System.nanoTime() > end) {
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

  /** Whether the same write could succeed a little later. */
  static boolean isOutage(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CannotCreateTransactionException
          || cause instanceof TransientDataAccessException
          || cause instanceof RecoverableDataAccessException
          || cause instanceof DataAccessResourceFailureException
          || cause instanceof SQLException sql && isOutage(sql)) {
        return true;
      }
    }
    return false;
  }

  /** Connection lost (08), rolled back for concurrency (40), operator intervention (57). */
  private static boolean isOutage(SQLException failure) {
    String state = failure.getSQLState();
    return state != null
        && (state.startsWith("08") || state.startsWith("40") || state.startsWith("57"));
  }
}
