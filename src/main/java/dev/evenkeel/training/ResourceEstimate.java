package dev.evenkeel.training;

import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.spec.LayerSpec;
import dev.evenkeel.training.spec.OptimizerSpec;
import dev.evenkeel.training.spec.SplitSpec;
import dev.evenkeel.training.spec.TrainingSpec;

/**
 * What a training will need, from its shapes alone. Sums that pass 2^63 stay at {@link
 * Long#MAX_VALUE}.
 *
 * @param parameters numbers the network learns, running statistics included
 * @param iterationsPerEpoch batches of one epoch
 * @param memoryBytes parameters, gradients, updater state, two snapshots, activations of a batch
 */
public record ResourceEstimate(long parameters, long iterationsPerEpoch, long memoryBytes) {

  private static final int SNAPSHOTS = 2;

  static ResourceEstimate of(NetworkPlan plan, TrainingSpec spec, DatasetSchema schema) {
    int batch = spec.training().batchSize();
    long parameters = 0;
    for (LayerShape shape : plan.shapes()) {
      parameters = add(parameters, shape.parameters());
    }
    long activations = activations(plan);
    long state = updaterVectors(spec.training().optimizer().type());
    long vectors = 2 + state + SNAPSHOTS * (1 + state) + searchVectors(spec.training().optimizer());
    // Activations and their gradients; labels and inputs are among them.
    long floats = add(multiply(parameters, vectors), multiply(2L * batch, activations));
    long examples = trainingExamples(schema.examples(), spec.split());
    return new ResourceEstimate(
        parameters, iterations(examples, plan, spec), multiply(floats, Float.BYTES));
  }

  private static long iterations(long examples, NetworkPlan plan, TrainingSpec spec) {
    if (spec.training().optimizer().type().isFullBatch()) {
      return 1;
    }
    int batch = spec.training().batchSize();
    long rest = examples % batch;
    long last = rest > 1 || rest == 1 && !plan.normalizesBatches() ? 1 : 0;
    return Math.max(1, examples / batch + last);
  }

  /** Numbers that one example leaves behind on its way forward. */
  private static long activations(NetworkPlan plan) {
    long numbers = plan.input().shape().size();
    for (NetworkPlan.Hidden layer : plan.hidden()) {
      numbers = add(numbers, add(layer.out().size(), inside(layer)));
    }
    return add(numbers, plan.output().shape().outputs());
  }

  /** What a layer keeps besides its output: the gates of each step, the patches of each pixel. */
  private static long inside(NetworkPlan.Hidden layer) {
    if (layer.spec() instanceof LayerSpec.Conv2d conv) {
      long patch = (long) conv.kernel().height() * conv.kernel().width() * layer.in().width();
      return multiply(patch, layer.out().positions());
    }
    if (layer.spec() instanceof LayerSpec.Lstm lstm) {
      return multiply(6L * lstm.units(), layer.in().positions());
    }
    if (layer.spec() instanceof LayerSpec.Bidirectional both) {
      return multiply(12L * both.layer().units(), layer.in().positions());
    }
    return layer.spec() instanceof LayerSpec.SimpleRnn rnn
        ? multiply(2L * rnn.units(), layer.in().positions())
        : 0;
  }

  private static long trainingExamples(long examples, SplitSpec split) {
    return Math.round(examples * (1.0 - split.validation() - split.test()));
  }

  private static long updaterVectors(OptimizerSpec.Type type) {
    return switch (type) {
      case SGD, LBFGS, CONJUGATE_GRADIENT -> 0;
      case MOMENTUM, NESTEROV, RMSPROP, ADAGRAD -> 1;
      case ADAM, ADAMW, NADAM, ADAMAX, ADADELTA -> 2;
      case AMSGRAD -> 3;
    };
  }

  /** Two points with their gradients, direction, sums in double, update; two a remembered step. */
  private static long searchVectors(OptimizerSpec optimizer) {
    if (!optimizer.type().isFullBatch()) {
      return 0;
    }
    return optimizer.type() == OptimizerSpec.Type.LBFGS ? 8 + 2L * optimizer.history() : 9;
  }

  /** a + b of two non-negative numbers, held at the largest long. */
  static long add(long a, long b) {
    long sum = a + b;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  /** a · b of two non-negative numbers, held at the largest long. */
  static long multiply(long a, long b) {
    return Math.multiplyHigh(a, b) != 0 || a * b < 0 ? Long.MAX_VALUE : a * b;
  }
}
