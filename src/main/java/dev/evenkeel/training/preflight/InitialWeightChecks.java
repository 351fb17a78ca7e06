package dev.evenkeel.training.preflight;

import dev.evenkeel.training.RunSetup;
import dev.evenkeel.training.plan.NetworkPlan;
import dev.evenkeel.training.plan.layers.LayerKind;
import dev.evenkeel.training.plan.layers.LayerTrait;
import dev.evenkeel.training.repair.Figures;
import dev.evenkeel.training.repair.LayerRepairs;
import dev.evenkeel.training.repair.SpecRepairs;
import dev.evenkeel.training.spec.Activation;
import dev.evenkeel.training.spec.TrainingSpec;
import dev.evenkeel.training.spec.WeightInit;
import dev.evenkeel.training.stability.Cause;
import dev.evenkeel.training.stability.SpecChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds initial weights through which no signal or gradient of a usable size would pass, from the
 * spec alone.
 */
final class InitialWeightChecks {

  /** Beyond that the layers' gains, multiplied over depth, drown or blow up a signal. */
  private static final double LARGE_GAIN = 100;

  private static final double SMALL_GAIN = 1e-3;

  /** A signal of a thousandth its size, which no usual learning rate gets to learn from. */
  private static final double HOPELESS_GAIN = 1e-6;

  /** A bias below that keeps a rectifier shut for inputs of unit scale. */
  private static final double SHUT = -1;

  /** A penalty of that many times the usual first loss drowns the data for a while. */
  private static final double OUTWEIGHS = 10;

  /** The least penalty of weights that have learned something; beyond that nothing pays. */
  private static final double UNAFFORDABLE = 2;

  private static final String SANE = "Use weight_init he for relu, xavier for tanh and sigmoid.";

  private final RunSetup setup;
  private final NetworkPlan plan;
  private final LayerRepairs repairs;
  private final List<PreflightWarning> found = new ArrayList<>();

  InitialWeightChecks(RunSetup setup) {
    this.setup = setup;
    TrainingSpec spec = setup.spec();
    plan = setup.plan();
    repairs = new LayerRepairs(setup);
    if (spec.base() == null && spec.network().baseModelId() == null) {
      checkGain();
      checkOutput();
      checkConstants();
      checkBias();
      checkPenalty();
    }
  }

  List<PreflightWarning> found() {
    return List.copyOf(found);
  }

  private void checkGain() {
    double gain = 1;
    int layers = 0;
    boolean bounded = false;
    for (NetworkPlan.Hidden layer : plan.hidden()) {
      LayerKind kind = layer.kind();
      if (kind.is(LayerTrait.NORMALIZES_BATCH)) {
        gain = 1;
        layers = 0;
      } else if (kind.is(LayerTrait.FEED_FORWARD)) {
        gain *= gain(layer, kind.activation());
        bounded |= LayerRepairs.isBounded(kind.activation());
        layers++;
      }
    }
    boolean large = gain > LARGE_GAIN;
    if (!large && (gain > SMALL_GAIN || gain == 0 || layers < 2)) {
      return;
    }
    found.add(
        PreflightWarning.of(
            "/network/weight_init",
            large && bounded ? Cause.SATURATED_ACTIVATION : Cause.BAD_INITIALIZATION,
            Map.of("gain", gain, "layers", layers),
            "The initial weights multiply the variance of a signal by %s on its way through %s."
                .formatted(Figures.show(gain), Figures.count(layers, "layer")),
            SANE,
            large || gain < HOPELESS_GAIN ? repairs.saneInitialization() : List.of()));
  }

  /** The inputs of a unit: of a convolution those of its whole patch. */
  private static int fanIn(NetworkPlan.Hidden layer) {
    List<Integer> fanIns = layer.kind().fanIns(layer.in());
    return fanIns.get(fanIns.size() - 1);
  }

  /** Answers that are hundreds of units apart before anything was learned. */
  private void checkOutput() {
    int inputs = plan.output().shape().inputs();
    double gain = gain(plan.output().weights(), 1, inputs);
    // Wide weights everywhere are one fault.
    if (gain > LARGE_GAIN && found.isEmpty()) {
      found.add(
          PreflightWarning.of(
              "/network/output/weight_init",
              Cause.BAD_INITIALIZATION,
              Map.of("gain", gain),
              "The output layer's initial weights multiply the variance of a signal by %s."
                  .formatted(Figures.show(gain)),
              "Leave output.weight_init at xavier.",
              repairs.saneOutput()));
    }
  }

  /** fan_in · Var(W) against 2 for rectifiers (He et al., 2015), 1 for others; 1 where named. */
  private static double gain(NetworkPlan.Hidden layer, Activation activation) {
    double target = LayerRepairs.isBounded(activation) || activation == Activation.LINEAR ? 1 : 2;
    WeightInit init = layer.initialization().weights();
    List<Integer> fanIns = layer.kind().fanIns(layer.in());
    double gain = 1;
    for (int fanIn : fanIns.subList(0, fanIns.size() - 1)) {
      gain *= gain(init, 1, fanIn);
    }
    return gain * gain(init, target, fanIns.get(fanIns.size() - 1));
  }

  private static double gain(WeightInit init, double target, int fanIn) {
    return switch (init.type()) {
      case NORMAL -> fanIn * init.std() * init.std() / target;
      case UNIFORM -> fanIn * Math.pow(init.high() - init.low(), 2) / 12 / target;
      case ORTHOGONAL, IDENTITY -> init.gain() * init.gain();
      case XAVIER, XAVIER_UNIFORM, HE, HE_UNIFORM, LECUN, ZEROS, ONES, CONSTANT -> 1;
    };
  }

