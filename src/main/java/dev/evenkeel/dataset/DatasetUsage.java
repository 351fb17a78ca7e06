package dev.evenkeel.dataset;

import java.util.UUID;

/** Knows whether something still needs a dataset, so that it must not be deleted. */
public interface DatasetUsage {

  /** Asked within the transaction that would delete the dataset and holds its row locked. */
  boolean isUsed(UUID datasetId);
}
