package dev.evenkeel.training;

import dev.evenkeel.training.NetworkPlan.Penalty;

/**
 * One parameter array of a layer as a slice of the flat vectors.
 *
 * @param layer index of the layer in the network
 * @param name the parameter's name, such as {@code W} or {@code b}
 * @param offset first element
 * @param length number of elements
 * @param units output units that a matrix or filters belong to, 1 for a bias or another vector;
 *     unit u holds the contiguous elements u·(length/units) and on
 * @param gradient false for running statistics of batch normalization, which are carried in the
 *     gradient vector but are not gradients: left out of norms and scaling, checked for finiteness
 * @param penalty what the network's own update rule adds to this slice's gradient
 */
public record ParameterSegment(
    int layer, String name, int offset, int length, int units, boolean gradient, Penalty penalty) {

  /** A slice without a penalty. */
  public ParameterSegment(
      int layer, String name, int offset, int length, int units, boolean gradient) {
    this(layer, name, offset, length, units, gradient, Penalty.NONE);
  }

  ParameterSegment withoutPenalty() {
    return new ParameterSegment(layer, name, offset, length, units, gradient);
  }
}
