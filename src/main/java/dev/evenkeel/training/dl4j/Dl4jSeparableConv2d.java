package dev.evenkeel.training.dl4j;

import dev.evenkeel.training.dl4j.InitialWeights.Kernels;
import dev.evenkeel.training.plan.NetworkPlan.Hidden;
import dev.evenkeel.training.spec.LayerSpec;
import dev.evenkeel.training.spec.WeightInit;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;

/** Kernels [1, channels, height, width], then weights [filters, channels, 1, 1]. */
record Dl4jSeparableConv2d(Hidden hidden, LayerSpec.SeparableConv2d layer)
    implements ImageConvolutionLayer {

  @Override
  public Layer configuration(Learning learning) {
    int[] kernel = ImageConvolutionLayer.sides(layer.kernel());
    // Left unsaid, Deeplearning4j goes forward by the one format and back by the other.
    var builder = new SeparableConvolution2D.Builder(kernel).dataFormat(CNN2DFormat.NCHW);
    return learning.of(hidden, sized(builder)).build();
  }

  @Override
  public void start(InitialWeights weights) {
    WeightInit init = hidden.initialization().weights();
    int channels = hidden.in().width();
    weights.kernelsAlone(
        index(),
        "W",
        unrectified(init),
        new Kernels(1, channels, layer.kernel().height(), layer.kernel().width()));
    weights.kernels(index(), "pW", init, new Kernels(layer.filters(), channels, 1, 1));
  }

  /** No activation comes between the two, so that He's would make up for what nothing drops. */
  private static WeightInit unrectified(WeightInit init) {
    return switch (init.type()) {
      case HE -> WeightInit.named(WeightInit.Type.XAVIER);
      case HE_UNIFORM -> WeightInit.named(WeightInit.Type.XAVIER_UNIFORM);
      default -> init;
    };
  }
}
