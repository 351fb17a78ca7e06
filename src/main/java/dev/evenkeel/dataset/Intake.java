package dev.evenkeel.dataset;

/** Where the cells of a column go: values to a tensor, faults and missing cells to their lists. */
record Intake(FloatSink tensor, CellFaults faults, MissingLog missing) {}
