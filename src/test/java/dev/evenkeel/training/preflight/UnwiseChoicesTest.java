package dev.evenkeel.training.preflight;

import static dev.evenkeel.training.TestSpecs.classification;
import static dev.evenkeel.training.TestSpecs.regression;
import static dev.evenkeel.training.TestSpecs.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.plan.NetworkPlanner;
import dev.evenkeel.training.plan.layers.PlanFault;
import dev.evenkeel.training.plan.layers.PlanLimits;
import dev.evenkeel.training.spec.TrainingSpec;
import dev.evenkeel.training.stability.SpecChange;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can be built, and is warned of. */
class UnwiseChoicesTest {

  private final DatasetSchema iris = classification(15_000, 4, "setosa", "versicolor", "virginica");

  @Test
  void saysNothingOfAUsualNetwork() {
    assertThat(warnings(spec("{'layers':[{'type':'dense','units':16}]}", "{}"), iris)).isEmpty();
  }

  @Test
  void warnsOfNoFirstStepThatALineSearchCorrects() {
    String training = "{'optimizer':{'type':'%s','learning_rate':20}}";

    assertThat(warnings(spec("{'layers':[]}", training.formatted("lbfgs")), iris)).isEmpty();
    assertThat(warnings(spec("{'layers':[]}", training.formatted("sgd")), iris))
        .extracting(PlanFault::pointer)
        .containsExactly("/training/optimizer/learning_rate");
  }

  @ParameterizedTest
  @CsvSource({
    "softmax, mse, /network/output/activation, loss_output_mismatch, 1",
    "sigmoid, cross_entropy, /network/output/loss, loss_output_mismatch, 2",
    "linear, cross_entropy, /network/output/loss, loss_output_mismatch, 2",
    "relu, binary_cross_entropy, /network/output/loss, loss_output_mismatch, 2",
    "softmax, hinge, /network/output/loss, loss_output_mismatch, 2",
    "softmax, poisson, /network/output/loss, loss_output_mismatch, 2"
  })
  void warnsOfAnOutputThatDoesNotFitItsClasses(
      String activation, String loss, String pointer, String code, int units) {
    var warnings =
        warnings(
            spec(
                "{'layers':[],'output':{'units':%d,'activation':'%s','loss':'%s'}}"
                    .formatted(units, activation, loss),
                "{}"),
            classification(9000, 2, "no", "yes"));

    assertThat(warnings)
        .extracting(PlanFault::pointer, PlanFault::code)
        .containsExactly(tuple(pointer, code));
  }

  @ParameterizedTest
  @CsvSource({
    "linear, cross_entropy, loss_output_mismatch",
    "sigmoid, mse, loss_output_mismatch",
    "softplus, msle, log_domain"
  })
  void warnsOfAnOutputThatDoesNotFitItsTargets(String activation, String loss, String code) {
    var warnings =
        warnings(
            spec(
                "{'layers':[],'output':{'activation':'%s','loss':'%s'}}"
                    .formatted(activation, loss),
                "{}"),
            regression(9000, 2, "price"));

    assertThat(warnings).extracting(PlanFault::code).containsExactly(code);
  }

  @ParameterizedTest
  @CsvSource({
    "sgd, 20, learning_rate_too_high",
    "adam, 0.1, learning_rate_too_high",
    "sgd, 1e-8, learning_rate_too_low"
  })
  void warnsOfAStrangeLearningRate(String type, String rate, String code) {
    var warnings =
        warnings(
            spec(
                "{'layers':[]}",
                "{'optimizer':{'type':'%s','learning_rate':%s}}".formatted(type, rate)),
            iris);

    assertThat(warnings)
        .extracting(PlanFault::pointer, PlanFault::code)
        .containsExactly(tuple("/training/optimizer/learning_rate", code));
  }

  @Test
  void countsGetARateThatIsPositiveAndKeepTheirLoss() {
    TrainingSpec spec =
        spec(
            "{'layers':[],'output':{'activation':'linear','loss':'poisson'}}",
            "{}",
            "{}",
            "{'target':'none'}",
            "{}");
    DatasetSchema counts = regression(9000, 2, "count");
    var plan = new NetworkPlanner(PlanLimits.defaults()).plan(spec, counts).plan();

    assertThat(PreFlight.ofSpec(spec, plan, counts))
        .singleElement()
        .satisfies(
            one ->
                assertThat(one.fix())
                    .extracting(SpecChange::pointer, SpecChange::to)
                    .containsExactly(tuple("/network/output/activation", "softplus")));
  }

  private static List<PlanFault> warnings(TrainingSpec spec, DatasetSchema schema) {
    var plan = new NetworkPlanner(PlanLimits.defaults()).plan(spec, schema).plan();
    assertThat(plan).isNotNull();
    return PreFlight.ofSpec(spec, plan, schema).stream().map(PreflightWarning::warning).toList();
  }
}
