package dev.evenkeel.history;

import dev.evenkeel.training.StepBatch;
import java.util.Arrays;
import java.util.function.LongToDoubleFunction;
import java.util.stream.LongStream;

/** Makes the batches that an engine would send for a network with two layers with parameters. */
final class StepBatches {

  private StepBatches() {}

  /** Iterations whose numbers follow from the iteration; every 10th from 1 on is sampled. */
  static StepBatch of(long first, int steps, LongToDoubleFunction norm) {
    return of(first, steps, norm, 10);
  }

  static StepBatch of(long first, int steps, LongToDoubleFunction norm, int stride) {
    long[] iterations = LongStream.range(first, first + steps).toArray();
    long[] sampled =
        Arrays.stream(iterations).filter(iteration -> (iteration - 1) % stride == 0).toArray();
    return new StepBatch(
        first,
        values(iterations, iteration -> 1.0 / iteration),
        values(iterations, norm),
        new double[][] {
          values(iterations, iteration -> norm.applyAsDouble(iteration) + 1000),
          values(iterations, iteration -> norm.applyAsDouble(iteration) + 2000)
        },
        sampled,
        layers(sampled, 0.001),
        layers(sampled, 1.0),
        layers(sampled, 0.0001));
  }

  private static double[][] layers(long[] sampled, double factor) {
    return new double[][] {
      values(sampled, iteration -> iteration * factor),
      values(sampled, iteration -> -iteration * factor)
    };
  }

  private static double[] values(long[] iterations, LongToDoubleFunction value) {
    return Arrays.stream(iterations).mapToDouble(value).toArray();
  }
}
