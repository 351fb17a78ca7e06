package dev.evenkeel.training.dl4j;

import dev.evenkeel.training.network.ActivationSample;
import dev.evenkeel.training.plan.NetworkPlan;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.deeplearning4j.nn.api.FwdPassType;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.layers.DropoutLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.MultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.MemoryWorkspaceManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Deeplearning4j's network with its {@code fit} taken apart: gradients first, the step when asked.
 *
 * <p>The two halves together do to parameters and updater state what {@code fit(DataSet)} does, bit
 * for bit, and leave out what {@code fit} does besides: the penalties' share of the score, task
 * statistics, listeners, views made anew in every step.
 */
final class StepwiseNetwork extends MultiLayerNetwork {

  private static final long serialVersionUID = 1L;

  private static final INDArray NOTHING = Nd4j.empty(DataType.FLOAT);
  private static final LayerWorkspaceMgr OUTSIDE = LayerWorkspaceMgr.noWorkspaces();
  private static final String INFERENCE = "EVENKEEL_INFERENCE";

  private transient LayerWorkspaceMgr stepMemory;
  private transient INDArray parameters = NOTHING;
  private transient INDArray gradients = NOTHING;
  private transient List<INDArray> averaged = List.of();
  private transient @Nullable INDArray hidden;
  private transient boolean hiddenIsOurs;
  private transient boolean sampling;
  private transient ActivationMeter meter = new ActivationMeter(0);
  private final transient List<Dl4jLayer> plans;
  private final transient SequenceMasks masks;

  StepwiseNetwork(MultiLayerConfiguration configuration, NetworkPlan plan) {
    super(configuration);
    plans = plan.hidden().stream().map(Dl4jLayer::of).toList();
    masks = new SequenceMasks(plan);
    this.stepMemory =
        LayerWorkspaceMgr.builder()
            .with(ArrayType.UPDATER_WORKING_MEM, WS_ALL_LAYERS_ACT, WS_ALL_LAYERS_ACT_CONFIG)
            .build();
  }

  /** Allocates parameters, gradients and updater state where they stay for good. */
  void start() {
    init();
    Layer[] layers = getLayers();
    for (Dl4jLayer plan : plans) {
      layers[plan.index()] = plan.working(layers[plan.index()], params().dataType());
    }
    // Made later, inside a step, the gradients would lie in a workspace that ends with it.
    initGradientsView();
    parameters = flat(params());
    gradients = flat(getFlattenedGradients());
    averaged = ParameterLayout.averaged(this, gradients);
    meter = new ActivationMeter(getnLayers());
    for (Layer layer : getLayers()) {
      if (layer instanceof DropoutLayer) {
        // In place it would add its zeros to those of the layer before, which are counted.
        layer.allowInputModification(false);
      }
    }
  }

  /**
   * Forward and backward pass.
   *
   * @return the mean loss of the batch without penalties
   */
  double computeGradients(BatchArrays.Native batch) {
    forgetInferred();
    setInput(batch.features());
    setLabels(batch.labels());
    mask = batch.mask();
    try {
      computeGradientAndScore();
    } finally {
      sampling = false;
      mask = null;
      clearLayersStates();
    }
    return score();
  }

  /**
   * The network's outputs in inference mode [n, units], in memory of their own.
   *
   * @param mask [n, steps], 1 where a step counts; null where all do
   */
  INDArray infer(INDArray features, @Nullable INDArray mask) {
    forgetInferred();
    // What the last layer needs on its way must not wait for the collector either.
    try (MemoryWorkspace memory =
        Nd4j.getWorkspaceManager().getAndActivateWorkspace(WS_ALL_LAYERS_ACT_CONFIG, INFERENCE)) {
      hidden = beforeOutput(features, mask, memory).detach();
    }
    hiddenIsOurs = hidden.data() != features.data();
    return ofOutputLayer(hidden, layer -> layer.activate(false, OUTSIDE));
  }

