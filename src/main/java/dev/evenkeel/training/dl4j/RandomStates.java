package dev.evenkeel.training.dl4j;

import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.rng.NativeRandom;

/** The state of the calling thread's generator, which dropout draws from. */
final class RandomStates {

  private RandomStates() {}

  static long[] read() {
    NativeRandom random = generator();
    return new long[] {random.rootState(), random.nodeState()};
  }

  static void write(long[] state) {
    generator().setStates(state[0], state[1]);
  }

  private static NativeRandom generator() {
    Random random = Nd4j.getRandom();
    if (random instanceof NativeRandom generator) {
      return generator;
    }
    throw new IllegalStateException(
        "The generator %s cannot be rewound.".formatted(random.getClass().getName()));
  }
}
