package dev.evenkeel.training.preflight;

import dev.evenkeel.training.NetworkPlan;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.spec.Activation;
import dev.evenkeel.training.spec.LayerSpec;
import dev.evenkeel.training.spec.Loss;
import dev.evenkeel.training.spec.OptimizerSpec;
import dev.evenkeel.training.spec.PreprocessingSpec.TargetScaling;
import dev.evenkeel.training.spec.SpecEdits;
import dev.evenkeel.training.spec.TrainingSpec;
import dev.evenkeel.training.stability.Cause;
import dev.evenkeel.training.stability.Severity;
import dev.evenkeel.training.stability.SpecChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Finds what can be built but will hardly train, from the spec alone, without a look at the data.
 */
final class UnwiseChoices {

  private static final double LOWEST_RATE = 1e-6;
  private static final double HIGHEST_RATE = 1.0;
  private static final double HIGHEST_ADAM_RATE = 0.05;

  private final List<PreflightWarning> found = new ArrayList<>();
  private final TrainingSpec spec;

  private UnwiseChoices(TrainingSpec spec) {
    this.spec = spec;
  }

  static List<PreflightWarning> of(TrainingSpec spec, NetworkPlan plan, DatasetSchema schema) {
    UnwiseChoices choices = new UnwiseChoices(spec);
    choices.checkHidden(plan);
    if (schema.task() == DatasetSchema.Task.CLASSIFICATION) {
      choices.checkClassification(plan.output());
    } else {
      boolean standardized = spec.preprocessing().target() == TargetScaling.STANDARDIZE;
      choices.checkRegression(plan.output(), standardized);
    }
    choices.checkRate(spec.training().optimizer());
    return choices.found;
  }

  private void checkHidden(NetworkPlan plan) {
    for (NetworkPlan.Hidden layer : plan.hidden()) {
      Activation activation = null;
      if (layer.spec() instanceof LayerSpec.Dense dense) {
        activation = dense.activation();
      } else if (layer.spec() instanceof LayerSpec.Conv2d conv) {
        activation = conv.activation();
      } else if (layer.spec() instanceof LayerSpec.ActivationOnly only) {
        activation = only.activation();
      }
      if (activation == Activation.SOFTMAX) {
        add(
            "/network/layers/%d/activation".formatted(layer.shape().index()),
            Cause.SATURATED_ACTIVATION,
            Severity.INFO,
            "Softmax inside a network makes its units compete and its gradient small; relu or tanh are the usual choice.",
            List.of());
      }
    }
  }

  private void checkClassification(NetworkPlan.Output output) {
    if (output.activation() == Activation.SOFTMAX && output.shape().outputs() == 1) {
      mismatch(
          "activation",
          probabilities(output),
          "Softmax of a single unit is always 1, so nothing can be learned. Use sigmoid with binary_cross_entropy, or one unit a class.");
      return;
    }
    classificationProblem(output)
        .ifPresent(problem -> mismatch("loss", probabilities(output), problem));
  }

  private static Optional<String> classificationProblem(NetworkPlan.Output output) {
    Activation activation = output.activation();
    return switch (output.loss()) {
      case CROSS_ENTROPY, KL_DIVERGENCE ->
          unless(
              activation == Activation.SOFTMAX,
              "%s expects the probabilities of softmax, not the outputs of %s. Use softmax, or binary_cross_entropy with sigmoid.",
              output);
      case BINARY_CROSS_ENTROPY ->
          unless(
              activation == Activation.SIGMOID || activation == Activation.SOFTMAX,
              "%s expects outputs between 0 and 1, which %s does not give. Use sigmoid.",
              output);
      case HINGE ->
          unless(
              activation == Activation.LINEAR || activation == Activation.TANH,
              "%s pulls outputs to -1 and +1, which %s cannot reach. Use linear.",
              output);
      case MSLE, POISSON ->
          unless(false, "%s is a loss for counts, not for classes (activation %s).", output);
      case MSE, MAE, HUBER -> Optional.empty();
    };
  }

