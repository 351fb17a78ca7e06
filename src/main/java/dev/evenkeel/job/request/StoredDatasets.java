package dev.evenkeel.job.request;

import dev.evenkeel.dataset.DatasetDescription;
import dev.evenkeel.dataset.Datasets;
import dev.evenkeel.dataset.cells.MissingCells;
import dev.evenkeel.training.data.DataFacts;
import dev.evenkeel.web.Caller;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** The server's datasets, as submissions see them. */
@Component
class StoredDatasets implements DatasetCatalog {

  private final Datasets datasets;
  private final DatasetScans scans;

  StoredDatasets(Datasets datasets, DatasetScans scans) {
    this.datasets = datasets;
    this.scans = scans;
  }

  @Override
  public Optional<Facts> find(UUID id, Caller caller) {
    return datasets.find(id, caller).map(StoredDatasets::facts);
  }

  @Override
  public DataFacts look(UUID id) {
    return scans.look(id);
  }

  @Override
  public boolean lockForUse(UUID id) {
    return datasets.lockForUse(id).isPresent();
  }

  private static Facts facts(DatasetDescription dataset) {
    MissingCells missing = dataset.missingCells();
    return new Facts(
        dataset.id(),
        dataset.name(),
        dataset.schema(),
        missing.count(),
        missing.first().stream().map(MissingCells.Place::line).distinct().toList());
  }
}
