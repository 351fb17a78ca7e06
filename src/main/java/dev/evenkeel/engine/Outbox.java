package dev.evenkeel.engine;

import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Supplier;

/**
 * Events on their way to the server, sent by a thread of their own, so that training neither
 * encodes nor waits for a socket unless the server falls far behind.
 *
 * <p>Thread-safe; keeps the order in which events were put.
 */
final class Outbox {

  /** At 256 iterations a message, some 16,000 iterations before training has to wait. */
  private static final int CAPACITY = 64;

  private final EngineChannel channel;
  private final BlockingQueue<Supplier<EngineEvent>> waiting = new ArrayBlockingQueue<>(CAPACITY);

  Outbox(EngineChannel channel) {
    this.channel = channel;
  }

  /** The event is made on the sending thread. */
  void put(Supplier<EngineEvent> event) {
    try {
      waiting.put(event);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The engine is shutting down.", e);
    }
  }

  void put(EngineEvent event) {
    put(() -> event);
  }

  /** Sends until the socket fails or the thread is interrupted. */
  void sendAll() throws IOException, InterruptedException {
    while (true) {
      channel.send(waiting.take().get());
    }
  }
}