  private void checkRegression(NetworkPlan.Output output, boolean standardized) {
    Loss loss = output.loss();
    switch (loss) {
      case CROSS_ENTROPY, BINARY_CROSS_ENTROPY, KL_DIVERGENCE, HINGE ->
          mismatch(
              "loss",
              numbers(),
              "%s is a loss for classes; the targets are numbers. Use mse, mae or huber."
                  .formatted(name(loss)));
      case MSLE, POISSON -> checkLogDomain(output, standardized);
      case MSE, MAE, HUBER -> checkReach(output.activation(), standardized);
    }
  }

  private void checkLogDomain(NetworkPlan.Output output, boolean standardized) {
    boolean positive =
        switch (output.activation()) {
          case SOFTPLUS, SIGMOID, SOFTMAX, RELU -> true;
          case LEAKY_RELU, ELU, SELU, GELU, SWISH, TANH, LINEAR, SOFTSIGN -> false;
          case HARD_SIGMOID -> true;
        };
    if (standardized || !positive) {
      add(
          "/network/output/loss",
          Cause.LOG_DOMAIN,
          Severity.WARNING,
          "%s takes the logarithm of outputs and targets, which must not be negative. Use softplus as the output's activation and preprocessing.target none for counts, mse for other numbers."
              .formatted(name(output.loss())),
          standardized || output.loss() != Loss.POISSON ? numbers() : counts());
    }
  }

  /** Rates of counts are positive. */
  private List<SpecChange> counts() {
    return List.of(SpecEdits.change(spec, "/network/output/activation", "softplus"));
  }

  private void checkReach(Activation activation, boolean standardized) {
    boolean unbounded =
        switch (activation) {
          case LINEAR, LEAKY_RELU -> true;
          case RELU,
              ELU,
              SELU,
              GELU,
              SWISH,
              SOFTPLUS,
              TANH,
              SIGMOID,
              SOFTMAX,
              HARD_SIGMOID,
              SOFTSIGN ->
              false;
        };
    if (standardized && !unbounded) {
      mismatch(
          "activation",
          numbers(),
          "Standardized targets lie on both sides of 0 and beyond 1; %s cannot reach them all. Use linear."
              .formatted(name(activation)));
    }
  }

  private void checkRate(OptimizerSpec optimizer) {
    if (optimizer.type().isFullBatch()) {
      // The line search goes on from it, up or down.
      return;
    }
    double rate = optimizer.learningRate();
    double highest = optimizer.type().isAdamFamily() ? HIGHEST_ADAM_RATE : HIGHEST_RATE;
    if (rate > highest) {
      add(
          "/training/optimizer/learning_rate",
          Cause.LEARNING_RATE_TOO_HIGH,
          Severity.INFO,
          "A learning rate of %s is high for %s: above %s few networks train."
              .formatted(rate, name(optimizer.type()), highest),
          List.of());
    } else if (rate < LOWEST_RATE) {
      add(
          "/training/optimizer/learning_rate",
          Cause.LEARNING_RATE_TOO_LOW,
          Severity.INFO,
          "A learning rate of %s is so low that the network will hardly move; start at 1e-3."
              .formatted(rate),
          List.of());
    }
  }

  private static Optional<String> unless(boolean fits, String message, NetworkPlan.Output output) {
    return fits
        ? Optional.empty()
        : Optional.of(message.formatted(name(output.loss()), name(output.activation())));
  }

  private void mismatch(String field, List<SpecChange> fix, String message) {
    add("/network/output/" + field, Cause.LOSS_OUTPUT_MISMATCH, Severity.WARNING, message, fix);
  }

  /** The pair for classes that fits the number of units. */
  private List<SpecChange> probabilities(NetworkPlan.Output output) {
    return output.shape().outputs() == 1
        ? pair("sigmoid", "binary_cross_entropy")
        : pair("softmax", "cross_entropy");
  }

  private List<SpecChange> numbers() {
    return pair("linear", "mse");
  }

  private List<SpecChange> pair(String activation, String loss) {
    return List.of(
        SpecEdits.change(spec, "/network/output/activation", activation),
        SpecEdits.change(spec, "/network/output/loss", loss));
  }

  private void add(
      String pointer, Cause cause, Severity severity, String message, List<SpecChange> fix) {
    found.add(new PreflightWarning(pointer, cause, severity, Map.of(), message, "", fix));
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
