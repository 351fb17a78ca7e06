package dev.evenkeel.training.dl4j;

import dev.evenkeel.training.ParameterSegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Where each parameter array lies in the flat vectors.
 *
 * <p>Weights are column-major [inputs, outputs]: the weights of one unit lie side by side.
 */
final class ParameterLayout {

  private ParameterLayout() {}

  static List<ParameterSegment> segments(MultiLayerNetwork network) {
    List<ParameterSegment> segments = new ArrayList<>();
    int offset = 0;
    for (int index = 0; index < network.getnLayers(); index++) {
      Layer layer = network.getLayer(index);
      for (Map.Entry<String, INDArray> parameter : layer.paramTable(false).entrySet()) {
        INDArray array = parameter.getValue();
        int length = Math.toIntExact(array.length());
        int units = Math.toIntExact(array.size(array.rank() - 1));
        // Running statistics are the parameters that Deeplearning4j doesn't average over a batch.
        boolean gradient = layer.updaterDivideByMinibatch(parameter.getKey());
        segments.add(
            new ParameterSegment(index, parameter.getKey(), offset, length, units, gradient));
        offset += length;
      }
    }
    return segments;
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
