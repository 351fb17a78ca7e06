/** CSV and Parquet files as rows of cells, and the types that their columns are taken for. */
@NullMarked
package dev.evenkeel.dataset.table;

import org.jspecify.annotations.NullMarked;
