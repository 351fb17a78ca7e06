package dev.evenkeel.prediction;

import dev.evenkeel.model.Model;
import dev.evenkeel.model.OnnxSession;

/**
 * A model in memory, ready to answer. It is shared: whoever uses it enters first and leaves
 * afterwards, and the session is closed by the last to leave once it is retired, never under a
 * running prediction (that would kill the process).
 *
 * <p>Thread-safe.
 */
public final class LoadedModel {

  private static final int BLOCK_EXAMPLES = 256;

  /** Raw numbers of a block, 1 MB. */
  private static final int BLOCK_NUMBERS = 1 << 17;

  private final Model model;
  private final OnnxSession session;
  private final InputSchema schema;
  private final Answers answers;
  private final RunCost cost;

  private int users;
  private boolean retired;
  private volatile long lastCheck = System.nanoTime();

  LoadedModel(Model model, OnnxSession session) {
    this.model = model;
    this.session = session;
    this.cost = RunCost.of(model.manifest());
    this.schema = InputSchema.of(model.manifest(), cost.mostPositions());
    this.answers = Answers.of(model.manifest(), session.outputs());
  }

  public Model model() {
    return model;
  }

  public InputSchema schema() {
    return schema;
  }

  public Answers answers() {
    return answers;
  }

  public OnnxSession session() {
    return session;
  }

  public boolean isSinglePrecision() {
    return session.isSinglePrecision();
  }

  /** What it takes in memory, roughly: the weights twice and what every session needs. */
  long memory() {
    return 2 * model.onnx().bytes() + (3 << 19);
  }

  /** The most examples that one run answers. */
  public int blockSize() {
    return BLOCK_EXAMPLES;
  }

  /** The end of the block that begins at an example: as many as a run should take at once. */
  public int blockEnd(RawExamples examples, int from) {
    int longest = 0;
    for (int end = from; end < examples.count(); end++) {
      longest = Math.max(longest, examples.positions(end));
      if (end > from && !fitsBlock(end + 1 - from, longest)) {
        return end;
      }
    }
    return examples.count();
  }

  /** Whether a block may hold so many examples, each padded to so many positions. */
  public boolean fitsBlock(int size, int positions) {
    return size <= BLOCK_EXAMPLES
        && (long) size * positions * schema.width() <= BLOCK_NUMBERS
        && cost.allows(size, positions);
  }

  /**
   * Answers the examples of a block; the caller has entered.
   *
   * @param to the example behind the last, at most {@link #blockEnd}
   * @param into takes the outputs, example by example
   */
  public void run(RawExamples examples, int from, int to, double[] into) {
    session.run(examples.batch(from, to), into, 0);
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
