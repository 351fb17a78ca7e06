package dev.evenkeel.engine;

import dev.evenkeel.training.spec.SpecJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.dataformat.cbor.CBORMapper;

/**
 * Carries messages over a connected socket: four bytes of length, then CBOR, which holds NaN and
 * infinities.
 *
 * <p>Any number of threads may write; one may read.
 */
public final class EngineChannel implements AutoCloseable {

  /** Longest message in bytes: far beyond any result, and no way to exhaust the heap. */
  public static final int MAX_FRAME = 64 * 1024 * 1024;

  private static final ObjectMapper CBOR = SpecJson.configure(CBORMapper.builder()).build();

  private final SocketChannel socket;
  private final ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);
  private final Object writing = new Object();

  public EngineChannel(SocketChannel socket) {
    this.socket = socket;
  }

  public void send(EngineCommand command) throws IOException {
    write(EngineCommand.class, command);
  }

  public void send(EngineEvent event) throws IOException {
    write(EngineEvent.class, event);
  }

  /** Waits for the next command; null once the other side is gone. */
  public @Nullable EngineCommand readCommand() throws IOException {
    return read(EngineCommand.class);
  }

  /** Waits for the next event; null once the other side is gone. */
  public @Nullable EngineEvent readEvent() throws IOException {
    return read(EngineEvent.class);
  }

  private <T> void write(Class<T> type, T message) throws IOException {
    byte[] payload = CBOR.writerFor(type).writeValueAsBytes(message);
    if (payload.length > MAX_FRAME) {
      throw new IOException(
          "A message of %d bytes is over the limit of %d.".formatted(payload.length, MAX_FRAME));
    }
    ByteBuffer frame = ByteBuffer.allocate(Integer.BYTES + payload.length);
    frame.putInt(payload.length).put(payload).flip();
    synchronized (writing) {
      while (frame.hasRemaining()) {
        socket.write(frame);
      }
    }
  }

  private <T> @Nullable T read(Class<T> type) throws IOException {
    length.clear();
    if (!fill(length)) {
      return null;
    }
    int bytes = length.getInt(0);
    if (bytes < 0 || bytes > MAX_FRAME) {
      throw new IOException(
          "A message claims %d bytes; the limit is %d.".formatted(bytes, MAX_FRAME));
    }
    ByteBuffer payload = ByteBuffer.allocate(bytes);
    if (!fill(payload)) {
      return null;
    }
    try {
      return CBOR.readerFor(type).readValue(payload.array());
    } catch (JacksonException e) {
      throw new IOException("A message cannot be read: " + e.getOriginalMessage(), e);
    }
  }

  /** False where the stream ends first: a peer that dies in mid-message has said nothing. */
  private boolean fill(ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (socket.read(buffer) < 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
