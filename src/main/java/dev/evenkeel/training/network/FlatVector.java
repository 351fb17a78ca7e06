package dev.evenkeel.training.network;

/**
 * A flat float vector that lives wherever the network keeps it (heap or native memory), read in
 * pieces.
 *
 * <p>Not thread-safe: belongs to the training thread.
 */
public interface FlatVector {

  int length();

  /** Copies {@code count} elements from {@code offset} to the start of {@code into}. */
  void read(int offset, float[] into, int count);

  /** Multiplies {@code count} elements from {@code offset} by {@code factor}. */
  void scale(int offset, int count, double factor);

  /** Limits {@code count} elements from {@code offset} to [-limit, limit]. */
  void clamp(int offset, int count, double limit);

  /** Copies {@code count} numbers of {@code from} to {@code offset} and what follows. */
  void write(int offset, float[] from, int count);
}
