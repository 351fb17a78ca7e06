package dev.evenkeel.job.request;

import dev.evenkeel.dataset.DatasetFiles;
import dev.evenkeel.storage.LocalFiles;
import dev.evenkeel.training.data.DataFacts;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Remembers what the last datasets that were asked about look like: a dataset never changes.
 *
 * <p>Thread-safe; one dataset is read at a time, which bounds the memory it takes.
 */
@Component
class DatasetScans {

  private static final Logger LOG = LoggerFactory.getLogger(DatasetScans.class);
  private static final int REMEMBERED = 64;

  private final DatasetFiles files;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<UUID, DataFacts> known =
      new LinkedHashMap<>(REMEMBERED, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, DataFacts> eldest) {
          return size() > REMEMBERED;
        }
      };

  DatasetScans(DatasetFiles files) {
    this.files = files;
  }

  DataFacts look(UUID id) {
    lock.lock();
    try {
      DataFacts facts = known.get(id);
      if (facts == null) {
        facts = read(id);
        known.put(id, facts);
      }
      return facts;
    } catch (IOException | RuntimeException e) {
      // Deleted meanwhile or damaged: whoever runs the job will say so; a check must not fail.
      LOG.warn("Dataset {} cannot be looked at: {}", id, e.toString());
      return DataFacts.none();
    } finally {
      lock.unlock();
    }
  }

  private DataFacts read(UUID id) throws IOException {
    try (LocalFiles stored = files.local(id)) {
      return DataFacts.of(stored.folder());
    }
  }
}
