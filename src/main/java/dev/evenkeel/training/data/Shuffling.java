package dev.evenkeel.training.data;

import java.util.Random;

/**
 * Random orders that depend on nothing but their seeds: {@link Random}'s algorithm is fixed by its
 * specification.
 */
public final class Shuffling {

  private Shuffling() {}

  /** Puts {@code values[from, to)} in random order (Fisher and Yates). */
  public static void shuffle(int[] values, int from, int to, long seed, long stream) {
    Random random = new Random(mix(seed + 0x9E3779B97F4A7C15L * (stream + 1)));
    for (int last = to - 1; last > from; last--) {
      int other = from + random.nextInt(last - from + 1);
      int value = values[last];
      values[last] = values[other];
      values[other] = value;
    }
  }

  /** SplitMix64's finalizer (Steele et al., 2014): neighbouring seeds of Random start alike. */
  private static long mix(long z) {
    long y = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    y = (y ^ (y >>> 27)) * 0x94D049BB133111EBL;
    return y ^ (y >>> 31);
  }
}
