package dev.evenkeel.training.preflight;

import dev.evenkeel.training.LearningRateSchedule;
import dev.evenkeel.training.RunSetup;
import dev.evenkeel.training.RunShape;
import dev.evenkeel.training.plan.NetworkPlan;
import dev.evenkeel.training.plan.layers.LayerKind;
import dev.evenkeel.training.plan.layers.LayerShape;
import dev.evenkeel.training.plan.layers.LayerTrait;
import dev.evenkeel.training.spec.OptimizationSpec;
import dev.evenkeel.training.spec.OptimizerSpec;
import dev.evenkeel.training.spec.ScheduleSpec;
import java.util.List;

/**
 * How far the steps of a plan can carry a network at most, from the spec alone.
 *
 * @param steps of the whole plan
 * @param rates the sum of the rates of all steps, by the schedule
 * @param even what that sum would be without the schedule
 * @param idle the share of steps at less than a thousandth of the base rate
 * @param fanIn inputs of a unit, summed over the layers with weights
 * @param norm root of the sum of squares of the initial weights, as he starts them
 */
record Pace(
    OptimizerSpec optimizer,
    long steps,
    double rates,
    double even,
    double idle,
    double fanIn,
    double norm,
    long parameters,
    int layers) {

  /** Steps that are looked at; of a longer plan every so many-th. */
  private static final int MOST_LOOKED_AT = 20_000;

  private static final double IDLE = 1e-3;

  /** Half of a rectifier's units are shut. */
  private static final double OPEN = 0.5;

  /** What answers must move to tell classes: a logit of about 2. */
  private static final double LOGIT = 2;

  static Pace of(RunSetup setup, long examples) {
    OptimizationSpec training = setup.spec().training();
    int perEpoch = (int) Math.ceil((double) examples / training.batchSize());
    long steps = (long) perEpoch * training.epochs();
    RunShape shape = new RunShape(List.of(), 0, examples, perEpoch, steps);
    Rates rates = rates(training.schedule(), training.optimizer(), shape);
    double fanIn = 0;
    double squares = 0;
    long parameters = 0;
    int layers = 0;
    for (LayerShape layer : setup.plan().shapes()) {
      if (learns(setup.plan(), layer)) {
        fanIn += (double) layer.parameters() / layer.outputs();
        squares += 2.0 * layer.outputs();
        parameters += layer.parameters();
        layers++;
      }
    }
    return new Pace(
        training.optimizer(),
        steps,
        rates.sum,
        rates.even,
        rates.idle,
        fanIn,
        Math.sqrt(squares),
        parameters,
        layers);
  }

  /** Of an embedding only what occurs is moved, and a norm's gain and shift are no weights. */
  private static boolean learns(NetworkPlan plan, LayerShape layer) {
    if (layer.index() >= plan.hidden().size()) {
      return true;
    }
    LayerKind kind = plan.hidden().get(layer.index()).kind();
    return layer.hasParameters()
        && !kind.is(LayerTrait.TAKES_CODES)
        && !kind.is(LayerTrait.NORMALIZES_BATCH);
  }

  private record Rates(double sum, double even, double idle) {}

  private static Rates rates(ScheduleSpec spec, OptimizerSpec optimizer, RunShape shape) {
    double base = optimizer.learningRate();
    LearningRateSchedule schedule = new LearningRateSchedule(spec, base, shape);
    long stride = Math.max(1, shape.iterations() / MOST_LOOKED_AT);
    double sum = 0;
    double even = 0;
    long idle = 0;
    long looked = 0;
    for (long i = 1; i <= shape.iterations(); i += stride) {
      double rate = schedule.rate(i);
      // Adagrad divides by the root of all squares so far (Duchi et al., 2011).
      double fading = optimizer.type() == OptimizerSpec.Type.ADAGRAD ? Math.sqrt(i) : 1;
      sum += rate / fading;
      even += base / fading;
      idle += rate < IDLE * base ? 1 : 0;
      looked++;
    }
    return new Rates(sum * stride, even * stride, (double) idle / Math.max(1, looked));
  }

  /** Whether the size of a gradient is divided out of a step. */
  boolean isScaleFree() {
    return switch (optimizer.type()) {
      case ADAM, ADAMW, AMSGRAD, NADAM, ADAMAX, RMSPROP, ADAGRAD -> true;
      case SGD, MOMENTUM, NESTEROV, ADADELTA, LBFGS, CONJUGATE_GRADIENT -> false;
    };
  }

  /** Whether the rate says how far a step goes. */
  boolean isKnown() {
    return isScaleFree() || followsGradient();
  }

  boolean followsGradient() {
    return switch (optimizer.type()) {
      case SGD, MOMENTUM, NESTEROV -> true;
      case ADAM,
          ADAMW,
          AMSGRAD,
          NADAM,
          ADAMAX,
          RMSPROP,
          ADAGRAD,
          ADADELTA,
          LBFGS,
          CONJUGATE_GRADIENT ->
          false;
    };
  }

  /** The sum of the rates, with what momentum adds to each. */
  double effectiveRates() {
    Double momentum = optimizer.momentum();
    return momentum == null ? rates : rates / (1 - Math.min(0.999, momentum));
  }

  /**
   * The answers' way as a share of the way to be gone: 1 is enough for a simple task. Rules that
   * divide by the gradient's size move each weight by up to the rate, and an answer by that times
   * the weights before it; the others shrink an error by about the rate a step.
   */
  double reach() {
    return isScaleFree() ? effectiveRates() * fanIn * OPEN / LOGIT : effectiveRates();
  }

  /** The same had every step had the base rate. */
  double reachUnscheduled() {
    return reach() / left();
  }

  /** What the schedule leaves of the rates. */
  double left() {
    return even == 0 ? 1 : Math.max(Double.MIN_NORMAL, rates / even);
  }
}
