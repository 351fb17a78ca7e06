package dev.evenkeel.error;

import java.sql.SQLException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;

/** Tells a database that is away for the moment from every other failure. */
public final class Outage {

  private static final String CLOSED = "Connection is closed";

  private Outage() {}

  /** Whether the same request or write could succeed a little later. */
  public static boolean caused(Throwable failure) {
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
    if (state == null) {
      // The pool says so, without a state, to whoever goes on with a connection that broke.
      return CLOSED.equals(failure.getMessage());
    }
    return state.startsWith("08") || state.startsWith("40") || state.startsWith("57");
  }
}
