package dev.evenkeel.training.plan;

import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.plan.layers.LayerShape;
import dev.evenkeel.training.plan.layers.Sizes;
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
      parameters = Sizes.add(parameters, shape.parameters());
    }
    long activations = activations(plan);
    long state = updaterVectors(spec.training().optimizer().type());
    long vectors = 2 + state + SNAPSHOTS * (1 + state) + searchVectors(spec.training().optimizer());
    // Activations and their gradients; labels and inputs are among them.
    long floats =
        Sizes.add(Sizes.multiply(parameters, vectors), Sizes.multiply(2L * batch, activations));
    long examples = trainingExamples(schema.examples(), spec.split());
    return new ResourceEstimate(
        parameters, iterations(examples, plan, spec), Sizes.multiply(floats, Float.BYTES));
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
      numbers =
          Sizes.add(
              numbers,
              Sizes.add(layer.out().size(), layer.kind().memoryInside(layer.in(), layer.out())));
    }
    return Sizes.add(numbers, plan.output().shape().outputs());
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
}
