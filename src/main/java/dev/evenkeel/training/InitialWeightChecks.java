package dev.evenkeel.training;

import dev.evenkeel.training.spec.Activation;
import dev.evenkeel.training.spec.LayerSpec;
import dev.evenkeel.training.spec.TrainingSpec;
import dev.evenkeel.training.spec.WeightInit;
import dev.evenkeel.training.stability.Cause;
import dev.evenkeel.training.stability.Severity;
import dev.evenkeel.training.stability.SpecChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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

  /** Pascanu et al. (2013): a recurrent matrix multiplies a gradient once a step. */
  private static final double RECURRENT_RANGE = 1e3;

  /** A bias below that keeps a rectifier shut for inputs of unit scale. */
  private static final double SHUT = -1;

  /** A penalty of that many times the usual first loss drowns the data for a while. */
  private static final double OUTWEIGHS = 10;

  /** The least penalty of weights that have learned something; beyond that nothing pays. */
  private static final double UNAFFORDABLE = 2;

  private static final String SANE = "Use weight_init he for relu, xavier for tanh and sigmoid.";

  private final TrainingSpec spec;
  private final NetworkPlan plan;
  private final SpecRepairs repairs;
  private final List<Suspicion> found = new ArrayList<>();

  InitialWeightChecks(RunSetup setup) {
    spec = setup.spec();
    plan = setup.plan();
    repairs = new SpecRepairs(setup);
    if (spec.base() == null && spec.network().baseModelId() == null) {
      checkGain();
      checkConstants();
      checkBias();
      plan.hidden().forEach(this::checkRecurrence);
      checkPenalty();
    }
  }

  List<Suspicion> found() {
    return List.copyOf(found);
  }

  private void checkGain() {
    double gain = 1;
    int layers = 0;
    boolean bounded = false;
    for (NetworkPlan.Hidden layer : plan.hidden()) {
      if (layer.spec() instanceof LayerSpec.BatchNormalization) {
        gain = 1;
        layers = 0;
      } else if (layer.spec() instanceof LayerSpec.Dense dense) {
        gain *= gain(layer, dense.activation(), layer.shape().inputs());
        bounded |= SpecRepairs.isBounded(dense.activation());
        layers++;
      } else if (layer.spec() instanceof LayerSpec.Conv2d conv) {
        int patch = conv.kernel().height() * conv.kernel().width() * layer.shape().inputs();
        gain *= gain(layer, conv.activation(), patch);
        bounded |= SpecRepairs.isBounded(conv.activation());
        layers++;
      }
    }
    boolean large = gain > LARGE_GAIN;
    if (!large && (gain > SMALL_GAIN || gain == 0 || layers < 2)) {
      return;
    }
    warn(
        "/network/weight_init",
        large && bounded ? Cause.SATURATED_ACTIVATION : Cause.BAD_INITIALIZATION,
        Map.of("gain", gain, "layers", layers),
        "The initial weights multiply the variance of a signal by %s on its way through %d layers."
            .formatted(Diagnostician.show(gain), layers),
        SANE,
        large || gain < HOPELESS_GAIN ? repairs.saneInitialization() : List.of());
  }

  /** fan_in · Var(W) against 2 for rectifiers (He et al., 2015), 1 for others; 1 where named. */
  private static double gain(NetworkPlan.Hidden layer, Activation activation, int fanIn) {
    WeightInit init = layer.initialization().weights();
    double target = SpecRepairs.isBounded(activation) || activation == Activation.LINEAR ? 1 : 2;
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
            .filter(layer -> layer.spec() instanceof LayerSpec.Weighted)
            .filter(layer -> !(layer.spec() instanceof LayerSpec.Embedding))
            .toList();
    for (int i = 0; i < layers.size(); i++) {
      NetworkPlan.Hidden layer = layers.get(i);
      boolean last = i == layers.size() - 1;
      WeightInit next =
          last ? plan.output().weights() : layers.get(i + 1).initialization().weights();
      if (isConstant(layer.initialization().weights()) && !isToldApart(layer.spec())) {
        constant(layer, isConstant(next) || isShut(layer));
        return;
      }
    }
  }

  /** Random weights from step to step make units differ. */
  private static boolean isToldApart(LayerSpec layer) {
    return layer instanceof LayerSpec.Recurrent || layer instanceof LayerSpec.Bidirectional;
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
  private void constant(NetworkPlan.Hidden layer, boolean forEver) {
    int index = layer.shape().index();
    warn(
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
        forEver ? repairs.saneInitialization() : List.of());
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
    for (NetworkPlan.Hidden layer : plan.hidden()) {
      if (rectifies(layer) && layer.initialization().bias() < SHUT) {
        warn(
            "/network/bias_init",
            Cause.DEAD_RELU,
            Map.of("bias", layer.initialization().bias()),
            "A bias of %s keeps the relu units of layer %d shut from the start."
                .formatted(layer.initialization().bias(), layer.shape().index()),
            "Leave bias_init at 0.",
            repairs.saneInitialization());
        return;
      }
    }
  }

  private static boolean rectifies(NetworkPlan.Hidden layer) {
    return layer.spec() instanceof LayerSpec.Dense dense && dense.activation() == Activation.RELU
        || layer.spec() instanceof LayerSpec.Conv2d conv && conv.activation() == Activation.RELU;
  }

  private void checkRecurrence(NetworkPlan.Hidden layer) {
    LayerSpec inner =
        layer.spec() instanceof LayerSpec.Bidirectional both ? both.layer() : layer.spec();
    if (!(inner instanceof LayerSpec.SimpleRnn rnn)
        || !(layer.in() instanceof TensorShape.Sequence sequence)) {
      return;
    }
    double radius = radius(rnn);
    double power = Math.pow(radius, sequence.steps());
    String pointer = "/network/layers/%d/recurrent_init".formatted(layer.shape().index());
    if (power < 1 / RECURRENT_RANGE) {
      warn(
          pointer,
          Cause.VANISHING_GRADIENT,
          Map.of("radius", radius, "steps", sequence.steps()),
          "The recurrence shrinks a gradient to %s of itself in each of %d steps: nothing early in a sequence can be learned."
              .formatted(Diagnostician.show(radius), sequence.steps()),
          "Use an lstm, or recurrent_init orthogonal.",
          repairs.openActivations());
    } else if (power > RECURRENT_RANGE) {
      warn(
          pointer,
          Cause.EXPLODING_RECURRENCE,
          Map.of("radius", radius, "steps", sequence.steps()),
          "The recurrence multiplies a gradient by %s in each of %d steps."
              .formatted(Diagnostician.show(radius), sequence.steps()),
          "Leave recurrent_init at orthogonal.",
          repairs.saneInitialization());
    }
  }

  /** The spectral radius to be expected (circular law: std · √units). */
  private static double radius(LayerSpec.SimpleRnn rnn) {
    WeightInit init = rnn.recurrentInit();
    double root = Math.sqrt(rnn.units());
    return switch (init.type()) {
      case ORTHOGONAL, IDENTITY -> init.gain();
      case NORMAL -> init.std() * root;
      case UNIFORM -> (init.high() - init.low()) / Math.sqrt(12) * root;
      case CONSTANT -> Math.abs(init.value()) * rnn.units();
      case ONES -> rnn.units();
      case ZEROS -> 0;
      case XAVIER, XAVIER_UNIFORM, HE, HE_UNIFORM, LECUN -> 1;
    };
  }

  private void checkPenalty() {
    int outputs = plan.output().shape().outputs();
    double penalty = 0;
    double least = 0;
    for (NetworkPlan.Hidden layer : plan.hidden()) {
      double inputs = Math.max(1, layer.shape().inputs());
      double weights = layer.shape().parameters();
      double l1 = layer.penalty().l1();
      double l2 = layer.penalty().l2();
      penalty += l2 / 2 * weights * 2 / inputs + l1 * weights * Math.sqrt(2 / inputs) * 0.8;
      // One direction an output, of the gain that keeps a signal's size: ½·λ·√2² each.
      double directions = weights == 0 ? 0 : Math.min(outputs, layer.shape().outputs());
      least += directions * (l2 + 2 * l1);
    }
    double usual = Math.max(0.5, Math.log(Math.max(2, outputs)));
    List<SpecChange> fix = repairs.withoutPenalties();
    boolean lost = penalty > OUTWEIGHS * usual && least > UNAFFORDABLE * usual;
    if (lost && !fix.isEmpty()) {
      warn(
          "/network/l2",
          Cause.OVER_REGULARIZED,
          Map.of("penalty", penalty, "least", least),
          "The penalties on the initial weights cost %s, and on weights that have learned anything at least %s: more than there is to be gained (about %s)."
              .formatted(
                  Diagnostician.show(penalty),
                  Diagnostician.show(least),
                  Diagnostician.show(usual)),
          "Lower network.l1 and network.l2, to 1e-4 for a start.",
          fix);
    }
  }

  private void warn(
      String pointer,
      Cause cause,
      Map<String, Object> evidence,
      String message,
      String advice,
      List<SpecChange> fix) {
    boolean curable = !fix.isEmpty();
    found.add(
        new Suspicion(
            pointer,
            cause,
            curable ? Severity.WARNING : Severity.INFO,
            evidence,
            message,
            advice,
            fix));
  }
}
