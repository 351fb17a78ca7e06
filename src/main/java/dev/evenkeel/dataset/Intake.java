package dev.evenkeel.dataset;

import dev.evenkeel.training.data.NpyWriter;

/** Where the cells of a column go: values to a tensor, faults and missing cells to their lists. */
record Intake(NpyWriter tensor, CellFaults faults, MissingLog missing) {}
