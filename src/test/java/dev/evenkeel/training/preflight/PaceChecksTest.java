package dev.evenkeel.training.preflight;

import static dev.evenkeel.training.TestSpecs.classification;
import static dev.evenkeel.training.TestSpecs.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.evenkeel.training.RunSetup;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.plan.NetworkPlanner;
import dev.evenkeel.training.plan.layers.PlanLimits;
import dev.evenkeel.training.spec.TrainingSpec;
import dev.evenkeel.training.stability.Cause;
import dev.evenkeel.training.stability.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaceChecksTest {

  private final DatasetSchema iris = classification(150, 4, "setosa", "versicolor", "virginica");
  private final DatasetSchema digits =
      classification(1500, 64, "0", "1", "2", "3", "4", "5", "6", "7", "8", "9");

  private static List<PreflightWarning> found(DatasetSchema schema, int units, String training) {
    TrainingSpec spec = spec("{'layers':[{'type':'dense','units':%d}]}".formatted(units), training);
    var plan = new NetworkPlanner(PlanLimits.defaults()).plan(spec, schema).plan();
    return new PaceChecks(new RunSetup(spec, plan), schema).found();
  }

  @Test
  void fortySmallStepsAreTooFewAndTheAdviceNamesNumbers() {
    assertThat(found(iris, 16, "{}"))
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.cause()).isEqualTo(Cause.TOO_FEW_STEPS);
              assertThat(one.severity()).isEqualTo(Severity.INFO);
              assertThat(one.message()).contains("40 steps");
              assertThat(one.advice()).contains("46 epochs", "batch_size of 7", "learning_rate of");
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'epochs':100}
          {'optimizer':{'type':'adam','learning_rate':0.01}}
          {'epochs':30,'optimizer':{'type':'sgd','learning_rate':0.05}}
          {'epochs':20,'optimizer':{'type':'momentum','learning_rate':0.01}}
          {'epochs':60,'schedule':{'type':'cosine','warmup_iterations':20},'optimizer':{'learning_rate':0.003}}
          {'epochs':60,'schedule':{'type':'exponential','factor':0.95},'optimizer':{'learning_rate':0.01}}
          {'epochs':60,'optimizer':{'type':'adagrad'}}
          {'optimizer':{'type':'lbfgs'}}
          {'epochs':60,'optimizer':{'type':'sgd','learning_rate':0.05},'gradient_clipping':{'type':'global_norm','threshold':1.0}}
          {'epochs':60,'optimizer':{'type':'sgd','learning_rate':0.05},'gradient_clipping':{'type':'global_norm','threshold':0.1}}
          {'epochs':60,'optimizer':{'type':'adam','learning_rate':0.01},'gradient_clipping':{'type':'global_norm','threshold':0.0001}}
          """)
  void saysNothingOfOrdinaryPlans(String training) {
    assertThat(found(iris, 16, training)).isEmpty();
  }

  @Test
  void aRateFarBelowTheUsualOneIsNamedInsteadOfThePlan() {
    assertThat(found(digits, 64, "{'epochs':20,'optimizer':{'type':'sgd','learning_rate':0.0001}}"))
        .extracting(PreflightWarning::cause, PreflightWarning::severity)
        .containsExactly(tuple(Cause.LEARNING_RATE_TOO_LOW, Severity.INFO));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'epochs':15,'optimizer':{'type':'sgd','learning_rate':0.05},'schedule':{'type':'step','period':5,'factor':0.5}
          'epochs':15,'optimizer':{'type':'sgd','learning_rate':0.05},'schedule':{'type':'constant','warmup_iterations':100000}
          'epochs':60,'optimizer':{'type':'sgd','learning_rate':0.01},'schedule':{'type':'exponential','factor':0.2}
          """)
  void aScheduleThatTakesTheRateAwayBecomesACosine(String training) {
    assertThat(found(digits, 64, "{%s}".formatted(training)))
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.cause()).isEqualTo(Cause.SCHEDULE);
              assertThat(one.fix().get(0).to()).hasToString("{type=cosine}");
            });
  }

  @Test
  void aScheduleThatStopsWhenEnoughIsDoneIsOnlyNamed() {
    String training =
        "{'epochs':60,'optimizer':{'type':'sgd','learning_rate':0.1},'schedule':{'type':'piecewise','boundaries':[900],'factors':[0.00001]}}";

    assertThat(found(digits, 64, training))
        .extracting(PreflightWarning::cause, PreflightWarning::severity)
        .containsExactly(tuple(Cause.SCHEDULE, Severity.INFO));
  }

  @Test
  void clippingThatHoldsEverythingBackIsLoosened() {
    String training =
        "{'epochs':12,'optimizer':{'type':'sgd','learning_rate':0.1},'gradient_clipping':{'type':'%s','threshold':%s}}";

    assertThat(found(digits, 64, training.formatted("global_norm", "1e-4")))
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.cause()).isEqualTo(Cause.GRADIENT_CLIPPING);
              assertThat(one.fix().get(0).to()).isEqualTo(1.0);
            });
    assertThat(found(digits, 64, training.formatted("value", "1e-6")))
        .extracting(PreflightWarning::cause, PreflightWarning::severity)
        .containsExactly(tuple(Cause.GRADIENT_CLIPPING, Severity.WARNING));
  }
}
