package dev.evenkeel.dataset;

import java.io.IOException;

/** Takes in the cells of one column of the file, one a row. */
sealed interface Column
    permits NumericColumn,
        CategoricalColumn,
        IgnoredColumn,
        TimeColumn,
        SequenceIdColumn,
        TextColumn {

  String name();

  /** Reads the next cell, passes its value on to a tensor and counts it. */
  void readFrom(Cells cells) throws IOException;

  ColumnProfile profile();
}
