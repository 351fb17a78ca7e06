package dev.evenkeel.model;

import dev.evenkeel.storage.BlobOwner;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Tells which models own their artifacts. */
@Component
record ModelBlobs(Models models) implements BlobOwner {

  @Override
  public String prefix() {
    return Model.PREFIX;
  }

  @Override
  public boolean exists(UUID id) {
    return models.exists(id);
  }
}
