package dev.evenkeel.training.dl4j;

import dev.evenkeel.training.dl4j.InitialWeights.Kernels;
import dev.evenkeel.training.plan.NetworkPlan.Hidden;
import dev.evenkeel.training.spec.LayerSpec;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Layer;

/** Kernels [filters, channels, height, width]. */
record Dl4jConv2d(Hidden hidden, LayerSpec.Conv2d layer) implements ImageConvolutionLayer {

  @Override
  public Layer configuration(Learning learning) {
    int[] kernel = ImageConvolutionLayer.sides(layer.kernel());
    return learning.of(hidden, sized(new ConvolutionLayer.Builder(kernel))).build();
  }

  @Override
  public void start(InitialWeights weights) {
    weights.kernels(
        index(),
        "W",
        hidden.initialization().weights(),
        new Kernels(
            layer.filters(), hidden.in().width(), layer.kernel().height(), layer.kernel().width()));
  }
}
