package dev.evenkeel.dataset;

import dev.evenkeel.dataset.cells.MissingCells;
import dev.evenkeel.training.data.DatasetSchema;
import java.util.UUID;

/** What the rest of the server needs to know of a dataset. */
public record DatasetDescription(
    UUID id, String name, String sha256, DatasetSchema schema, MissingCells missingCells) {}
