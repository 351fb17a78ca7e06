package dev.evenkeel.dataset.cells;

/** Where the cells of a column go: values to a tensor, faults and missing cells to their lists. */
public record ColumnSinks(FloatSink tensor, CellFaults faults, MissingLog missing) {}
