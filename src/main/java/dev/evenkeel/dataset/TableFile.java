package dev.evenkeel.dataset;

import java.io.IOException;

/** A file with named columns and rows of cells that can be read from its start again and again. */
interface TableFile {

  /** The names of the columns, checked. */
  TableHeader header() throws IOException;

  /** The rows. */
  Cells open() throws IOException;
}
