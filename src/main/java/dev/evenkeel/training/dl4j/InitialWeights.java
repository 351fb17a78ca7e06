package dev.evenkeel.training.dl4j;

import dev.evenkeel.training.network.ParameterSegment;
import dev.evenkeel.training.plan.NetworkPlan;
import dev.evenkeel.training.plan.NetworkPlan.Hidden;
import dev.evenkeel.training.spec.LayerSpec;
import dev.evenkeel.training.spec.WeightInit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Starts the weights that Deeplearning4j would start otherwise than asked.
 *
 * <p>Each gate of a recurrent layer is a matrix of its own: its fans, its identity, its orthogonal
 * columns. Deeplearning4j takes the four of an LSTM for one matrix and the units for its inputs. A
 * convolution sees patches: fan-in is kernel · channels, fan-out kernel · filters whatever the
 * stride, and identity hands each channel's pixel on (Dirac's kernel).
 */
final class InitialWeights {

  private final INDArray parameters;
  private final Map<String, ParameterSegment> segments = new HashMap<>();

  private InitialWeights(INDArray parameters, List<ParameterSegment> segments) {
    this.parameters = parameters;
    segments.forEach(segment -> this.segments.put(key(segment.layer(), segment.name()), segment));
  }

  static void fill(INDArray parameters, List<ParameterSegment> segments, NetworkPlan plan) {
    InitialWeights weights = new InitialWeights(parameters, segments);
    plan.hidden().forEach(layer -> Dl4jLayer.of(layer).start(weights));
    weights.matrix(
        plan.output().shape().index(),
        "W",
        plan.output().weights(),
        plan.output().shape().inputs(),
        plan.output().shape().outputs());
  }

  /** [inputs, units], column by column; Deeplearning4j has done the rest. */
  void matrix(int layer, String name, WeightInit init, int inputs, int units) {
    fillMatrix(array(layer, name), init, inputs, units);
  }

  private static void fillMatrix(INDArray weights, WeightInit init, int inputs, int units) {
    if (init.type() == WeightInit.Type.ORTHOGONAL) {
      OrthogonalMatrix.fill(weights.reshape('f', new long[] {inputs, units}), init.gain());
    } else if (init.type() == WeightInit.Type.IDENTITY) {
      fillIdentity(weights, init, inputs, units);
    }
  }

  private static void fillIdentity(INDArray weights, WeightInit init, int inputs, int units) {
    weights.assign(0);
    for (int i = 0; i < Math.min(inputs, units); i++) {
      weights.putScalar((long) i * inputs + i, init.gain());
    }
  }

  /** Kernels [filters, channels, height, width], row by row. */
  record Kernels(int filters, int channels, int height, int width) {

    private long area() {
      return (long) height * width;
    }
  }

  void kernels(int layer, String name, WeightInit init, Kernels kernels) {
    fillKernels(array(layer, name), init, kernels);
  }

  /** Kernels W [steps, features, filters], row by row. */
  void windows(int layer, WeightInit init, int steps, int features, int filters) {
    INDArray weights = array(layer, "W");
    long inputs = (long) steps * features;
    switch (init.type()) {
      case ORTHOGONAL ->
          OrthogonalMatrix.fill(weights.reshape('c', new long[] {inputs, filters}), init.gain());
      case IDENTITY -> {
        weights.assign(0);
        long centre = (steps - 1L) / 2 * features;
        for (long i = 0; i < Math.min(filters, features); i++) {
          weights.putScalar((centre + i) * filters + i, init.gain());
        }
      }
      default ->
          WeightInits.configure(init)
              .init(inputs, (long) steps * filters, new long[] {inputs, filters}, 'c', weights);
    }
  }

  /** Each kernel sees a channel alone, and fans count that alone. */
  void kernelsAlone(int layer, String name, WeightInit init, Kernels kernels) {
    INDArray all = array(layer, name);
    Kernels one = new Kernels(1, 1, kernels.height(), kernels.width());
    for (long at = 0; at < all.length(); at += one.area()) {
      fillKernels(slice(all, at, one.area()), init, one);
    }
  }

  private static void fillKernels(INDArray weights, WeightInit init, Kernels kernels) {
    int filters = kernels.filters();
    int channels = kernels.channels();
    long area = kernels.area();
    long[] shape = {filters, channels, kernels.height(), kernels.width()};
    switch (init.type()) {
      case ORTHOGONAL ->
          OrthogonalMatrix.fill(
              weights.reshape('c', new long[] {filters, channels * area}), init.gain());
      case IDENTITY -> {
        weights.assign(0);
        long centre = (kernels.height() - 1L) / 2 * kernels.width() + (kernels.width() - 1L) / 2;
        for (long i = 0; i < Math.min(filters, channels); i++) {
          weights.putScalar((i * channels + i) * area + centre, init.gain());
        }
      }
      default ->
          WeightInits.configure(init).init(channels * area, filters * area, shape, 'c', weights);
    }
  }

  /**
   * @param half empty, or which of a bidirectional layer's halves
   */
  void recurrence(Hidden layer, LayerSpec.Recurrent recurrent, String half) {
    int index = layer.shape().index();
    int units = recurrent.units();
    fillGates(
        array(index, half + "W"), layer.initialization().weights(), layer.in().width(), units);
    fillGates(array(index, half + "RW"), recurrent.recurrentInit(), units, units);
    array(index, half + "b").assign(layer.initialization().bias());
  }

  /** The biases of one gate. */
  void biases(int layer, String name, int gate, int units, double bias) {
    slice(array(layer, name), (long) gate * units, units).assign(bias);
  }

  /** One matrix after the other. */
  private void fillGates(INDArray weights, WeightInit init, int inputs, int units) {
    int size = Math.multiplyExact(inputs, units);
    for (int at = 0; at < weights.length(); at += size) {
      INDArray gate = slice(weights, at, size);
      WeightInits.configure(init).init(inputs, units, new long[] {inputs, units}, 'f', gate);
      fillMatrix(gate, init, inputs, units);
    }
  }

  private INDArray array(int layer, String name) {
    ParameterSegment segment = segments.get(key(layer, name));
    return slice(parameters, segment.offset(), segment.length());
  }

  private static INDArray slice(INDArray vector, long from, long length) {
    return vector.get(NDArrayIndex.interval(from, from + length));
  }

  private static String key(int layer, String name) {
    return layer + "/" + name;
  }
}
