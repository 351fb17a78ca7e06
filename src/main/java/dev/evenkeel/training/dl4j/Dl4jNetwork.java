package dev.evenkeel.training.dl4j;

import dev.evenkeel.training.network.ActivationSample;
import dev.evenkeel.training.network.Batch;
import dev.evenkeel.training.network.FlatVector;
import dev.evenkeel.training.network.NativeFile;
import dev.evenkeel.training.network.NetworkSnapshot;
import dev.evenkeel.training.network.ParameterSegment;
import dev.evenkeel.training.network.PendingStep;
import dev.evenkeel.training.network.TrainableNetwork;
import dev.evenkeel.training.plan.NetworkPlan;
import dev.evenkeel.training.plan.layers.LayerShape;
import dev.evenkeel.training.spec.TrainingSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * A network that Deeplearning4j computes, stepped by the trainer.
 *
 * <p>Belongs to the thread that made it: ND4J's random generator and workspaces are that thread's.
 */
final class Dl4jNetwork implements TrainableNetwork {

  static {
    FencedExecutioner.install();
  }

  /** Deeplearning4j's own zip. */
  static final NativeFile FILE = new NativeFile(Dl4jNetworkProvider.KIND, "model.zip");

  private final StepwiseNetwork network;
  private final List<LayerShape> layers;
  private final List<ParameterSegment> segments;
  private final BatchArrays arrays;
  private final LearningRates rates;
  private final NativeFloats parameters;
  private final NativeFloats gradient;
  private final @Nullable NativeFloats updaterState;
  private final ILossFunction configuredLoss;
  private final ExampleWeightedLoss trainingLoss;
  private final boolean trainableByStock;
  private int examples;

  Dl4jNetwork(NetworkPlan plan, TrainingSpec spec) {
    network = new StepwiseNetwork(new NetworkConfigurationBuilder(spec).build(plan), plan);
    network.start();
    trainableByStock = ZipNotes.isTrainable(plan);
    layers = plan.shapes();
    segments = ParameterLayout.segments(network);
    arrays = new BatchArrays(plan);
    rates = new LearningRates(network, spec.training().optimizer());
    parameters = new NativeFloats(network.parameters());
    gradient = new NativeFloats(network.gradients());
    INDArray state = network.updaterState();
    updaterState = state == null ? null : new NativeFloats(state);
    configuredLoss = outputLayer().getLossFn();
    trainingLoss = Losses.training(plan.output().loss(), configuredLoss);
    outputLayer().setLossFn(trainingLoss);
    FiniteActivations.use(network);
    InitialWeights.fill(network.parameters(), segments, plan);
  }

  @Override
  public List<LayerShape> layers() {
    return layers;
  }

  @Override
  public List<ParameterSegment> segments() {
    return segments;
  }

  @Override
  public double computeGradients(Batch batch) {
    examples = batch.size();
    return network.computeGradients(load(batch));
  }

  @Override
  public FlatVector gradient() {
    return gradient;
  }

  @Override
  public PendingStep pending() {
    return new PendingStep(gradient.copy(), examples);
  }

  @Override
  public void resume(PendingStep step) {
    gradient.write(step.gradient(), step.gradient().length);
    examples = step.examples();
  }

  @Override
  public void applyUpdate(double learningRate) {
    rates.set(learningRate);
    network.step(examples);
  }

  @Override
  public void configureRate(double learningRate) {
    rates.configure(learningRate);
  }

  /** The same memory as the gradient, which the step turns into the update. */
  @Override
  public FlatVector update() {
    return gradient;
  }

  @Override
  public FlatVector parameters() {
    return parameters;
  }

  @Override
  public ActivationSample activations() {
    return network.activations();
  }

  @Override
  public void sampleActivations() {
    network.sampleActivations();
  }

  @Override
  public void predict(Batch batch, float[] into) {
    BatchArrays.Input input = arrays.fillInput(batch);
    try (INDArray output = network.infer(input.features(), input.mask());
        INDArray rowByRow = output.dup('c')) {
      new NativeFloats(rowByRow).read(0, into, Math.toIntExact(rowByRow.length()));
    }
  }

  /** Right after {@link #predict} of the same batch, its forward pass is not made again. */
  @Override
  public double loss(Batch batch) {
    boolean inferred = network.hasInferred() && arrays.wereFilledWith(batch);
    BatchArrays.Native data = load(batch);
    if (!inferred) {
      network.infer(data.features(), data.mask()).close();
    }
    return network.lossOfInferred(data.labels());
  }

  @Override
  public NetworkSnapshot snapshot() {
    return new NetworkSnapshot(
        parameters.copy(),
        updaterState == null ? new float[0] : updaterState.copy(),
        network.getIterationCount(),
        RandomStates.read());
  }

  @Override
  public void restore(NetworkSnapshot snapshot) {
    parameters.write(snapshot.parameters(), snapshot.parameters().length);
    if (updaterState != null) {
      updaterState.write(snapshot.updaterState(), snapshot.updaterState().length);
    }
    network.setIterationCount(snapshot.iteration());
    RandomStates.write(snapshot.randomState());
    network.forgetInferred();
  }

  @Override
  public Optional<NativeFile> save(Path folder) {
    exposeForSaving(
        stock -> {
          try {
            ModelSerializer.writeModel(
                stock, folder.resolve(FILE.name()).toFile(), trainableByStock);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    return Optional.of(FILE);
  }

  @Override
  public void close() {
    arrays.close();
    network.close();
  }

  /**
   * Shows Deeplearning4j's network as it is to be saved: with the rate that was asked for and none
   * but Deeplearning4j's own classes.
   */
  private void exposeForSaving(Consumer<MultiLayerNetwork> action) {
    outputLayer().setLossFn(configuredLoss);
    FiniteActivations.remove(network);
    try {
      rates.withConfiguredRate(() -> action.accept(network));
    } finally {
      outputLayer().setLossFn(trainingLoss);
      FiniteActivations.use(network);
    }
  }

  private BatchArrays.Native load(Batch batch) {
    BatchArrays.Native data = arrays.fill(batch);
    trainingLoss.weigh(data.weights());
    return data;
  }

  private OutputLayer outputLayer() {
    return (OutputLayer) network.getOutputLayer().conf().getLayer();
  }
}
