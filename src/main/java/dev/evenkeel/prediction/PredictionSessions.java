package dev.evenkeel.prediction;

import dev.evenkeel.error.ServiceException;
import dev.evenkeel.model.ModelRemovalListener;
import dev.evenkeel.web.Caller;
import jakarta.annotation.PreDestroy;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/**
 * Keeps the models that were asked last in memory, bounded by number and size. A model is loaded
 * once, however many ask for it at a time.
 *
 * <p>Thread-safe.
 */
@Component
public final class PredictionSessions implements ModelRemovalListener {

  /** Another server may have deleted the model: for so long it may still be answered here. */
  private static final long TRUST_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final ModelLoader loader;
  private final PredictionSettings settings;

  /** Least recently used first; guarded by this. */
  private final Map<UUID, CompletableFuture<LoadedModel>> models =
      new LinkedHashMap<>(16, 0.75f, true);

  PredictionSessions(ModelLoader loader, PredictionSettings settings) {
    this.loader = loader;
    this.settings = settings;
  }

  /** A model in use; close it to leave. */
  public record Lease(LoadedModel model) implements AutoCloseable {
    @Override
    public void close() {
      model.leave();
    }
  }

  /** Enters a model, loading it where it is not in memory; 404 where there is none. */
  public Lease enter(UUID id, Caller caller) {
    while (true) {
      LoadedModel model = loaded(id);
      if (model.isStale(TRUST_NANOS)) {
        confirm(id, model);
      }
      model.model().requireOpenTo(caller);
      if (model.enter()) {
        return new Lease(model);
      }
      forget(id, model);
    }
  }

  private LoadedModel loaded(UUID id) {
    CompletableFuture<LoadedModel> mine = new CompletableFuture<>();
    CompletableFuture<LoadedModel> entry;
    synchronized (this) {
      entry = models.computeIfAbsent(id, missing -> mine);
    }
    return entry == mine ? load(id, mine) : await(entry);
  }

  private static LoadedModel await(CompletableFuture<LoadedModel> entry) {
    try {
      return entry.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private LoadedModel load(UUID id, CompletableFuture<LoadedModel> entry) {
    try {
      LoadedModel model = loader.load(id);
      entry.complete(model);
      surplus(entry).forEach(LoadedModel::retire);
      return model;
    } catch (RuntimeException | Error e) {
      synchronized (this) {
        models.remove(id, entry);
      }
      entry.completeExceptionally(e);
      throw e;
    }
  }

  /** Takes out what is over the bounds, but never the newest. */
  private synchronized List<LoadedModel> surplus(CompletableFuture<LoadedModel> newest) {
    List<LoadedModel> surplus = new ArrayList<>();
    long memory = models.values().stream().mapToLong(PredictionSessions::memory).sum();
    Iterator<CompletableFuture<LoadedModel>> oldest = models.values().iterator();
    while (oldest.hasNext()
        && (models.size() > settings.maxSessions()
            || memory > settings.maxSessionMemory().toBytes())) {
      CompletableFuture<LoadedModel> entry = oldest.next();
      if (entry != newest && isReady(entry)) {
        memory -= memory(entry);
        surplus.add(entry.join());
        oldest.remove();
      }
    }
    return surplus;
  }

  private static boolean isReady(CompletableFuture<LoadedModel> entry) {
    return entry.isDone() && !entry.isCompletedExceptionally();
  }

  private static long memory(CompletableFuture<LoadedModel> entry) {
    return isReady(entry) ? entry.join().memory() : 0;
  }

  private void confirm(UUID id, LoadedModel model) {
    if (!loader.exists(id)) {
      removed(id);
      throw ServiceException.notFound("model", id);
    }
    model.seen();
  }

  private synchronized void forget(UUID id, LoadedModel model) {
    CompletableFuture<LoadedModel> entry = models.get(id);
    if (entry != null && isReady(entry) && entry.join() == model) {
      models.remove(id);
    }
  }

  @Override
  public void removed(UUID modelId) {
    CompletableFuture<LoadedModel> entry;
    synchronized (this) {
      entry = models.remove(modelId);
    }
    if (entry != null) {
      entry.thenAccept(LoadedModel::retire);
    }
  }

  /** Models in memory, or on their way there. */
  synchronized int size() {
    return models.size();
  }

  @PreDestroy
  void close() {
    List<UUID> ids;
    synchronized (this) {
      ids = List.copyOf(models.keySet());
    }
    ids.forEach(this::removed);
  }
}
