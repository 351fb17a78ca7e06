package dev.evenkeel.job.request;

import dev.evenkeel.training.data.DataFacts;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.web.Caller;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What a submission must know of stored datasets. */
public interface DatasetCatalog {

  /** A dataset that is the caller's to use. */
  Optional<Facts> find(UUID id, Caller caller);

  /** What its numbers look like; {@link DataFacts#none()} where they can't be read now. */
  DataFacts look(UUID id);

  /**
   * Holds the dataset until the caller's transaction ends, so that it can't be deleted meanwhile.
   *
   * @return whether it is still there
   */
  boolean lockForUse(UUID id);

  /**
   * A stored dataset.
   *
   * @param badCells missing and non-finite cells
   * @param badLines file lines of the first of them
   */
  record Facts(UUID id, String name, DatasetSchema schema, long badCells, List<Long> badLines) {}
}
