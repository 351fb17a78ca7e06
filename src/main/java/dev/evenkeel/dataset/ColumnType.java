package dev.evenkeel.dataset;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How the cells of a column are read. */
public enum ColumnType {
  @JsonProperty("numeric")
  NUMERIC,
  @JsonProperty("categorical")
  CATEGORICAL,
  @JsonProperty("ignore")
  IGNORE
}
