package dev.evenkeel.training.dl4j;

import dev.evenkeel.training.ParameterSegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Where each parameter array lies in the flat vectors.
 *
 * <p>Weights are column-major [inputs, outputs], those of convolutions row-major [filters,
 * channels, height, width]: either way the weights of one unit lie side by side. A unit of a
 * recurrent layer has a column for each of its gates.
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
                units(array),
                // Running statistics are the parameters that aren't averaged over a batch.
                layer.updaterDivideByMinibatch(parameter.getKey())));
      }
    }
    // A convolution's biases lie before its weights, whatever the order of their names.
    segments.sort(Comparator.comparingInt(ParameterSegment::offset));
    return segments;
  }

  private static long address(INDArray array) {
    return array.data().addressPointer().address();
  }

  /** The filters of a convolution lead its shape; whatever else there is ends with the units. */
  private static int units(INDArray array) {
    return Math.toIntExact(array.size(array.rank() > 2 ? 0 : array.rank() - 1));
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
