package dev.evenkeel.dataset.table;

import dev.evenkeel.dataset.cells.Cells;
import dev.evenkeel.dataset.spec.ColumnType;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** A file with named columns and rows of cells that can be read from its start again and again. */
public interface TableFile {

  /** The names of the columns, checked. */
  TableHeader header() throws IOException;

  /**
   * What the file itself says of its columns, in their order; empty where only the cells can tell.
   */
  default Optional<Map<String, ColumnType>> declaredTypes() throws IOException {
    return Optional.empty();
  }

  /** The rows. */
  Cells open() throws IOException;
}
