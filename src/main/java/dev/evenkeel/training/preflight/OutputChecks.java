package dev.evenkeel.training.preflight;

import dev.evenkeel.training.data.DataFacts;
import dev.evenkeel.training.repair.Figures;
import dev.evenkeel.training.spec.Activation;
import dev.evenkeel.training.spec.Loss;
import dev.evenkeel.training.spec.OutputSpec;
import dev.evenkeel.training.spec.PreprocessingSpec.TargetScaling;
import dev.evenkeel.training.spec.SpecEdits;
import dev.evenkeel.training.spec.TrainingSpec;
import dev.evenkeel.training.stability.Cause;
import dev.evenkeel.training.stability.SpecChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Holds what the output layer can answer against the numbers that it is to learn. */
final class OutputChecks {

  /** A smaller share out of reach costs little. */
  private static final double REAL = 0.01;

  /** Standard deviations beyond a bound that an answer at the bound makes little of. */
  private static final double NEAR = 0.1;

  private static final double ROUNDING = 1e-6;

  private static final double SWISH_MINIMUM = -0.2785;

  private static final double GELU_MINIMUM = -0.17;
  private static final double SELU_MINIMUM = -1.7581;

  private final TrainingSpec spec;
  private final DataFacts facts;
  private final Activation activation;
  private final Loss loss;
  private final boolean standardized;
  private final List<PreflightWarning> found = new ArrayList<>();

  OutputChecks(TrainingSpec spec, DataFacts facts) {
    this.spec = spec;
    this.facts = facts;
    OutputSpec output = spec.network().output();
    boolean derived = output == null || output.activation() == null;
    activation = derived ? Activation.LINEAR : output.activation();
    loss = output == null || output.loss() == null ? Loss.MSE : output.loss();
    standardized = spec.preprocessing().target() == TargetScaling.STANDARDIZE;
    switch (loss) {
      case MSE, MAE, HUBER -> checkReach("linear");
      case MSLE, POISSON -> checkCounts();
      // The pair itself is wrong, which the spec alone shows.
      case CROSS_ENTROPY, BINARY_CROSS_ENTROPY, KL_DIVERGENCE, HINGE -> {}
    }
  }

  List<PreflightWarning> found() {
    return List.copyOf(found);
  }

  /** What an activation's answers lie between; the bounds themselves are as good as reached. */
  record Range(double least, double most) {

    static Range of(Activation activation) {
      return switch (activation) {
        case RELU, SOFTPLUS -> new Range(0, Double.POSITIVE_INFINITY);
        case SIGMOID, HARD_SIGMOID, SOFTMAX -> new Range(0, 1);
        case TANH, SOFTSIGN -> new Range(-1, 1);
        case ELU -> new Range(-1, Double.POSITIVE_INFINITY);
        case SELU -> new Range(SELU_MINIMUM, Double.POSITIVE_INFINITY);
        case GELU -> new Range(GELU_MINIMUM, Double.POSITIVE_INFINITY);
        case SWISH -> new Range(SWISH_MINIMUM, Double.POSITIVE_INFINITY);
        case LEAKY_RELU, LINEAR -> new Range(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
      };
    }

    /** Whether numbers of mean 0 and standard deviation 1 never fit. */
    boolean missesStandardized() {
      return least >= 0 || most <= 1;
    }
  }

  private void checkReach(String better) {
    Range range = Range.of(activation);
    if (standardized && range.missesStandardized()) {
      return;
    }
    double worst = 0;
    DataFacts.Column which = null;
    for (DataFacts.Column target : facts.targets()) {
      double share = outside(target, range);
      if (share > worst) {
        worst = share;
        which = target;
      }
    }
    if (which != null) {
      unreachable(which, worst, better);
    }
  }

  private double outside(DataFacts.Column target, Range range) {
    double offset = standardized ? target.mean() : 0;
    double scale = standardized ? target.std() : 1;
    double slack = NEAR * target.std() + ROUNDING * (1 + Math.abs(offset));
    return target.shareOutside(
        offset + scale * range.least() - slack, offset + scale * range.most() + slack);
  }

  private void unreachable(DataFacts.Column target, double share, String better) {
    List<SpecChange> fix =
        share > REAL
            ? List.of(SpecEdits.change(spec, "/network/output/activation", better))
            : List.of();
    found.add(
        PreflightWarning.of(
            "/network/output/activation",
            Cause.LOSS_OUTPUT_MISMATCH,
            Map.of("share", share, "least", target.least(), "largest", target.largest()),
            "%s answers with %s, and %s of %s lie beyond that (they go from %s to %s%s)."
                .formatted(
                    activation.name().toLowerCase(Locale.ROOT),
                    range(),
                    Figures.percent(share),
                    target.name(),
                    Figures.show(target.least()),
                    Figures.show(target.largest()),
                    standardized ? ", standardized for the network" : ""),
            "Set network.output.activation to %s.".formatted(better),
            fix));
  }

  private String range() {
    Range range = Range.of(activation);
    return Double.isInfinite(range.most())
        ? "numbers from %s up".formatted(Figures.show(range.least()))
        : "numbers from %s to %s"
            .formatted(Figures.show(range.least()), Figures.show(range.most()));
  }

  private void checkCounts() {
    if (standardized || !isInLogDomain(loss, activation)) {
      return;
    }
    double negative = 0;
    double least = 0;
    for (DataFacts.Column target : facts.targets()) {
      negative = Math.max(negative, target.shareOutside(0, Double.POSITIVE_INFINITY));
      least = Math.min(least, target.least());
    }
    if (negative > 0) {
      boolean certain = negative > REAL || loss == Loss.MSLE && least <= -1;
      found.add(
          PreflightWarning.of(
              "/network/output/loss",
              Cause.LOG_DOMAIN,
              Map.of("share", negative, "least", least),
              "%s is for numbers from 0 up, and %s of the targets lie below (down to %s)."
                  .formatted(
                      loss.name().toLowerCase(Locale.ROOT),
                      Figures.percent(negative),
                      Figures.show(least)),
              "Use mse with a linear output.",
              certain
                  ? List.of(
                      SpecEdits.change(spec, "/network/output/activation", "linear"),
                      SpecEdits.change(spec, "/network/output/loss", "mse"))
                  : List.of()));
    } else {
      checkReach("softplus");
    }
  }

  /** Whether a loss can take the logarithm of whatever an activation answers. */
  static boolean isInLogDomain(Loss loss, Activation activation) {
    return switch (activation) {
      case SOFTPLUS, SIGMOID, HARD_SIGMOID, SOFTMAX -> true;
      // msle takes that of 1 more.
      case RELU -> loss == Loss.MSLE;
      case LEAKY_RELU, ELU, SELU, GELU, SWISH, TANH, LINEAR, SOFTSIGN -> false;
    };
  }
}
