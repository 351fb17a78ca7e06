package dev.evenkeel.training.secondorder;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * The quasi-Newton direction from the last few steps: the two-loop recursion of L-BFGS (Nocedal and
 * Wright, 2006, algorithm 7.4, scaled by their equation 7.20).
 */
final class LimitedMemoryBfgs implements Directions {

  /** A pair whose s·y is less than this share of |s|·|y| tells of rounding, not of curvature. */
  private static final double LEAST_CURVATURE = 1e-10;

  private final int history;
  private final int length;
  private final Deque<Pair> newestFirst = new ArrayDeque<>();

  private static final class Pair {
    final StoredVector move;
    final StoredVector bend;
    double product;
    double weight;

    Pair(int length) {
      move = new StoredVector(length);
      bend = new StoredVector(length);
    }

    void close() {
      move.close();
      bend.close();
    }
  }

  /**
   * @param history steps that are remembered
   * @param length of the vectors
   */
  LimitedMemoryBfgs(int history, int length) {
    this.history = history;
    this.length = length;
  }

  @Override
  public void next(float[] gradient, float[] into) {
    System.arraycopy(gradient, 0, into, 0, length);
    for (Pair pair : newestFirst) {
      pair.weight = pair.move.dot(into) / pair.product;
      pair.bend.addTo(into, -pair.weight);
    }
    Pair newest = newestFirst.peek();
    Vectors.scale(into, newest == null ? 1 : newest.product / newest.bend.dot(newest.bend));
    for (Iterator<Pair> oldestFirst = newestFirst.descendingIterator(); oldestFirst.hasNext(); ) {
      Pair pair = oldestFirst.next();
      double weight = pair.bend.dot(into) / pair.product;
      pair.move.addTo(into, pair.weight - weight);
    }
    Vectors.scale(into, -1);
  }

  @Override
  public void learn(Step step) {
    Pair pair = newestFirst.size() < history ? new Pair(length) : newestFirst.removeLast();
    pair.move.setDifference(step.to(), step.from());
    pair.bend.setDifference(step.gradientTo(), step.gradientFrom());
    pair.product = pair.move.dot(pair.bend);
    double sizes = Math.sqrt(pair.move.dot(pair.move) * pair.bend.dot(pair.bend));
    if (pair.product > LEAST_CURVATURE * sizes) {
      newestFirst.addFirst(pair);
    } else {
      pair.close();
    }
  }

  @Override
  public void forget() {
    newestFirst.forEach(Pair::close);
    newestFirst.clear();
  }

  @Override
  public boolean hasMemory() {
    return !newestFirst.isEmpty();
  }

  /** Of each step, the newest first: how it went, how the gradient changed, and their product. */
  @Override
  public Memory memory() {
    List<float[]> vectors = new ArrayList<>();
    for (Pair pair : newestFirst) {
      vectors.add(pair.move.copy());
      vectors.add(pair.bend.copy());
    }
    return new Memory(vectors, newestFirst.stream().mapToDouble(pair -> pair.product).toArray());
  }

  @Override
  public void restore(Memory memory) {
    forget();
    for (int i = 0; i < memory.numbers().length; i++) {
      Pair pair = new Pair(length);
      pair.move.set(memory.vectors().get(2 * i));
      pair.bend.set(memory.vectors().get(2 * i + 1));
      pair.product = memory.numbers()[i];
      newestFirst.addLast(pair);
    }
  }

  @Override
  public boolean knowsLengths() {
    return true;
  }

  @Override
  public double curvature() {
    return 0.9;
  }

  @Override
  public void close() {
    forget();
  }
}
