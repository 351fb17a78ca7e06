package dev.evenkeel.dataset;

import java.nio.file.Path;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Where the tensors of a stored dataset lie on this machine. */
@Component
public class DatasetFiles {

  /** The folder with schema.json, features.npy and targets.npy; read only. */
  public Path tensors(UUID datasetId) {
    throw new UnsupportedOperationException();
  }
}
