package dev.evenkeel.dataset;

import dev.evenkeel.training.data.DatasetSchema;

/** What an import has found, beside the tensors that it has written. */
record Imported(DatasetSchema schema, DatasetProfile profile) {}
