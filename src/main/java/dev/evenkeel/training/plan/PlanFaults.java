package dev.evenkeel.training.plan;

import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.plan.layers.LayerFaults;
import dev.evenkeel.training.plan.layers.LayerKind;
import dev.evenkeel.training.plan.layers.LayerTrait;
import dev.evenkeel.training.plan.layers.PlanFault;
import dev.evenkeel.training.plan.layers.PlanLimits;
import dev.evenkeel.training.plan.layers.TensorShape;
import dev.evenkeel.training.spec.ClippingSpec;
import dev.evenkeel.training.spec.OptimizationSpec;
import dev.evenkeel.training.spec.OptimizerSpec;
import dev.evenkeel.training.spec.ScheduleSpec;
import dev.evenkeel.training.spec.TrainingSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Collects why a network can't be built, all reasons at once. */
final class PlanFaults {

  private final PlanLimits limits;
  private final List<PlanFault> found = new ArrayList<>();

  PlanFaults(PlanLimits limits) {
    this.limits = limits;
  }

  List<PlanFault> found() {
    return found;
  }

  void checkSizes(TrainingSpec spec) {
    int layers = spec.network().layers().size();
    if (layers > limits.layers()) {
      add(
          "/network/layers",
          "over_limit",
          "%d layers are over the limit of %d.".formatted(layers, limits.layers()));
    }
    int batch = spec.training().batchSize();
    if (batch < 1) {
      add("/training/batch_size", "out_of_range", "A batch needs at least 1 example.");
    } else if (batch == 1 && normalizesBatches(spec)) {
      add(
          "/training/batch_size",
          "out_of_range",
          "Batch normalization compares the examples of a batch: it needs at least 2.");
    } else if (batch > limits.batchSize()) {
      add(
          "/training/batch_size",
          "over_limit",
          "A batch of %d is over the limit of %d.".formatted(batch, limits.batchSize()));
    }
  }

  /** A line search chooses its own steps, from gradients as they are. */
  void checkOptimizer(OptimizationSpec training) {
    OptimizerSpec.Type type = training.optimizer().type();
    if (!type.isFullBatch()) {
      return;
    }
    String name = type.name().toLowerCase(Locale.ROOT);
    if (training.schedule().type() != ScheduleSpec.Type.CONSTANT) {
      add(
          "/training/schedule/type",
          "conflict",
          "%s finds the length of each step by a line search, which no schedule can steer: leave schedule out, or take another optimizer."
              .formatted(name));
    } else if (training.schedule().warmupIterations() > 0) {
      add(
          "/training/schedule/warmup_iterations",
          "conflict",
          "%s finds the length of each step by a line search: %d warm-up iterations cannot be. Leave them out."
              .formatted(name, training.schedule().warmupIterations()));
    }
    if (training.gradientClipping().type() != ClippingSpec.Type.NONE) {
      add(
          "/training/gradient_clipping/type",
          "conflict",
          "%s needs gradients as they are: leave gradient_clipping out, or take another optimizer."
              .formatted(name));
    }
  }

  private static boolean normalizesBatches(TrainingSpec spec) {
    return spec.network().layers().stream()
        .anyMatch(layer -> LayerKind.of(layer).is(LayerTrait.NORMALIZES_BATCH));
  }

  void checkDataset(DatasetSchema schema) {
    if (schema.featureWidth() < 1) {
      add("/dataset_id", "no_features", "The dataset has no input column besides its target.");
    }
    if (schema.task() == DatasetSchema.Task.CLASSIFICATION && schema.classes().size() < 2) {
      add(
          "/dataset_id",
          "too_few_classes",
          "Classification needs at least 2 classes; the dataset has %d."
              .formatted(schema.classes().size()));
    }
  }

  void checkLayer(NetworkPlan.Hidden layer) {
    found.addAll(LayerFaults.of(layer.shape().index(), layer.kind(), limits));
  }

  /** The output layer answers once an example. */
  void checkOutputInput(TensorShape in, int layers) {
    if (in instanceof TensorShape.Sequence) {
      add(
          layers == 0 ? "/network/layers" : "/network/layers/" + (layers - 1),
          "shape_mismatch",
          "The output layer takes [features], but gets %s. End with a recurrent layer that doesn't return sequences, or with global_pooling%s."
              .formatted(in.text(), in.sizes().get(0) == null ? "" : " or flatten"));
    }
  }

  private void checkUnits(String pointer, int units) {
    if (units < 1) {
      add(pointer, "out_of_range", "A layer needs at least 1 unit, not %d.".formatted(units));
    } else if (units > limits.units()) {
      add(
          pointer,
          "over_limit",
          "%d units are over the limit of %d.".formatted(units, limits.units()));
    }
  }

  void checkOutputUnits(int units, DatasetSchema schema) {
    boolean classification = schema.task() == DatasetSchema.Task.CLASSIFICATION;
    int natural = schema.outputs();
    if (units == natural || classification && units == 1 && natural == 2) {
      if (units > limits.units()) {
        checkUnits("/dataset_id", units);
      }
      return;
    }
    String wanted =
        classification
            ? "the dataset's %d classes need %d%s"
                .formatted(natural, natural, natural == 2 ? ", or 1" : "")
            : "the dataset's %d targets need %d".formatted(natural, natural);
    add(
        "/network/output/units",
        "shape_mismatch",
        "The output has %d units, but %s. Leave units out to let them follow from the dataset."
            .formatted(units, wanted));
  }

  void checkEstimate(ResourceEstimate estimate) {
    if (estimate.parameters() > limits.parameters()) {
      add(
          "/network/layers",
          "over_limit",
          "The network would have %d parameters; the limit is %d. Use fewer or smaller layers."
              .formatted(estimate.parameters(), limits.parameters()));
    } else if (estimate.memoryBytes() > limits.memoryBytes()) {
      add(
          "/network/layers",
          "over_limit",
          "The training would need %d bytes of memory; the limit is %d. Use smaller layers or a smaller batch."
              .formatted(estimate.memoryBytes(), limits.memoryBytes()));
    }
  }

  void add(PlanFault fault) {
    found.add(fault);
  }

  private void add(String pointer, String code, String message) {
    found.add(new PlanFault(pointer, code, message));
  }
}
