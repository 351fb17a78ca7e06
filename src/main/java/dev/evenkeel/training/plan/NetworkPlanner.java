package dev.evenkeel.training.plan;

import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.plan.NetworkPlan.Initialization;
import dev.evenkeel.training.plan.NetworkPlan.Penalty;
import dev.evenkeel.training.plan.layers.LayerKind;
import dev.evenkeel.training.plan.layers.LayerShape;
import dev.evenkeel.training.plan.layers.LayerTrait;
import dev.evenkeel.training.plan.layers.Misfit;
import dev.evenkeel.training.plan.layers.PlanFault;
import dev.evenkeel.training.plan.layers.PlanLimits;
import dev.evenkeel.training.plan.layers.Sizes;
import dev.evenkeel.training.plan.layers.TensorShape;
import dev.evenkeel.training.spec.Activation;
import dev.evenkeel.training.spec.LayerSpec;
import dev.evenkeel.training.spec.Loss;
import dev.evenkeel.training.spec.NetworkSpec;
import dev.evenkeel.training.spec.OutputSpec;
import dev.evenkeel.training.spec.TrainingSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
      return new Planning(null, null, faults.found());
    }
    NetworkPlan plan = new Assembly(spec, schema, faults).assemble();
    ResourceEstimate estimate = ResourceEstimate.of(plan, spec, schema);
    faults.checkEstimate(estimate);
    return new Planning(faults.found().isEmpty() ? plan : null, estimate, faults.found());
  }

  /** One walk through the layers; goes on behind a fault as if the layer were not there. */
  private static final class Assembly {

    private final NetworkSpec network;
    private final DatasetSchema schema;
    private final PlanFaults faults;
    private final InputPlanning input;
    private final int lastRecurrent;
    private final List<NetworkPlan.Hidden> hidden = new ArrayList<>();
    private boolean fits = true;

    Assembly(TrainingSpec spec, DatasetSchema schema, PlanFaults faults) {
      this.network = spec.network();
      this.schema = schema;
      this.faults = faults;
      this.input = new InputPlanning(spec, schema);
      this.lastRecurrent = lastRecurrent(network.layers());
    }

    /** The recurrent layer that gives its last state alone unless told otherwise; −1 for none. */
    private static int lastRecurrent(List<LayerSpec> layers) {
      for (int index = layers.size() - 1; index >= 0; index--) {
        LayerKind layer = LayerKind.of(layers.get(index));
        if (layer.is(LayerTrait.SPANS_STEPS)) {
          // They must be there.
          return -1;
        }
        if (layer.is(LayerTrait.RECURRENT)) {
          return index;
        }
      }
      return -1;
    }

    NetworkPlan assemble() {
      input.faults().forEach(faults::add);
      TensorShape shape = input.raw();
      for (int index = 0; index < network.layers().size(); index++) {
        NetworkPlan.Hidden layer = hidden(index, shape);
        faults.checkLayer(layer);
        hidden.add(layer);
        shape = layer.out();
      }
      return new NetworkPlan(
          new NetworkPlan.Input(input.raw(), leadingShape(), input.encoding()),
          List.copyOf(hidden),
          output(shape));
    }

    /** What the data looks like behind the reshape layers that come before all others. */
    private TensorShape leadingShape() {
      TensorShape shape = input.raw();
      for (NetworkPlan.Hidden layer : hidden) {
        if (!layer.kind().is(LayerTrait.RESHAPES)) {
          break;
        }
        shape = layer.out();
      }
      return shape;
    }

    private NetworkPlan.Hidden hidden(int index, TensorShape in) {
      LayerSpec layer = input.resolved(index, network.layers().get(index));
      LayerKind kind = LayerKind.of(layer);
      TensorShape out = in;
      try {
        out = kind.after(in, index != lastRecurrent);
      } catch (Misfit misfit) {
        fits = false;
        faults.add(
            new PlanFault(
                "/network/layers/" + index + misfit.field(),
                "shape_mismatch",
                misfit.getMessage()));
      }
      return new NetworkPlan.Hidden(
          layer,
          shape(index, kind, in, out),
          in,
          out,
          initialization(kind, in),
          penalty(kind.weights()));
    }

    private static LayerShape shape(int index, LayerKind layer, TensorShape in, TensorShape out) {
      return new LayerShape(
          index,
          layer.type() + "_" + index,
          layer.type(),
          layer.inputs(in),
          out.width(),
          layer.parameters(in),
          out.sizes());
    }

    private Initialization initialization(LayerKind layer, TensorShape in) {
      LayerSpec.Weighted own = layer.weights();
      Double bias = own == null ? null : own.biasInit();
      return new Initialization(
          InitialWeightDefaults.of(layer, network, in.width()),
          bias == null ? network.biasInit() : bias);
    }

    private Penalty penalty(LayerSpec.@Nullable Weighted own) {
      Double l1 = own == null ? null : own.l1();
      Double l2 = own == null ? null : own.l2();
      return new Penalty(l1 == null ? network.l1() : l1, l2 == null ? network.l2() : l2);
    }

    private NetworkPlan.Output output(TensorShape in) {
      OutputSpec override = network.output();
      boolean classification = schema.task() == DatasetSchema.Task.CLASSIFICATION;
      int units = override.units() == null ? schema.outputs() : override.units();
      faults.checkOutputUnits(units, schema);
      if (fits) {
        faults.checkOutputInput(in, network.layers().size());
      }
      int inputs = (int) Math.min(Integer.MAX_VALUE, Math.max(1, in.size()));
      LayerShape shape =
          new LayerShape(
              network.layers().size(),
              "output",
              "output",
              inputs,
              units,
              Sizes.affine(inputs, units));
      return new NetworkPlan.Output(
          shape,
          in,
          activation(override, classification),
          loss(override, classification),
          InitialWeightDefaults.ofOutput(network, classification, inputs),
          new Penalty(network.l1(), network.l2()));
    }
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
