package dev.evenkeel.dataset.spec;

import org.jspecify.annotations.Nullable;

/**
 * What a client says about a column.
 *
 * @param text null unless the column is text
 */
public record ColumnSpec(ColumnType type, @Nullable TextLimits text) {

  public static ColumnSpec of(ColumnType type) {
    return new ColumnSpec(type, null);
  }

  static ColumnSpec text(TextLimits limits) {
    return new ColumnSpec(ColumnType.TEXT, limits);
  }
}
