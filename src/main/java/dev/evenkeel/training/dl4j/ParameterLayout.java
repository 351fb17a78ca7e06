package dev.evenkeel.training.dl4j;

import dev.evenkeel.training.network.ParameterSegment;
import dev.evenkeel.training.plan.NetworkPlan.Penalty;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.layers.convolution.Convolution1DLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.regularization.L1Regularization;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;

/**
 * Where each parameter array lies in the flat vectors.
 *
 * <p>Weights are column-major [inputs, outputs], those of convolutions row-major [filters,
 * channels, height, width]: either way the weights of one unit lie side by side. A unit of a
 * recurrent layer has a column for each of its gates. Only those of a convolution over steps lie
 * [steps, features, filters], and count as one.
 */
final class ParameterLayout {

  private ParameterLayout() {}

  static List<ParameterSegment> segments(MultiLayerNetwork network) {
    List<ParameterSegment> segments = new ArrayList<>();
    long start = address(network.params());
    int size = network.params().dataType().width();
    for (int index = 0; index < network.getnLayers(); index++) {
      Layer layer = network.getLayer(index);
      for (Map.Entry<String, INDArray> parameter : layer.paramTable(false).entrySet()) {
        INDArray array = parameter.getValue();
        segments.add(
            new ParameterSegment(
                index,
                parameter.getKey(),
                Math.toIntExact((address(array) - start) / size),
                Math.toIntExact(array.length()),
                layer instanceof Convolution1DLayer ? 1 : units(array),
                // Running statistics are the parameters that aren't averaged over a batch.
                layer.updaterDivideByMinibatch(parameter.getKey()),
                penalty(layer, parameter.getKey())));
      }
    }
    // A convolution's biases lie before its weights, whatever the order of their names.
    segments.sort(Comparator.comparingInt(ParameterSegment::offset));
    return segments;
  }

  private static long address(INDArray array) {
    return array.data().addressPointer().address();
  }

  /**
   * What adaptive clipping takes as one: a unit's weights, a filter, a vector as a whole (as Brock
   * et al., 2021, do in their code).
   */
  private static int units(INDArray array) {
    if (array.rank() > 2) {
      return Math.toIntExact(array.size(0));
    }
    return array.rank() < 2 || array.size(0) == 1 ? 1 : Math.toIntExact(array.size(1));
  }

  private static Penalty penalty(Layer layer, String parameter) {
    List<Regularization> configured = layer.getConfig().getRegularizationByParam(parameter);
    double l1 = 0;
    double l2 = 0;
    // None are null for a frozen layer.
    for (Regularization one : configured == null ? List.<Regularization>of() : configured) {
      l1 += one instanceof L1Regularization it ? it.getL1().valueAt(0, 0) : 0;
      l2 += one instanceof L2Regularization it ? it.getL2().valueAt(0, 0) : 0;
    }
    return new Penalty(l1, l2);
  }

  /** The stretches of the flat gradient that are sums over the batch, as views. */
  static List<INDArray> averaged(MultiLayerNetwork network, INDArray gradients) {
    List<INDArray> views = new ArrayList<>();
    int start = 0;
    int end = 0;
    for (ParameterSegment segment : segments(network)) {
      if (!segment.gradient()) {
        addView(views, gradients, start, end);
        start = segment.offset() + segment.length();
      }
      end = segment.offset() + segment.length();
    }
    addView(views, gradients, start, end);
    return views;
  }

  private static void addView(List<INDArray> views, INDArray gradients, int start, int end) {
    if (end > start) {
      views.add(gradients.get(NDArrayIndex.interval(start, end)));
    }
  }
}
