package dev.evenkeel.training.dl4j;

import dev.evenkeel.training.network.ActivationSample;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationHardSigmoid;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Counts zeros, dead units and saturated activations; reads arrays, never writes to them. */
final class ActivationMeter {

  private static final float TANH_END = 0.99f;
  private static final float SIGMOID_LOW = 0.01f;
  private static final float SIGMOID_HIGH = 0.99f;

  private final ActivationSample sample;
  private float[] values = {};
  private float[] peaks = {};

  ActivationMeter(int layers) {
    sample = ActivationSample.unknown(layers);
  }

  ActivationSample sample() {
    return sample.copy();
  }

  void measure(int index, Layer layer, INDArray activations) {
    IActivation function = function(layer);
    if (function instanceof ActivationReLU && !(layer instanceof BaseRecurrentLayer)) {
      measureRectified(index, activations);
    } else if (function instanceof ActivationTanH) {
      sample.saturatedUnits()[index] = outside(-TANH_END, TANH_END, activations);
    } else if (function instanceof ActivationSigmoid || function instanceof ActivationHardSigmoid) {
      sample.saturatedUnits()[index] = outside(SIGMOID_LOW, SIGMOID_HIGH, activations);
    }
  }

  private static @Nullable IActivation function(Layer layer) {
    if (layer instanceof BaseWrapperLayer wrapper) {
      IActivation inner = function(wrapper.getUnderlying());
      return inner instanceof ActivationReLU ? null : inner;
    }
    if (layer instanceof DenseLayer
        || layer instanceof ConvolutionLayer
        || layer instanceof BaseRecurrentLayer) {
      return ((BaseLayer) layer).getActivationFn();
    }
    return layer instanceof ActivationLayer alone ? alone.getActivationFn() : null;
  }

  private void measureRectified(int index, INDArray activations) {
    int stride = read(activations);
    int length = Math.toIntExact(activations.length());
    sample.zeroFractions()[index] = zeros(length) / (double) length;
    sample.deadUnits()[index] = dead(length, Math.toIntExact(activations.size(1)), stride);
  }

  private int zeros(int length) {
    int zeros = 0;
    for (int i = 0; i < length; i++) {
      zeros += values[i] == 0 ? 1 : 0;
    }
    return zeros;
  }

  /** Units whose largest activation is not above zero; what is not a number is not dead. */
  private double dead(int length, int units, int stride) {
    if (peaks.length < units) {
      peaks = new float[units];
    }
    Arrays.fill(peaks, 0, units, Float.NEGATIVE_INFINITY);
    for (int block = 0; block < length; block += units * stride) {
      for (int unit = 0; unit < units; unit++) {
        peaks[unit] = Math.max(peaks[unit], largest(block + unit * stride, stride));
      }
    }
    int dead = 0;
    for (int unit = 0; unit < units; unit++) {
      dead += peaks[unit] <= 0 ? 1 : 0;
    }
    return dead / (double) units;
  }

  private float largest(int at, int count) {
    float largest = values[at];
    for (int i = at + 1; i < at + count; i++) {
      largest = Math.max(largest, values[i]);
    }
    return largest;
  }

  private double outside(float low, float high, INDArray activations) {
    read(activations);
    int length = Math.toIntExact(activations.length());
    int outside = 0;
    for (int i = 0; i < length; i++) {
      outside += values[i] < low || values[i] > high ? 1 : 0;
    }
    return outside / (double) length;
  }

  /**
   * Fills {@link #values}.
   *
   * @return how far apart two units of an example lie there
   */
  private int read(INDArray activations) {
    int length = Math.toIntExact(activations.length());
    if (values.length < length) {
      values = new float[length];
    }
    if (isDense(activations)) {
      new NativeFloats(activations).read(0, values, length);
      return Math.toIntExact(activations.stride(1));
    }
    try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces();
        INDArray dense = activations.dup('c')) {
      new NativeFloats(dense).read(0, values, length);
      return Math.toIntExact(dense.stride(1));
    }
  }

  /** Without gaps, in one of the two plain orders. */
  private static boolean isDense(INDArray array) {
    return Arrays.equals(Nd4j.getStrides(array.shape(), array.ordering()), array.stride());
  }
}
