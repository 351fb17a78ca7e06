package dev.evenkeel.testing.plain;

import dev.evenkeel.training.network.ActivationSample;
import dev.evenkeel.training.network.ArrayVector;
import dev.evenkeel.training.network.Batch;
import dev.evenkeel.training.network.FlatVector;
import dev.evenkeel.training.network.NativeFile;
import dev.evenkeel.training.network.NetworkSnapshot;
import dev.evenkeel.training.network.ParameterSegment;
import dev.evenkeel.training.network.PendingStep;
import dev.evenkeel.training.network.TrainableNetwork;
import dev.evenkeel.training.plan.NetworkPlan;
import dev.evenkeel.training.plan.NetworkPlan.Penalty;
import dev.evenkeel.training.plan.layers.LayerShape;
import dev.evenkeel.training.spec.Activation;
import dev.evenkeel.training.spec.LayerSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Dense layers one after another, ended by softmax; backpropagation example by example. */
final class DenseChain implements TrainableNetwork {

  private static final NativeFile FILE = new NativeFile(PlainJavaProvider.KIND, "weights.floats");

  /**
   * A layer among the flat parameters: weights [units, inputs] and then biases.
   *
   * @param bends whether its function is tanh
   */
  private record Dense(int at, int inputs, int units, boolean bends, Penalty penalty) {

    int biases() {
      return at + inputs * units;
    }

    int end() {
      return biases() + units;
    }
  }

  private final List<LayerShape> shapes;
  private final List<Dense> layers = new ArrayList<>();
  private final float[] parameters;
  private final float[] gradient;
  private int examples;
  private int updates;

  DenseChain(NetworkPlan plan, long seed) {
    shapes = plan.shapes();
    for (NetworkPlan.Hidden hidden : plan.hidden()) {
      add(
          hidden.shape(),
          ((LayerSpec.Dense) hidden.spec()).activation() == Activation.TANH,
          hidden.penalty());
    }
    add(plan.output().shape(), false, plan.output().penalty());
    parameters = new float[layers.get(layers.size() - 1).end()];
    gradient = new float[parameters.length];
    Random random = new Random(seed);
    for (Dense layer : layers) {
      double width = Math.sqrt(6.0 / (layer.inputs() + layer.units()));
      for (int i = layer.at(); i < layer.biases(); i++) {
        parameters[i] = (float) (width * (2 * random.nextDouble() - 1));
      }
    }
  }

  private void add(LayerShape shape, boolean bends, Penalty penalty) {
    int at = layers.isEmpty() ? 0 : layers.get(layers.size() - 1).end();
    layers.add(new Dense(at, shape.inputs(), shape.outputs(), bends, penalty));
  }

  @Override
  public List<LayerShape> layers() {
    return shapes;
  }

