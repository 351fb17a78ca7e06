package dev.evenkeel.training.dl4j;

import dev.evenkeel.training.NetworkPlan;
import dev.evenkeel.training.NetworkPlan.Hidden;
import dev.evenkeel.training.ParameterSegment;
import dev.evenkeel.training.spec.LayerSpec;
import dev.evenkeel.training.spec.Size2d;
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

  private static final int FORGET_GATE = 1;

  private final INDArray parameters;
  private final Map<String, ParameterSegment> segments = new HashMap<>();

  private InitialWeights(INDArray parameters, List<ParameterSegment> segments) {
    this.parameters = parameters;
    segments.forEach(segment -> this.segments.put(key(segment.layer(), segment.name()), segment));
  }

  static void fill(INDArray parameters, List<ParameterSegment> segments, NetworkPlan plan) {
    InitialWeights weights = new InitialWeights(parameters, segments);
    plan.hidden().forEach(weights::fill);
    weights.fillMatrix(
        weights.array(plan.output().shape().index(), "W"),
        plan.output().weights(),
        plan.output().shape().inputs(),
        plan.output().shape().outputs());
  }

  private void fill(Hidden layer) {
    int index = layer.shape().index();
    LayerSpec spec = layer.spec();
    WeightInit init = layer.initialization().weights();
    if (spec instanceof LayerSpec.Dense dense) {
      fillMatrix(array(index, "W"), init, layer.shape().inputs(), dense.units());
    } else if (spec instanceof LayerSpec.Embedding embedding) {
      fillMatrix(array(index, "W"), init, embedding.vocabulary(), embedding.units());
    } else if (spec instanceof LayerSpec.Conv2d conv) {
      fillKernels(array(index, "W"), init, conv, layer.in().width());
    } else if (spec instanceof LayerSpec.Recurrent recurrent) {
      fillRecurrence(layer, recurrent, "");
    } else if (spec instanceof LayerSpec.Bidirectional both) {
      fillRecurrence(layer, both.layer(), "f");
      fillRecurrence(layer, both.layer(), "b");
    }
  }

  /** [inputs, units], column by column; Deeplearning4j has done the rest. */
  private void fillMatrix(INDArray weights, WeightInit init, int inputs, int units) {
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

  /** [filters, channels, height, width], row by row. */
  private static void fillKernels(
      INDArray weights, WeightInit init, LayerSpec.Conv2d conv, int channels) {
    Size2d kernel = conv.kernel();
    long area = (long) kernel.height() * kernel.width();
    long[] shape = {conv.filters(), channels, kernel.height(), kernel.width()};
    switch (init.type()) {
      case ORTHOGONAL ->
          OrthogonalMatrix.fill(
              weights.reshape('c', new long[] {conv.filters(), channels * area}), init.gain());
      case IDENTITY -> {
        weights.assign(0);
        long centre = (kernel.height() - 1L) / 2 * kernel.width() + (kernel.width() - 1L) / 2;
        for (long i = 0; i < Math.min(conv.filters(), channels); i++) {
          weights.putScalar((i * channels + i) * area + centre, init.gain());
        }
      }
      default ->
          WeightInits.configure(init)
              .init(channels * area, conv.filters() * area, shape, 'c', weights);
    }
  }

  /**
   * @param half empty, or which of a bidirectional layer's halves
   */
  private void fillRecurrence(Hidden layer, LayerSpec.Recurrent recurrent, String half) {
    int index = layer.shape().index();
    fillGates(
        array(index, half + "W"),
        layer.initialization().weights(),
        layer.in().width(),
        recurrent.units());
    fillGates(
        array(index, half + "RW"), recurrent.recurrentInit(), recurrent.units(), recurrent.units());
    INDArray biases = array(index, half + "b");
    biases.assign(layer.initialization().bias());
    if (recurrent instanceof LayerSpec.Lstm lstm) {
      int units = lstm.units();
      slice(biases, FORGET_GATE * units, units).assign(lstm.forgetGateBias());
    }
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
