package dev.evenkeel.training.network;

import dev.evenkeel.training.plan.layers.LayerShape;
import dev.evenkeel.training.spec.ClippingSpec;
import java.util.List;

/**
 * Keeps the mean gradient under a threshold, in place, before the update rule sees it.
 *
 * <p>The network's gradient is a sum over the batch, so thresholds are multiplied by its size.
 * Running statistics of batch normalization are not gradients and stay untouched.
 */
public final class GradientClipping {

  /** Lets parameters that are still 0 move (Brock et al., 2021). */
  private static final double SMALLEST_NORM = 1e-3;

  private final ClippingSpec spec;
  private final List<ParameterSegment> segments;
  private final List<Integer> layers;
  private float[] unit = new float[0];

  public GradientClipping(
      ClippingSpec spec, List<ParameterSegment> segments, List<LayerShape> layers) {
    this.spec = spec;
    this.segments = segments.stream().filter(ParameterSegment::gradient).toList();
    this.layers = layers.stream().filter(LayerShape::hasParameters).map(LayerShape::index).toList();
  }

  /**
   * @param norms of the mean gradient
   */
  public void clip(TrainableNetwork network, LayerNorms norms, int batchSize) {
    switch (spec.type()) {
      case NONE -> {}
      case GLOBAL_NORM -> clipAll(network.gradient(), norms.norm());
      case LAYER_NORM -> clipLayers(network.gradient(), norms.layers());
      case VALUE -> clampAll(network.gradient(), spec.threshold() * batchSize);
      case ADAPTIVE -> clipUnits(network, batchSize);
    }
  }

  /** g · c/‖g‖ where ‖g‖ > c (Pascanu et al., 2013). */
  private void clipAll(FlatVector gradient, double norm) {
    if (norm > spec.threshold()) {
      for (ParameterSegment segment : segments) {
        gradient.scale(segment.offset(), segment.length(), spec.threshold() / norm);
      }
    }
  }

  private void clipLayers(FlatVector gradient, double[] norms) {
    for (ParameterSegment segment : segments) {
      double norm = norms[layers.indexOf(segment.layer())];
      if (norm > spec.threshold()) {
        gradient.scale(segment.offset(), segment.length(), spec.threshold() / norm);
      }
    }
  }

  private void clampAll(FlatVector gradient, double limit) {
    for (ParameterSegment segment : segments) {
      gradient.clamp(segment.offset(), segment.length(), limit);
    }
  }

  /** ‖G_u‖ ≤ λ · max(‖W_u‖, 10⁻³) for each output unit u (Brock et al., 2021, equation 3). */
  private void clipUnits(TrainableNetwork network, int batchSize) {
    for (ParameterSegment segment : segments) {
      int length = segment.length() / segment.units();
      for (int u = 0; u < segment.units(); u++) {
        int offset = segment.offset() + u * length;
        double weights = norm(network.parameters(), offset, length);
        double limit = spec.threshold() * Math.max(weights, SMALLEST_NORM) * batchSize;
        double norm = norm(network.gradient(), offset, length);
        if (norm > limit) {
          network.gradient().scale(offset, length, limit / norm);
        }
      }
    }
  }

  private double norm(FlatVector vector, int offset, int length) {
    if (unit.length < length) {
      unit = new float[length];
    }
    vector.read(offset, unit, length);
    double sum = 0;
    for (int i = 0; i < length; i++) {
      sum += (double) unit[i] * unit[i];
    }
    return Math.sqrt(sum);
  }
}
