package dev.evenkeel.prediction;

import dev.evenkeel.model.Model;
import dev.evenkeel.model.OnnxSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;

/**
 * A model in memory, ready to answer. It is shared: whoever uses it enters first and leaves
 * afterwards, and the session is closed by the last to leave once it is retired, never under a
 * running prediction (that would kill the process).
 *
 * <p>Thread-safe.
 */
final class LoadedModel {

  /** Rows in a run: bounds what the operators' intermediate results take. */
  static final int BLOCK_ROWS = 256;

  private static final int BUFFER_DOUBLES = 1 << 17;

  private static final ThreadLocal<DoubleBuffer> BUFFER =
      ThreadLocal.withInitial(() -> direct(1024));

  private final Model model;
  private final OnnxSession session;
  private final InputSchema schema;
  private final Answers answers;

  private int users;
  private boolean retired;
  private volatile long lastCheck = System.nanoTime();

  LoadedModel(Model model, OnnxSession session) {
    this.model = model;
    this.session = session;
    this.schema = InputSchema.of(model.manifest());
    this.answers = Answers.of(model.manifest(), session.outputs());
  }

  Model model() {
    return model;
  }

  InputSchema schema() {
    return schema;
  }

  Answers answers() {
    return answers;
  }

  boolean isSinglePrecision() {
    return session.isSinglePrecision();
  }

  /** What it takes in memory, roughly: the weights twice and what every session needs. */
  long memory() {
    return 2 * model.onnx().bytes() + (3 << 19);
  }

  /** How many rows to hand to {@link #run} at most. */
  int blockRows() {
    return Math.max(1, Math.min(BLOCK_ROWS, BUFFER_DOUBLES / schema.width()));
  }

  /**
   * Answers a block of rows; the caller has entered.
   *
   * @param values raw rows, row by row
   * @param from the first row
   * @param into takes the outputs, row by row
   */
  void run(double[] values, int from, int rows, double[] into) {
    int width = schema.width();
    session.run(buffer(values, from * width, rows * width), rows, into, 0);
  }

  /** A direct buffer of the thread's own saves a copy; very wide rows are not worth keeping one. */
  private static DoubleBuffer buffer(double[] values, int offset, int length) {
    if (length > BUFFER_DOUBLES) {
      return DoubleBuffer.wrap(values, offset, length).slice();
    }
    DoubleBuffer buffer = BUFFER.get();
    if (buffer.capacity() < length) {
      buffer = direct(Integer.highestOneBit(length - 1) * 2);
      BUFFER.set(buffer);
    }
    return buffer.clear().put(values, offset, length).flip();
  }

  private static DoubleBuffer direct(int doubles) {
    return ByteBuffer.allocateDirect(doubles * Double.BYTES)
        .order(ByteOrder.nativeOrder())
        .asDoubleBuffer();
  }

  /** Whether the model's row was last seen longer ago than this. */
  boolean isStale(long nanos) {
    return System.nanoTime() - lastCheck > nanos;
  }

  void seen() {
    lastCheck = System.nanoTime();
  }

  /** False where it is retired: take another. */
  synchronized boolean enter() {
    if (retired) {
      return false;
    }
    users++;
    return true;
  }

  synchronized void leave() {
    users--;
    closeIfUnused();
  }

  /** Lets nobody in any more and closes the session as soon as nobody uses it. */
  synchronized void retire() {
    if (!retired) {
      retired = true;
      closeIfUnused();
    }
  }

  private void closeIfUnused() {
    if (retired && users == 0) {
      session.close();
    }
  }
}
