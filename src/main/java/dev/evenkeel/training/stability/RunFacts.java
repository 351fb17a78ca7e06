package dev.evenkeel.training.stability;

import java.util.List;

/**
 * What is known of a run before its first step, which monitors measure by.
 *
 * @param baseline B: the mean loss of the best constant answer; every rule about losses is relative
 *     to it
 * @param neutral the mean loss of an answer that prefers nothing, at least B: an untrained network
 *     may have that much, however rare a class is
 * @param iterations of the plan
 * @param iterationsPerEpoch of the plan
 * @param classRatio examples of the largest class for each of the smallest; 1 where there are no
 *     classes or their weights make up for it
 * @param mayWeigh whether the spec itself names weights for classes as something that may be done
 * @param layers those with parameters, in network order
 */
public record RunFacts(
    double baseline,
    double neutral,
    long iterations,
    int iterationsPerEpoch,
    double classRatio,
    boolean mayWeigh,
    List<WatchedLayer> layers) {

  public RunFacts {
    layers = List.copyOf(layers);
  }
}
