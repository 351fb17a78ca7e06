package dev.evenkeel.training.network;

import dev.evenkeel.training.plan.NetworkPlan;
import dev.evenkeel.training.plan.NetworkPlan.Penalty;

/**
 * One parameter array of a layer as a slice of the flat vectors.
 *
 * <p>Names and orders are the same whatever computes the network, so that whoever reads flat
 * parameters needs to know nothing of it; a provider that keeps its own otherwise turns them. All
 * arrays lie row by row:
 *
 * <ul>
 *   <li>dense and output: {@code W} [units, inputs], {@code b} [units]; the numbers of an image
 *       count channel by channel, see {@link NetworkPlan#flattensByChannel}
 *   <li>conv2d: {@code W} [filters, channels, height, width], {@code b} [filters]
 *   <li>conv1d: {@code W} [steps, features, filters], {@code b} [filters]
 *   <li>separable_conv2d: {@code W} [channels, height, width], {@code pW} [filters, channels],
 *       {@code b} [filters]
 *   <li>simple_rnn: {@code W} [units, inputs], {@code RW} [units, units], {@code b} [units]
 *   <li>lstm: {@code W} [gates, units, inputs], {@code RW} [gates, units, units], {@code b} [gates,
 *       units], with gates as {@link LstmGate} orders them
 *   <li>bidirectional: those of the layer inside, with {@code f} in front of the names for the
 *       forward and {@code b} for the backward direction
 *   <li>embedding: {@code W} [units, vocabulary]
 *   <li>batch_normalization: {@code gamma}, {@code beta}, and as running statistics {@code mean}
 *       and {@code var}, each [features]
 * </ul>
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
