package dev.evenkeel.training.preflight;

import static dev.evenkeel.training.TestSpecs.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.training.TensorFolder;
import dev.evenkeel.training.TestSpecs;
import dev.evenkeel.training.data.DataFacts;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.plan.NetworkPlanner;
import dev.evenkeel.training.plan.layers.PlanLimits;
import dev.evenkeel.training.spec.TrainingSpec;
import dev.evenkeel.training.stability.SpecChange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Targets of each kind under outputs that reach them, and under outputs that don't. */
class OutputChecksTest {

  private static final int ROWS = 2000;

  @TempDir Path folder;

  private enum Kind {
    /** −3 on the average. */
    NEGATIVE,
    /** 0 or 1, mostly 0. */
    COUNTS,
    /** 3 to 8. */
    POSITIVE,
    /** 0 to 1. */
    SHARES,
    /** One in a thousand below 0. */
    NEARLY_POSITIVE,
    /** Exponential: −1 up where they are standardized. */
    SKEWED,
    /** About 200,000. */
    PRICES;

    double draw(Random random, int row) {
      return switch (this) {
        case NEGATIVE -> -3 + random.nextGaussian();
        case COUNTS -> random.nextInt(10) == 0 ? 1 : 0;
        case POSITIVE -> 3 + 5 * random.nextDouble();
        case SHARES -> random.nextDouble();
        case NEARLY_POSITIVE -> row % 1000 == 999 ? -0.5 : random.nextDouble();
        case SKEWED -> -Math.log(1 - random.nextDouble());
        case PRICES -> 200_000 + 30_000 * random.nextGaussian();
      };
    }
  }

  private List<PreflightWarning> found(Kind kind, String output, String scaling)
      throws IOException {
    Random random = new Random(1);
    float[][] cells = new float[ROWS][2];
    float[][] targets = new float[ROWS][1];
    for (int i = 0; i < ROWS; i++) {
      cells[i][0] = (float) random.nextGaussian();
      cells[i][1] = (float) random.nextGaussian();
      targets[i][0] = (float) kind.draw(random, i);
    }
    DatasetSchema schema = TestSpecs.regression(ROWS, 2, "y");
    TensorFolder.write(folder, schema, cells, targets);
    TrainingSpec spec =
        spec(
            "{'layers':[{'type':'dense','units':16}],'output':%s}".formatted(output),
            "{}",
            "{}",
            "{'target':'%s'}".formatted(scaling),
            "{}");
    var plan = new NetworkPlanner(PlanLimits.defaults()).plan(spec, schema).plan();
    return PreFlight.check(spec, plan, schema, SplitFacts.ofOne(DataFacts.of(folder))).stream()
        .filter(one -> one.pointer().startsWith("/network/output"))
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "NEGATIVE, relu, mse, none, activation linear",
    "NEGATIVE, softplus, mae, none, activation linear",
    "POSITIVE, tanh, mse, none, activation linear",
    "POSITIVE, sigmoid, huber, none, activation linear",
    "NEGATIVE, elu, mse, none, activation linear",
    "NEGATIVE, elu, mse, standardize, activation linear",
    "NEGATIVE, softplus, mse, standardize, activation linear",
    "COUNTS, relu, poisson, none, activation softplus",
    "COUNTS, linear, poisson, standardize, activation softplus target none",
    "COUNTS, linear, msle, none, activation softplus",
    "POSITIVE, sigmoid, poisson, none, activation softplus",
    "NEGATIVE, softplus, poisson, none, activation linear loss mse",
    "NEGATIVE, linear, msle, standardize, loss mse",
    "PRICES, linear, msle, standardize, loss mse"
  })
  void whatCannotBeReachedGetsTheSmallestChange(
      Kind kind, String activation, String loss, String scaling, String fix) throws IOException {
    String output = "{'activation':'%s','loss':'%s'}".formatted(activation, loss);

    assertThat(found(kind, output, scaling))
        .singleElement()
        .extracting(PreflightWarning::fix)
        .satisfies(changes -> assertThat(told(changes)).isEqualTo(fix));
  }

  private static String told(List<SpecChange> changes) {
    return String.join(
        " ",
        changes.stream()
            .filter(one -> !String.valueOf(one.from()).equals(String.valueOf(one.to())))
            .map(one -> one.pointer().replaceAll(".*/", "") + " " + one.to())
            .toList());
  }

  @ParameterizedTest
  @CsvSource({
    "NEGATIVE, linear, mse, none",
    "NEGATIVE, linear, mse, standardize",
    "POSITIVE, relu, mse, none",
    "POSITIVE, softplus, poisson, none",
    "COUNTS, softplus, poisson, none",
    "COUNTS, relu, msle, none",
    "COUNTS, sigmoid, mse, none",
    "SHARES, sigmoid, mse, none",
    "SHARES, tanh, mae, none",
    "SKEWED, elu, mse, standardize",
    "NEGATIVE, leaky_relu, mse, standardize"
  })
  void saysNothingWhereEverythingIsInReach(
      Kind kind, String activation, String loss, String scaling) throws IOException {
    String output = "{'activation':'%s','loss':'%s'}".formatted(activation, loss);

    assertThat(found(kind, output, scaling)).isEmpty();
  }

  @Test
  void aFewTargetsOutOfReachAreOnlyNamed() throws IOException {
    assertThat(found(Kind.NEARLY_POSITIVE, "{'activation':'relu'}", "none"))
        .singleElement()
        .satisfies(one -> assertThat(one.fix()).isEmpty());
  }
}
