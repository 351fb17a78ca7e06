package dev.evenkeel.web;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which page of a list is asked for: {@code ?limit=} (20, at most 100) and {@code &after=<id>}. As
 * a controller's parameter it is read from the query, and faults in it are a 422.
 *
 * @param after rows older than this id; null for the newest
 */
public record Keyset(int limit, @Nullable UUID after) {

  public static final int DEFAULT_LIMIT = 20;
  public static final int MAX_LIMIT = 100;

  /** How many rows to read: one more than the limit tells whether there are more. */
  public int rows() {
    return limit + 1;
  }
}
