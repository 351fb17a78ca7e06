package dev.evenkeel.storage;

import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Removes, when the server starts, blobs that have no row: their making or deletion was cut off by
 * a crash.
 */
@Component
final class OrphanSweep {

  private static final Logger LOG = LoggerFactory.getLogger(OrphanSweep.class);

  /** Files come before their row: what is younger may belong to an upload in progress. */
  private static final Duration LEAST_AGE = Duration.ofHours(1);

  private final BlobStore blobs;
  private final List<BlobOwner> owners;
  private final Clock clock;

  OrphanSweep(BlobStore blobs, List<BlobOwner> owners, Clock clock) {
    this.blobs = blobs;
    this.owners = owners;
    this.clock = clock;
  }

  @EventListener(ApplicationReadyEvent.class)
  void sweep() {
    Instant before = clock.instant().minus(LEAST_AGE);
    for (BlobOwner owner : owners) {
      try {
        blobs.eachUntouchedSince(before, owner.prefix(), name -> sweep(owner, name));
      } catch (UncheckedIOException | DataAccessException e) {
        LOG.warn("Blobs without a row below {} are left for the next start.", owner.prefix(), e);
      }
    }
  }

  private void sweep(BlobOwner owner, String name) {
    if (isId(name) && !owner.exists(UUID.fromString(name))) {
      String key = owner.prefix() + "/" + name;
      LOG.info("{} belongs to nothing and is removed.", key);
      blobs.delete(key);
    }
  }

  private static boolean isId(String name) {
    try {
      return UUID.fromString(name).toString().equals(name);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
