package dev.evenkeel.dataset.spec;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How the cells of a column are read. */
public enum ColumnType {
  @JsonProperty("numeric")
  NUMERIC,
  @JsonProperty("categorical")
  CATEGORICAL,
  /** Words, one example a cell. */
  @JsonProperty("text")
  TEXT,
  @JsonProperty("ignore")
  IGNORE,
  /** Tells which sequence a row belongs to; never asked for in {@code columns}. */
  @JsonProperty("sequence_id")
  SEQUENCE_ID,
  /** Orders rows; never asked for in {@code columns}. */
  @JsonProperty("time")
  TIME
}
