package dev.evenkeel.worker;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.stereotype.Component;

/**
 * Tells this server's workers that the queue has something new, so that they need not wait for
 * their next look.
 *
 * <p>Thread-safe.
 */
@Component
final class QueueNotifier {

  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  void onRing(Runnable listener) {
    listeners.add(listener);
  }

  void ring() {
    listeners.forEach(Runnable::run);
  }
}
