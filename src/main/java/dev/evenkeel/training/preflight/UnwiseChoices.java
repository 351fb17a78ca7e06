package dev.evenkeel.training.preflight;

import dev.evenkeel.training.RunSetup;
import dev.evenkeel.training.data.DataFacts;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.plan.NetworkPlan;
import dev.evenkeel.training.repair.Figures;
import dev.evenkeel.training.spec.Activation;
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
 * Finds what can be built but will hardly train, from the spec alone, with a look at the data only
 * to choose a cure.
 */
final class UnwiseChoices {

  private static final double LOWEST_RATE = 1e-6;
  private static final double HIGHEST_RATE = 1.0;
  private static final double HIGHEST_ADAM_RATE = 0.05;

  /** Counts beyond that are learned as standardized numbers. */
  private static final double LARGEST_RATE = 1000;

  private final List<PreflightWarning> found = new ArrayList<>();
  private final TrainingSpec spec;
  private final DataFacts facts;

  private UnwiseChoices(TrainingSpec spec, DataFacts facts) {
    this.spec = spec;
    this.facts = facts;
  }

  static List<PreflightWarning> of(RunSetup setup, DatasetSchema schema, DataFacts facts) {
    UnwiseChoices choices = new UnwiseChoices(setup.spec(), facts);
    TrainingSpec spec = setup.spec();
    NetworkPlan plan = setup.plan();
    if (schema.task() == DatasetSchema.Task.CLASSIFICATION) {
      choices.checkClassification(plan.output());
    } else {
      boolean standardized = spec.preprocessing().target() == TargetScaling.STANDARDIZE;
      choices.checkRegression(plan.output(), standardized);
    }
    choices.checkRate(spec.training().optimizer());
    return choices.found;
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
    if (standardized || !OutputChecks.isInLogDomain(output.loss(), output.activation())) {
      add(
          "/network/output/loss",
          Cause.LOG_DOMAIN,
          Severity.WARNING,
          "%s takes the logarithm of outputs and targets, which must not be negative%s. Use softplus as the output's activation and preprocessing.target none for counts, mse for other numbers."
              .formatted(
                  name(output.loss()), output.loss() == Loss.POISSON ? ", and outputs not 0" : ""),
          areCounts(standardized) ? counts(standardized) : numbers());
    }
  }

  /**
   * Whether the loss suits the targets, so that the output is what is wrong; a rate of a size that
   * a raw output gets to.
   */
  private boolean areCounts(boolean standardized) {
    return facts.targets().isEmpty()
        ? !standardized
        : facts.targets().stream().allMatch(one -> one.least() >= 0 && one.size() <= LARGEST_RATE);
  }

  /** Rates of counts are positive, and in the counts' own unit. */
  private List<SpecChange> counts(boolean standardized) {
    List<SpecChange> changes = new ArrayList<>();
    changes.add(SpecEdits.change(spec, "/network/output/activation", "softplus"));
    if (standardized) {
      changes.add(SpecEdits.change(spec, "/preprocessing/target", "none"));
    }
    return changes;
  }

  private void checkReach(Activation activation, boolean standardized) {
    if (standardized && OutputChecks.Range.of(activation).missesStandardized()) {
      mismatch(
          "activation",
          List.of(SpecEdits.change(spec, "/network/output/activation", "linear")),
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
              .formatted(Figures.show(rate), name(optimizer.type()), Figures.show(highest)),
          List.of());
    } else if (rate < LOWEST_RATE) {
      add(
          "/training/optimizer/learning_rate",
          Cause.LEARNING_RATE_TOO_LOW,
          Severity.INFO,
          "A learning rate of %s is so low that the network will hardly move; start at 1e-3."
              .formatted(Figures.show(rate)),
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
