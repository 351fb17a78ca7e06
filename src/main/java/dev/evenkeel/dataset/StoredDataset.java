package dev.evenkeel.dataset;

import java.time.Instant;
import java.util.UUID;

/**
 * A row of the table {@code dataset}; never changed once it is there.
 *
 * @param bytes length of the uploaded file
 * @param sha256 its digest
 */
record StoredDataset(
    UUID id,
    DatasetSpec spec,
    DatasetProfile profile,
    long bytes,
    String sha256,
    long examples,
    Instant createdAt) {}
