package dev.evenkeel.training.dl4j;

import dev.evenkeel.training.network.Batch;
import dev.evenkeel.training.plan.NetworkPlan;
import dev.evenkeel.training.plan.NetworkPlan.Hidden;
import dev.evenkeel.training.plan.NetworkPlan.Initialization;
import dev.evenkeel.training.plan.NetworkPlan.Input;
import dev.evenkeel.training.plan.NetworkPlan.Output;
import dev.evenkeel.training.plan.NetworkPlan.Penalty;
import dev.evenkeel.training.plan.layers.LayerShape;
import dev.evenkeel.training.plan.layers.TensorShape.Vector;
import dev.evenkeel.training.spec.Activation;
import dev.evenkeel.training.spec.LayerSpec;
import dev.evenkeel.training.spec.Loss;
import dev.evenkeel.training.spec.NetworkSpec;
import dev.evenkeel.training.spec.OptimizationSpec;
import dev.evenkeel.training.spec.OptimizerSpec;
import dev.evenkeel.training.spec.PreprocessingSpec;
import dev.evenkeel.training.spec.SplitSpec;
import dev.evenkeel.training.spec.StabilitySpec;
import dev.evenkeel.training.spec.TrainingSpec;
import dev.evenkeel.training.spec.WeightInit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Small plans, specs and batches for the tests of this package. */
public final class Networks {

  static final WeightInit XAVIER = WeightInit.named(WeightInit.Type.XAVIER);

  /** What the hidden layers of a plan share. */
  record Shared(WeightInit init, double bias, Penalty penalty) {
    static final Shared PLAIN = new Shared(XAVIER, 0, new Penalty(0, 0));
  }

  private Networks() {}

  public static LayerSpec dense(int units, Activation activation) {
    return new LayerSpec.Dense(units, activation, null, null, null, null);
  }

  /** A classifier: softmax and cross-entropy. */
  public static NetworkPlan classifier(int inputs, int classes, LayerSpec... layers) {
    return plan(
        inputs,
        Shared.PLAIN,
        List.of(layers),
        output(classes, Activation.SOFTMAX, Loss.CROSS_ENTROPY));
  }

  static Output output(int units, Activation activation, Loss loss) {
    return new Output(
        new LayerShape(0, "output", "output", 0, units, 0),
        new Vector(1),
        activation,
        loss,
        XAVIER,
        new Penalty(0, 0));
  }

  static NetworkPlan plan(int inputs, Shared shared, List<LayerSpec> layers, Output output) {
    List<Hidden> hidden = new ArrayList<>();
    int width = inputs;
    for (LayerSpec layer : layers) {
      LayerShape shape = shape(hidden.size(), layer, width);
      hidden.add(
          new Hidden(
              layer,
              shape,
              new Vector(width),
              new Vector(shape.outputs()),
              new Initialization(shared.init(), shared.bias()),
              shared.penalty()));
      width = shape.outputs();
    }
    int units = output.shape().outputs();
    LayerShape last =
        new LayerShape(hidden.size(), "output", "output", width, units, (width + 1L) * units);
    return new NetworkPlan(
        Input.values(new Vector(inputs)),
        hidden,
        new Output(
            last,
            new Vector(width),
            output.activation(),
            output.loss(),
            output.weights(),
            shared.penalty()));
  }

  private static LayerShape shape(int index, LayerSpec layer, int width) {
    if (layer instanceof LayerSpec.Dense dense) {
      long parameters = (width + 1L) * dense.units();
      return new LayerShape(index, "dense_" + index, "dense", width, dense.units(), parameters);
    }
    long parameters = layer instanceof LayerSpec.BatchNormalization ? 4L * width : 0;
    return new LayerShape(index, "layer_" + index, "other", width, width, parameters);
  }

  static OptimizerSpec optimizer(OptimizerSpec.Type type) {
    return new OptimizerSpec(type, null, null, null, null, null, null, null, null);
  }

  public static TrainingSpec spec(OptimizerSpec.Type type) {
    return spec(optimizer(type));
  }

  static TrainingSpec spec(OptimizerSpec optimizer) {
    return spec(optimizer, 7);
  }

  static TrainingSpec spec(OptimizerSpec optimizer, long seed) {
    return new TrainingSpec(
        SplitSpec.defaults(),
        PreprocessingSpec.defaults(),
        new NetworkSpec(List.of(), null, null, null, null, null),
        new OptimizationSpec(null, null, seed, null, optimizer, null, null, null, null),
        StabilitySpec.defaults());
  }

  /** Normal features and a random class for each example. */
  public static Batch batch(int size, int inputs, int classes, long seed) {
    Random random = new Random(seed);
    float[] features = new float[size * inputs];
    for (int i = 0; i < features.length; i++) {
      features[i] = (float) random.nextGaussian();
    }
    float[] labels = new float[size * classes];
    for (int i = 0; i < size; i++) {
      labels[i * classes + random.nextInt(classes)] = 1;
    }
    return new Batch(size, features, inputs, labels, classes, new float[0], new int[size]);
  }

  static Batch withWeights(Batch batch, float... weights) {
    return new Batch(
        batch.size(),
        batch.features(),
        batch.featureWidth(),
        batch.labels(),
        batch.labelWidth(),
        weights,
        batch.rows());
  }

  /** The rows named, one after the other. */
  static Batch rows(Batch batch, int... rows) {
    float[] features = new float[rows.length * batch.featureWidth()];
    float[] labels = new float[rows.length * batch.labelWidth()];
    for (int i = 0; i < rows.length; i++) {
      copyRow(batch.features(), rows[i], features, i, batch.featureWidth());
      copyRow(batch.labels(), rows[i], labels, i, batch.labelWidth());
    }
    return new Batch(
        rows.length,
        features,
        batch.featureWidth(),
        labels,
        batch.labelWidth(),
        new float[0],
        rows);
  }

  private static void copyRow(float[] from, int fromRow, float[] to, int toRow, int width) {
    System.arraycopy(from, fromRow * width, to, toRow * width, width);
  }

  /** The same network in plain Deeplearning4j. */
  public static MultiLayerNetwork stock(NetworkPlan plan, TrainingSpec spec) {
    var network = new MultiLayerNetwork(new NetworkConfigurationBuilder(spec).build(plan));
    network.init();
    return network;
  }

  public static DataSet dataSet(Batch batch) {
    int features = batch.size() * batch.featureWidth();
    int labels = batch.size() * batch.labelWidth();
    return new DataSet(
        Nd4j.createFromArray(Arrays.copyOf(batch.features(), features))
            .reshape('c', batch.size(), batch.featureWidth()),
        Nd4j.createFromArray(Arrays.copyOf(batch.labels(), labels))
            .reshape('c', batch.size(), batch.labelWidth()));
  }
}
