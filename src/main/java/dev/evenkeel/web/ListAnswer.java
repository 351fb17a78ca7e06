package dev.evenkeel.web;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A page of a list resource, newest first. */
public record ListAnswer<T>(
    String object,
    List<T> data,
    @Nullable String firstId,
    @Nullable String lastId,
    boolean hasMore) {

  /**
   * Makes a page of rows that were read with one more than the limit, so that the surplus tells
   * whether there are more.
   *
   * @param rows at most {@code limit + 1}
   */
  public static <T> ListAnswer<T> of(List<T> rows, int limit, Function<T, String> id) {
    List<T> page = rows.size() > limit ? rows.subList(0, limit) : rows;
    return new ListAnswer<>(
        "list",
        List.copyOf(page),
        page.isEmpty() ? null : id.apply(page.get(0)),
        page.isEmpty() ? null : id.apply(page.get(page.size() - 1)),
        rows.size() > limit);
  }
}
