package dev.evenkeel.parquet;

/** What the values of a column stand for. */
public enum Meaning {
  /** True or false. */
  BOOLEAN,
  /** Whole numbers. */
  WHOLE,
  /** Floating-point numbers. */
  NUMBER,
  /** Whole numbers of some power of ten. */
  DECIMAL,
  /** UTF-8. */
  TEXT,
  /** Days, times of day and moments, which are read as text in ISO 8601. */
  DATE,
  TIME,
  TIMESTAMP,
  /** Nothing that could be a cell: lists, maps, structs, raw bytes. */
  UNREADABLE;

  /** Whether values are numbers. */
  public boolean isNumeric() {
    return this == WHOLE || this == NUMBER || this == DECIMAL;
  }
}
