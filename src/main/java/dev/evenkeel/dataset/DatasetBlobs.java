package dev.evenkeel.dataset;

import dev.evenkeel.storage.BlobOwner;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Tells which datasets own their files. */
@Component
record DatasetBlobs(DatasetTable table) implements BlobOwner {

  @Override
  public String prefix() {
    return DatasetFiles.PREFIX;
  }

  @Override
  public boolean exists(UUID id) {
    return table.exists(id);
  }
}