  private void checkConstants() {
    List<NetworkPlan.Hidden> layers =
        plan.hidden().stream()
            .filter(layer -> layer.kind().weights() == layer.spec())
            .filter(layer -> !layer.kind().is(LayerTrait.TAKES_CODES))
            .toList();
    Set<Integer> constant =
        layers.stream()
            .filter(layer -> isConstant(layer.initialization().weights()))
            .map(layer -> layer.shape().index())
            .collect(Collectors.toSet());
    for (int i = 0; i < layers.size(); i++) {
      NetworkPlan.Hidden layer = layers.get(i);
      boolean last = i == layers.size() - 1;
      WeightInit next =
          last ? plan.output().weights() : layers.get(i + 1).initialization().weights();
      if (isConstant(layer.initialization().weights()) && !isToldApart(layer.kind())) {
        constant(layer, isConstant(next) || isShut(layer), constant);
        return;
      }
    }
  }

  /** Random weights from step to step make units differ. */
  private static boolean isToldApart(LayerKind layer) {
    return layer.is(LayerTrait.RECURRENT);
  }

  /** A rectifier of zero weights passes nothing on, and nothing back. */
  private static boolean isShut(NetworkPlan.Hidden layer) {
    WeightInit init = layer.initialization().weights();
    boolean zero =
        switch (init.type()) {
          case ZEROS -> true;
          case CONSTANT -> init.value() == 0;
          case NORMAL -> init.mean() == 0;
          case UNIFORM -> init.low() == 0;
          default -> false;
        };
    return zero && rectifies(layer) && layer.initialization().bias() <= 0;
  }

  /**
   * Units that start equal are told apart by the weights behind them, unless these are equal too.
   */
  private void constant(NetworkPlan.Hidden layer, boolean forEver, Set<Integer> all) {
    int index = layer.shape().index();
    found.add(
        PreflightWarning.of(
            "/network/layers/%d/weight_init".formatted(index),
            Cause.BAD_INITIALIZATION,
            Map.of("layer", index),
            "All weights of layer %d start equal%s."
                .formatted(
                    index,
                    forEver
                        ? ", so its units stay equal for ever"
                        : ": its units differ only by what the layer behind them makes of them"),
            SANE,
            forEver ? repairs.saneInitialization(all) : List.of()));
  }

  private static boolean isConstant(WeightInit init) {
    return switch (init.type()) {
      case ZEROS, ONES, CONSTANT -> true;
      case NORMAL -> init.std() == 0;
      case UNIFORM -> init.high().equals(init.low());
      case XAVIER, XAVIER_UNIFORM, HE, HE_UNIFORM, LECUN, ORTHOGONAL, IDENTITY -> false;
    };
  }

  private void checkBias() {
    List<NetworkPlan.Hidden> shut =
        plan.hidden().stream()
            .filter(layer -> rectifies(layer) && layer.initialization().bias() < SHUT)
            .toList();
    if (!shut.isEmpty()) {
      Set<Integer> layers =
          shut.stream().map(layer -> layer.shape().index()).collect(Collectors.toSet());
      double bias = shut.get(0).initialization().bias();
      found.add(
          PreflightWarning.of(
              "/network/bias_init",
              Cause.DEAD_RELU,
              Map.of("bias", bias),
              "A bias of %s keeps the relu units of layer %d shut from the start."
                  .formatted(Figures.show(bias), shut.get(0).shape().index()),
              "Leave bias_init at 0.",
              repairs.openBiases(layers)));
    }
  }

  private static boolean rectifies(NetworkPlan.Hidden layer) {
    return layer.kind().is(LayerTrait.FEED_FORWARD) && layer.kind().activation() == Activation.RELU;
  }

  private void checkPenalty() {
    int outputs = plan.output().shape().outputs();
    double penalty = 0;
    double least = 0;
    for (NetworkPlan.Hidden layer : plan.hidden()) {
      double inputs = Math.max(1, fanIn(layer));
      double weights = layer.shape().parameters();
      double l1 = layer.penalty().l1();
      double l2 = layer.penalty().l2();
      penalty += l2 / 2 * weights * 2 / inputs + l1 * weights * Math.sqrt(2 / inputs) * 0.8;
      // One direction an output, of the gain that keeps a signal's size: ½·λ·√2² each.
      double directions = weights == 0 ? 0 : Math.min(outputs, layer.shape().outputs());
      least += directions * (l2 + 2 * l1);
    }
    double usual = Math.max(0.5, Math.log(Math.max(2, outputs)));
    List<SpecChange> fix = new SpecRepairs(setup).withoutPenalties();
    boolean lost = penalty > OUTWEIGHS * usual && least > UNAFFORDABLE * usual;
    if (lost && !fix.isEmpty()) {
      found.add(
          PreflightWarning.of(
              "/network/l2",
              Cause.OVER_REGULARIZED,
              Map.of("penalty", penalty, "least", least),
              "The penalties on the initial weights cost %s, and on weights that have learned anything at least %s: more than there is to be gained (about %s)."
                  .formatted(Figures.show(penalty), Figures.show(least), Figures.show(usual)),
              "Lower network.l1 and network.l2, to 1e-4 for a start.",
              fix));
    }
  }
}
