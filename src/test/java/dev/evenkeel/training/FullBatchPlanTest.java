package dev.evenkeel.training;

import static dev.evenkeel.training.TestSpecs.classification;
import static dev.evenkeel.training.TestSpecs.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.plan.NetworkPlanner;
import dev.evenkeel.training.plan.ResourceEstimate;
import dev.evenkeel.training.plan.layers.PlanFault;
import dev.evenkeel.training.plan.layers.PlanLimits;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of full-batch rules before a run. */
class FullBatchPlanTest {

  private final NetworkPlanner planner = new NetworkPlanner(PlanLimits.defaults());
  private final DatasetSchema iris = classification(150, 4, "setosa", "versicolor", "virginica");

  /** One iteration an epoch, and two vectors for each step that is remembered. */
  @Test
  void estimatesWhatAFullBatchTakes() {
    ResourceEstimate ten = estimate("{'type':'lbfgs'}");
    ResourceEstimate twenty = estimate("{'type':'lbfgs','history':20}");

    assertThat(ten.iterationsPerEpoch()).isEqualTo(1);
    assertThat(twenty.memoryBytes() - ten.memoryBytes()).isEqualTo(20 * 4 * ten.parameters());
    assertThat(estimate("{'type':'conjugate_gradient'}").iterationsPerEpoch()).isEqualTo(1);
    assertThat(estimate("{'type':'sgd'}").iterationsPerEpoch()).isEqualTo(4);
  }

  private ResourceEstimate estimate(String optimizer) {
    return planner
        .plan(spec("{'layers':[]}", "{'optimizer':%s}".formatted(optimizer)), iris)
        .estimate();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          'schedule':{'type':'cosine'}                           | /training/schedule/type
          'schedule':{'warmup_iterations':2}                     | /training/schedule/warmup_iterations
          'gradient_clipping':{'type':'global_norm'}             | /training/gradient_clipping/type
          """,
      quoteCharacter = '"')
  void leavesTheStepsOfAFullBatchToTheLineSearch(String field, String pointer) {
    for (String type : List.of("lbfgs", "conjugate_gradient")) {
      String training = "{'optimizer':{'type':'%s'},%s}".formatted(type, field);

      assertThat(planner.plan(spec("{'layers':[]}", training), iris).faults())
          .extracting(PlanFault::pointer, PlanFault::code)
          .containsExactly(tuple(pointer, "conflict"));
    }
    String adam = "{'optimizer':{'type':'adam'},%s}".formatted(field);
    assertThat(planner.plan(spec("{'layers':[]}", adam), iris).faults()).isEmpty();
  }
}