  private INDArray beforeOutput(
      INDArray features, @Nullable INDArray mask, MemoryWorkspace memory) {
    int last = getnLayers() - 1;
    // In memory of its own, as some layers hand on what they get or write into it.
    INDArray own = last == 0 ? features : features.dup(features.ordering());
    INDArray input =
        outputOfLayerDetached(false, FwdPassType.STANDARD, last - 1, own, mask, null, memory);
    InputPreProcessor before = getLayerWiseConfigurations().getInputPreProcess(last);
    return before == null ? input : before.preProcess(input, (int) input.size(0), OUTSIDE);
  }

  /** Masks go where padding could be mistaken for data, and nowhere else. */
  @Override
  public void setLayerMaskArrays(@Nullable INDArray features, @Nullable INDArray labels) {
    masks.tell(this, features);
  }

  /** Whether the last {@link #infer} was with the parameters of now. */
  boolean hasInferred() {
    return hidden != null;
  }

  /** The mean loss of what was inferred last, which is forgotten by that. */
  double lossOfInferred(INDArray labels) {
    INDArray inferred = Objects.requireNonNull(hidden, "infer comes first");
    try {
      return ofOutputLayer(
          inferred,
          layer -> {
            layer.setLabels(labels);
            return layer.computeScore(0, false, OUTSIDE);
          });
    } finally {
      forgetInferred();
    }
  }

  /**
   * To be called when parameters have changed from outside. Frees what was inferred: the heap is so
   * quiet that its collector would come too late for native memory.
   */
  void forgetInferred() {
    if (hidden != null && hiddenIsOurs && hidden.closeable()) {
      hidden.close();
    }
    hidden = null;
  }

  private <T> T ofOutputLayer(INDArray input, Function<IOutputLayer, T> question) {
    try {
      IOutputLayer layer = (IOutputLayer) getOutputLayer();
      layer.setInput(input, OUTSIDE);
      return question.apply(layer);
    } finally {
      clearLayersStates();
    }
  }

  /** Average, penalties, update rule, step; the gradients become what was subtracted. */
  void step(int examples) {
    for (INDArray part : averaged) {
      part.divi(examples);
    }
    int iteration = getIterationCount();
    for (UpdaterBlock block : updaterBlocks()) {
      try (MemoryWorkspace memory = stepMemory.notifyScopeEntered(ArrayType.UPDATER_WORKING_MEM)) {
        block.update(iteration, getEpochCount());
      }
    }
    parameters.subi(gradients);
    setIterationCount(iteration + 1);
  }

  INDArray gradients() {
    return gradients;
  }

  INDArray parameters() {
    return parameters;
  }

  List<UpdaterBlock> updaterBlocks() {
    return ((MultiLayerUpdater) getUpdater()).getUpdaterBlocks();
  }

  void sampleActivations() {
    sampling = true;
  }

  ActivationSample activations() {
    return meter.sample();
  }

  /**
   * Frees parameters, gradients, updater state and workspaces now, without a garbage collection.
   */
  @Override
  public void close() {
    INDArray state = updaterState();
    if (state != null) {
      state.close();
    }
    params().close();
    masks.close();
    getFlattenedGradients().close();
    // One by one: destroyAllWorkspacesForCurrentThread collects garbage besides.
    MemoryWorkspaceManager workspaces = Nd4j.getWorkspaceManager();
    workspaces.getAllWorkspacesForCurrentThread().forEach(workspaces::destroyWorkspace);
  }

  /** Left out of the score: the seam's loss is without penalties. */
  @Override
  public double calcRegularizationScore(boolean backpropParamsOnly) {
    return 0;
  }

  @Override
  protected List<INDArray> ffToLayerActivationsInWs(
      int layerIndex,
      FwdPassType pass,
      boolean storeLastForTbptt,
      INDArray input,
      INDArray featuresMask,
      INDArray labelsMask) {
    List<INDArray> activations =
        super.ffToLayerActivationsInWs(
            layerIndex, pass, storeLastForTbptt, input, featuresMask, labelsMask);
    if (sampling) {
      measure(activations);
    }
    return activations;
  }

  /** The activations are only good until the pass ends: numbers are taken, no array is kept. */
  private void measure(List<INDArray> activations) {
    for (int layer = 0; layer < getnLayers() - 1; layer++) {
      meter.measure(layer, getLayer(layer).conf().getLayer(), activations.get(layer + 1));
    }
  }

  private static INDArray flat(INDArray array) {
    return array.reshape(array.length());
  }
}
