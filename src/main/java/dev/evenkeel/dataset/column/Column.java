package dev.evenkeel.dataset.column;

import dev.evenkeel.dataset.cells.Cells;
import dev.evenkeel.dataset.profile.ColumnProfile;
import java.io.IOException;

/** Takes in the cells of one column of the file, one a row. */
public sealed interface Column
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
