package dev.evenkeel.training;

import dev.evenkeel.training.NetworkPlan.Initialization;
import dev.evenkeel.training.NetworkPlan.Penalty;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.spec.Activation;
import dev.evenkeel.training.spec.LayerSpec;
import dev.evenkeel.training.spec.Loss;
import dev.evenkeel.training.spec.NetworkSpec;
import dev.evenkeel.training.spec.OutputSpec;
import dev.evenkeel.training.spec.TrainingSpec;
import dev.evenkeel.training.spec.WeightInit;
import java.util.ArrayList;
import java.util.List;

/**
 * Fits a spec to a dataset: every shape and default of the network, or everything that stands in
 * its way. Allocates nothing of the network's size.
 *
 * <p>Immutable and thread-safe.
 */
public final class NetworkPlanner {

  private final PlanLimits limits;

  public NetworkPlanner(PlanLimits limits) {
    this.limits = limits;
  }

  public Planning plan(TrainingSpec spec, DatasetSchema schema) {
    PlanFaults faults = new PlanFaults(limits);
    faults.checkSizes(spec);
    faults.checkOptimizer(spec.training());
    faults.checkDataset(schema);
    if (spec.network().layers().size() > limits.layers()) {
      return new Planning(null, null, faults.found(), List.of());
    }
    NetworkPlan plan = assemble(spec.network(), schema, faults);
    ResourceEstimate estimate = ResourceEstimate.of(plan, spec, schema);
    faults.checkEstimate(estimate);
    List<PlanFault> warnings = UnwiseChoices.of(spec, plan, schema);
    return new Planning(faults.found().isEmpty() ? plan : null, estimate, faults.found(), warnings);
  }

  private NetworkPlan assemble(NetworkSpec spec, DatasetSchema schema, PlanFaults faults) {
    List<NetworkPlan.Hidden> hidden = new ArrayList<>();
    int inputs = schema.featureWidth();
    int width = inputs;
    for (int index = 0; index < spec.layers().size(); index++) {
      NetworkPlan.Hidden layer = hidden(spec, index, width);
      faults.checkLayer(layer);
      hidden.add(layer);
      width = Math.max(1, layer.shape().outputs());
    }
    return new NetworkPlan(inputs, List.copyOf(hidden), output(spec, width, schema, faults));
  }

  private static NetworkPlan.Hidden hidden(NetworkSpec network, int index, int inputs) {
    LayerSpec layer = network.layers().get(index);
    return new NetworkPlan.Hidden(
        layer,
        shape(layer, index, inputs),
        initialization(layer, network),
        penalty(layer, network));
  }

  private static LayerShape shape(LayerSpec layer, int index, int inputs) {
    if (layer instanceof LayerSpec.Dense dense) {
      long parameters = denseParameters(inputs, dense.units());
      return new LayerShape(index, "dense_" + index, "dense", inputs, dense.units(), parameters);
    }
    if (layer instanceof LayerSpec.BatchNormalization) {
      // gamma, beta, running mean and running variance
      return unchanged("batch_normalization", index, inputs, 4L * inputs);
    }
    if (layer instanceof LayerSpec.Dropout) {
      return unchanged("dropout", index, inputs, 0);
    }
    return unchanged("activation", index, inputs, 0);
  }

  private static LayerShape unchanged(String type, int index, int width, long parameters) {
    return new LayerShape(index, type + "_" + index, type, width, width, parameters);
  }

  private static long denseParameters(int inputs, int units) {
    return units < 1 ? 0 : (long) inputs * units + units;
  }

  private static Initialization initialization(LayerSpec layer, NetworkSpec network) {
    if (layer instanceof LayerSpec.Dense dense) {
      return new Initialization(
          dense.weightInit() == null ? network.weightInit() : dense.weightInit(),
          dense.biasInit() == null ? network.biasInit() : dense.biasInit());
    }
    return new Initialization(network.weightInit(), network.biasInit());
  }

  private static Penalty penalty(LayerSpec layer, NetworkSpec network) {
    if (layer instanceof LayerSpec.Dense dense) {
      return new Penalty(
          dense.l1() == null ? network.l1() : dense.l1(),
          dense.l2() == null ? network.l2() : dense.l2());
    }
    return new Penalty(network.l1(), network.l2());
  }

  private static NetworkPlan.Output output(
      NetworkSpec network, int inputs, DatasetSchema schema, PlanFaults faults) {
    OutputSpec override = network.output();
    boolean classification = schema.task() == DatasetSchema.Task.CLASSIFICATION;
    int natural = classification ? schema.classes().size() : schema.targets().size();
    int units = override.units() == null ? natural : override.units();
    faults.checkOutputUnits(units, schema);
    WeightInit weights =
        override.weightInit() == null ? network.weightInit() : override.weightInit();
    LayerShape shape =
        new LayerShape(
            network.layers().size(),
            "output",
            "output",
            inputs,
            units,
            denseParameters(inputs, units));
    return new NetworkPlan.Output(
        shape,
        activation(override, classification),
        loss(override, classification),
        weights,
        new Penalty(network.l1(), network.l2()));
  }

  private static Activation activation(OutputSpec override, boolean classification) {
    if (override.activation() != null) {
      return override.activation();
    }
    return classification ? Activation.SOFTMAX : Activation.LINEAR;
  }

  private static Loss loss(OutputSpec override, boolean classification) {
    if (override.loss() != null) {
      return override.loss();
    }
    return classification ? Loss.CROSS_ENTROPY : Loss.MSE;
  }
}