  @Override
  public List<ParameterSegment> segments() {
    List<ParameterSegment> segments = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      Dense layer = layers.get(i);
      int weights = layer.inputs() * layer.units();
      segments.add(
          new ParameterSegment(i, "W", layer.at(), weights, layer.units(), true, layer.penalty()));
      segments.add(new ParameterSegment(i, "b", layer.biases(), layer.units(), 1, true));
    }
    return segments;
  }

  @Override
  public double computeGradients(Batch batch) {
    examples = batch.size();
    Arrays.fill(gradient, 0);
    double loss = 0;
    for (int example = 0; example < batch.size(); example++) {
      List<float[]> values = forward(batch, example);
      float[] answer = values.get(layers.size());
      loss += lossOf(batch, example, answer);
      float weight = weight(batch, example);
      float[] errors = new float[answer.length];
      for (int k = 0; k < errors.length; k++) {
        errors[k] = weight * (answer[k] - batch.labels()[example * answer.length + k]);
      }
      backward(values, errors);
    }
    return loss / batch.size();
  }

  /** The inputs of each layer, and the network's outputs at last. */
  private List<float[]> forward(Batch batch, int example) {
    int from = example * batch.featureWidth();
    List<float[]> values = new ArrayList<>();
    values.add(Arrays.copyOfRange(batch.features(), from, from + batch.featureWidth()));
    for (Dense layer : layers) {
      float[] in = values.get(values.size() - 1);
      float[] out = new float[layer.units()];
      for (int unit = 0; unit < out.length; unit++) {
        float sum = parameters[layer.biases() + unit];
        for (int i = 0; i < in.length; i++) {
          sum += parameters[layer.at() + unit * in.length + i] * in[i];
        }
        out[unit] = layer.bends() ? (float) Math.tanh(sum) : sum;
      }
      values.add(out);
    }
    toShares(values.get(layers.size()));
    return values;
  }

  private static void toShares(float[] sums) {
    float largest = Float.NEGATIVE_INFINITY;
    for (float sum : sums) {
      largest = Math.max(largest, sum);
    }
    double total = 0;
    for (int k = 0; k < sums.length; k++) {
      sums[k] = (float) Math.exp(sums[k] - largest);
      total += sums[k];
    }
    for (int k = 0; k < sums.length; k++) {
      sums[k] /= (float) total;
    }
  }

  /**
   * @param errors derivatives by the last layer's sums
   */
  private void backward(List<float[]> values, float[] errors) {
    float[] above = errors;
    for (int index = layers.size() - 1; index >= 0; index--) {
      Dense layer = layers.get(index);
      float[] in = values.get(index);
      float[] below = new float[in.length];
      for (int unit = 0; unit < above.length; unit++) {
        gradient[layer.biases() + unit] += above[unit];
        for (int i = 0; i < in.length; i++) {
          int at = layer.at() + unit * in.length + i;
          gradient[at] += above[unit] * in[i];
          below[i] += above[unit] * parameters[at];
        }
      }
      for (int i = 0; index > 0 && layers.get(index - 1).bends() && i < in.length; i++) {
        below[i] *= 1 - in[i] * in[i];
      }
      above = below;
    }
  }

  private static float weight(Batch batch, int example) {
    return batch.weights().length == 0 ? 1 : batch.weights()[example];
  }

  private static double lossOf(Batch batch, int example, float[] answer) {
    double loss = 0;
    for (int k = 0; k < answer.length; k++) {
      loss -= batch.labels()[example * answer.length + k] * Math.log(Math.max(1e-10, answer[k]));
    }
    return weight(batch, example) * loss;
  }

  @Override
  public void predict(Batch batch, float[] into) {
    for (int example = 0; example < batch.size(); example++) {
      float[] answer = forward(batch, example).get(layers.size());
      System.arraycopy(answer, 0, into, example * answer.length, answer.length);
    }
  }

  @Override
  public double loss(Batch batch) {
    double loss = 0;
    for (int example = 0; example < batch.size(); example++) {
      loss += lossOf(batch, example, forward(batch, example).get(layers.size()));
    }
    return loss / batch.size();
  }

  @Override
  public FlatVector gradient() {
    return new ArrayVector(gradient);
  }

  @Override
  public PendingStep pending() {
    return new PendingStep(gradient.clone(), examples);
  }

  @Override
  public void resume(PendingStep step) {
    gradient().write(0, step.gradient(), gradient.length);
    examples = step.examples();
  }

  @Override
  public void applyUpdate(double learningRate) {
    updates++;
    for (ParameterSegment segment : segments()) {
      Penalty penalty = segment.penalty();
      for (int i = segment.offset(); i < segment.offset() + segment.length(); i++) {
        double slope =
            gradient[i] / examples
                + penalty.l2() * parameters[i]
                + penalty.l1() * Math.signum(parameters[i]);
        gradient[i] = (float) (learningRate * slope);
        parameters[i] -= gradient[i];
      }
    }
  }

  @Override
  public FlatVector update() {
    return new ArrayVector(gradient);
  }

  @Override
  public FlatVector parameters() {
    return new ArrayVector(parameters);
  }

  @Override
  public ActivationSample activations() {
    return ActivationSample.unknown(layers.size());
  }

  @Override
  public void sampleActivations() {}

  @Override
  public NetworkSnapshot snapshot() {
    return new NetworkSnapshot(parameters.clone(), new float[0], updates, new long[0]);
  }

  @Override
  public void restore(NetworkSnapshot snapshot) {
    parameters().write(0, snapshot.parameters(), parameters.length);
    updates = snapshot.iteration();
  }

  @Override
  public Optional<NativeFile> save(Path folder) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(parameters.length * Float.BYTES);
    bytes.asFloatBuffer().put(parameters);
    Files.write(folder.resolve(FILE.name()), bytes.array());
    return Optional.of(FILE);
  }

  @Override
  public void close() {}
}
