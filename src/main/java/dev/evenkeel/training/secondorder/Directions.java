package dev.evenkeel.training.secondorder;

import java.util.List;

/** Where to go next, learned from the steps so far. Belongs to one thread. */
interface Directions extends AutoCloseable {

  /** One step: two points and the gradients at both, all of the same function. */
  record Step(float[] from, float[] to, float[] gradientFrom, float[] gradientTo) {}

  /** Writes a direction into {@code into}; it may fail to go down. */
  void next(float[] gradient, float[] into);

  void learn(Step step);

  /** Forgets every step: the next direction is the steepest. */
  void forget();

  boolean hasMemory();

  /** What is remembered: vectors, and numbers that go with them. */
  record Memory(List<float[]> vectors, double[] numbers) {}

  Memory memory();

  /** Remembers what another did. */
  void restore(Memory memory);

  /** Whether a step of 1 is natural once something has been learned. */
  boolean knowsLengths();

  /** What share of the slope a line search may leave. */
  double curvature();

  @Override
  void close();
}
