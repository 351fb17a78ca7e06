package dev.evenkeel.training.dl4j;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.api.TrainingConfig;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.recurrent.BidirectionalLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.util.TimeSeriesUtils;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.custom.ReverseSequence;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;

/**
 * Deeplearning4j's bidirectional layer, put into a network in the place of its own, of which it is
 * a working copy: the same configuration, the same parameters.
 *
 * <p>What is different: a padded sequence is turned within its length, so that both halves meet the
 * padding last (Deeplearning4j's backward half starts in the padding, and its gradient flows on
 * through it); a layer that gives each half's last state can be trained; a turned batch lies in a
 * workspace and not on the collector's heap.
 */
final class BothDirectionsLayer extends BidirectionalLayer {

  private final Layer forward;
  private final Layer backward;
  private @Nullable INDArray lengths;

  private BothDirectionsLayer(
      NeuralNetConfiguration configuration, Layer forward, Layer backward, INDArray parameters) {
    super(configuration, forward, backward, parameters);
    this.forward = forward;
    this.backward = backward;
  }

  /** A copy that works on the same parameters. */
  static BothDirectionsLayer like(BidirectionalLayer original, DataType numbers) {
    NeuralNetConfiguration configuration = original.conf();
    Bidirectional layer = (Bidirectional) configuration.getLayer();
    INDArray all = original.params().reshape(original.params().length());
    long half = all.length() / 2;
    Half ofForward = new Half(layer.getFwd(), all.get(NDArrayIndex.interval(0, half)));
    Half ofBackward = new Half(layer.getBwd(), all.get(NDArrayIndex.interval(half, 2 * half)));
    var copy =
        new BothDirectionsLayer(
            configuration,
            ofForward.layer(configuration, original.getIndex(), numbers),
            ofBackward.layer(configuration, original.getIndex(), numbers),
            original.params());
    copy.allowInputModification(original.getIndex() > 0);
    return copy;
  }

  private record Half(org.deeplearning4j.nn.conf.layers.Layer layer, INDArray parameters) {

    Layer layer(NeuralNetConfiguration of, int index, DataType numbers) {
      NeuralNetConfiguration own = of.clone();
      own.setLayer(layer);
      return layer.instantiate(own, List.of(), index, parameters, false, numbers);
    }
  }

  @Override
  public void setMaskArray(@Nullable INDArray mask) {
    lengths = mask == null ? null : mask.sum(1).castTo(DataType.INT);
    forward.setMaskArray(mask);
    backward.setMaskArray(mask);
  }

  @Override
  public Pair<INDArray, MaskState> feedForwardMaskArray(
      @Nullable INDArray mask, MaskState state, int examples) {
    setMaskArray(mask);
    return forward.feedForwardMaskArray(mask, state, examples);
  }

  @Override
  public void setInput(INDArray input, LayerWorkspaceMgr memory) {
    forward.setInput(input, memory);
    backward.setInput(turned(input, memory, ArrayType.INPUT), memory);
  }

  @Override
  public INDArray input() {
    return forward.input();
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr memory) {
    INDArray first = forward.activate(training, memory);
    INDArray second = backward.activate(training, memory);
    if (second.rank() == 3) {
      second = turned(second, memory, ArrayType.FF_WORKING_MEM);
    }
    return memory.leverageTo(ArrayType.ACTIVATIONS, Nd4j.concat(1, first, second));
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr memory) {
    INDArray second = part(epsilon, 1);
    if (second.rank() == 3) {
      second = turned(second, memory, ArrayType.BP_WORKING_MEM);
    }
    Pair<Gradient, INDArray> ofForward = forward.backpropGradient(part(epsilon, 0), memory);
    Pair<Gradient, INDArray> ofBackward = backward.backpropGradient(second, memory);
    Gradient gradient = new DefaultGradient(getGradientsViewArray());
    put(gradient, "f", ofForward.getFirst());
    put(gradient, "b", ofBackward.getFirst());
    INDArray turned = turned(ofBackward.getSecond(), memory, ArrayType.BP_WORKING_MEM);
    return new Pair<>(gradient, ofForward.getSecond().addi(turned));
  }

  /** Half of the features. */
  private static INDArray part(INDArray array, int which) {
    long width = array.size(1) / 2;
    var features = NDArrayIndex.interval(which * width, (which + 1) * width);
    return array.rank() == 3
        ? array.get(NDArrayIndex.all(), features, NDArrayIndex.all())
        : array.get(NDArrayIndex.all(), features);
  }

  private static void put(Gradient into, String half, Gradient gradient) {
    for (Map.Entry<String, INDArray> entry : gradient.gradientForVariable().entrySet()) {
      into.gradientForVariable().put(half + entry.getKey(), entry.getValue());
    }
  }

  /** [b, features, steps] from the last step that counts to the first, padding left where it is. */
  private INDArray turned(INDArray steps, LayerWorkspaceMgr memory, ArrayType type) {
    if (lengths == null) {
      return TimeSeriesUtils.reverseTimeSeries(steps, memory, type);
    }
    INDArray turned = memory.createUninitialized(type, steps.dataType(), steps.shape(), 'f');
    ReverseSequence operation = new ReverseSequence(steps, lengths, 2, 0);
    operation.addOutputArgument(turned);
    Nd4j.exec(operation);
    return turned;
  }

  /** Of the layer inside: Deeplearning4j asks the wrapper of a last step, which doesn't know. */
  @Override
  public TrainingConfig getConfig() {
    return new OfHalves(forward.getConfig());
  }

  /** Answers for the parameters of both halves, whose names have a letter in front. */
  private record OfHalves(TrainingConfig half) implements TrainingConfig {

    @Override
    public String getLayerName() {
      return half.getLayerName();
    }

    @Override
    public List<Regularization> getRegularizationByParam(String name) {
      return half.getRegularizationByParam(name.substring(1));
    }

    @Override
    public boolean isPretrainParam(String name) {
      return half.isPretrainParam(name.substring(1));
    }

    @Override
    public IUpdater getUpdaterByParam(String name) {
      return half.getUpdaterByParam(name.substring(1));
    }

    @Override
    public GradientNormalization getGradientNormalization() {
      return half.getGradientNormalization();
    }

    @Override
    public double getGradientNormalizationThreshold() {
      return half.getGradientNormalizationThreshold();
    }

    @Override
    public void setDataType(DataType numbers) {
      half.setDataType(numbers);
    }
  }
}
