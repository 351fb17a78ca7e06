package dev.evenkeel.training.plan;

import static dev.evenkeel.training.TestSpecs.classification;
import static dev.evenkeel.training.TestSpecs.regression;
import static dev.evenkeel.training.TestSpecs.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.data.DatasetSchema.FeatureColumn;
import dev.evenkeel.training.plan.layers.LayerShape;
import dev.evenkeel.training.plan.layers.PlanFault;
import dev.evenkeel.training.plan.layers.PlanLimits;
import dev.evenkeel.training.spec.Activation;
import dev.evenkeel.training.spec.Loss;
import dev.evenkeel.training.spec.WeightInit;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkPlannerTest {

  private final NetworkPlanner planner = new NetworkPlanner(PlanLimits.defaults());
  private final DatasetSchema iris = classification(150, 4, "setosa", "versicolor", "virginica");

  @Test
  void givesEveryLayerItsNameShapeAndDefaults() {
    var planning =
        planner.plan(
            spec(
                """
                {'layers':[{'type':'dense','units':32,'l2':0.1},{'type':'batch_normalization'},
                 {'type':'activation','activation':'tanh'},{'type':'dropout','rate':0.2},
                 {'type':'dense','units':16,'weight_init':'xavier','bias_init':0.5}],
                 'weight_init':'lecun','bias_init':0.1,'l2':0.01}""",
                "{}"),
            iris);

    assertThat(planning.faults()).isEmpty();
    NetworkPlan plan = planning.plan();
    assertThat(plan.shapes())
        .extracting(
            LayerShape::name, LayerShape::inputs, LayerShape::outputs, LayerShape::parameters)
        .containsExactly(
            tuple("dense_0", 4, 32, 160L),
            tuple("batch_normalization_1", 32, 32, 128L),
            tuple("activation_2", 32, 32, 0L),
            tuple("dropout_3", 32, 32, 0L),
            tuple("dense_4", 32, 16, 528L),
            tuple("output", 16, 3, 51L));
    assertThat(plan.hidden().get(0).initialization().weights().type())
        .isEqualTo(WeightInit.Type.LECUN);
    assertThat(plan.hidden().get(0).initialization().bias()).isEqualTo(0.1);
    assertThat(plan.hidden().get(0).penalty().l2()).isEqualTo(0.1);
    assertThat(plan.hidden().get(4).initialization().weights().type())
        .isEqualTo(WeightInit.Type.XAVIER);
    assertThat(plan.hidden().get(4).initialization().bias()).isEqualTo(0.5);
    assertThat(plan.hidden().get(4).penalty().l2()).isEqualTo(0.01);
    assertThat(plan.output().shape().index()).isEqualTo(5);
    assertThat(plan.output().shape().type()).isEqualTo("output");
    assertThat(plan.output().activation()).isEqualTo(Activation.SOFTMAX);
    assertThat(plan.output().loss()).isEqualTo(Loss.CROSS_ENTROPY);
    assertThat(plan.output().weights().type()).isEqualTo(WeightInit.Type.LECUN);
  }

  @Test
  void givesRegressionOneLinearUnitForEachTarget() {
    var plan = planner.plan(spec("{'layers':[]}", "{}"), regression(100, 7, "a", "b")).plan();

    assertThat(plan.output().shape().outputs()).isEqualTo(2);
    assertThat(plan.output().activation()).isEqualTo(Activation.LINEAR);
    assertThat(plan.output().loss()).isEqualTo(Loss.MSE);
    assertThat(plan.parameters()).isEqualTo(16);
  }

  @Test
  void countsACategoryAsAnInput() {
    var schema =
        DatasetSchema.table(
            DatasetSchema.Task.REGRESSION,
            10,
            List.of(
                new FeatureColumn("size", List.of()),
                new FeatureColumn("colour", List.of("blue", "green", "red"))),
            List.of("price"),
            List.of());

    assertThat(planner.plan(spec("{'layers':[]}", "{}"), schema).plan().input().shape().width())
        .isEqualTo(4);
  }

  @Test
  void estimatesParametersIterationsAndMemory() {
    var estimate =
        planner
            .plan(spec("{'layers':[{'type':'dense','units':32}]}", "{'batch_size':16}"), iris)
            .estimate();

    // 4·32+32 + 32·3+3; 120 of 150 examples in batches of 16; 2+2 vectors and 2 snapshots of 3.
    assertThat(estimate.parameters()).isEqualTo(259);
    assertThat(estimate.iterationsPerEpoch()).isEqualTo(8);
    assertThat(estimate.memoryBytes()).isEqualTo(4 * (259 * 10 + 2 * 16 * (4 + 32 + 3)));
  }

  @Test
  void refusesABillionUnitsByNamingTheLimits() {
    var planning =
        planner.plan(
            spec(
                "{'layers':[{'type':'dense','units':1000000000},{'type':'dense','units':1000000000}]}",
                "{}"),
            iris);

    assertThat(planning.plan()).isNull();
    assertThat(planning.faults())
        .extracting(PlanFault::pointer, PlanFault::code)
        .containsExactly(
            tuple("/network/layers/0/units", "over_limit"),
            tuple("/network/layers/1/units", "over_limit"),
            tuple("/network/layers", "over_limit"));
    assertThat(planning.faults().get(0).message()).contains("1000000000").contains("65536");
    assertThat(planning.faults().get(2).message()).contains("50000000");
  }

  @Test
  void survivesSumsBeyondALong() {
    String layer = "{'type':'dense','units':2147483647}";
    var planning =
        planner.plan(
            spec(
                "{'layers':[" + String.join(",", List.of(layer, layer, layer, layer)) + "]}", "{}"),
            iris);

    assertThat(planning.estimate().parameters()).isEqualTo(Long.MAX_VALUE);
    assertThat(planning.estimate().memoryBytes()).isEqualTo(Long.MAX_VALUE);
    assertThat(planning.faults()).hasSize(5);
  }

  @Test
  void namesTheMemoryLimitWhereOnlyTheBatchIsTooLarge() {
    var small = new NetworkPlanner(new PlanLimits(1000, 10_000, 100, 10, 1000));

    var planning = small.plan(spec("{'layers':[]}", "{'batch_size':1000}"), iris);

    assertThat(planning.faults()).hasSize(1);
    assertThat(planning.faults().get(0).message()).contains("10000").contains("smaller batch");
  }

  @Test
  void reportsAllFaultsAtOnce() {
    var planning =
        planner.plan(
            spec(
                """
                {'layers':[{'type':'dense','units':0},{'type':'dropout','rate':1.0}],
                 'output':{'units':5}}""",
                "{'batch_size':100000}"),
            iris);

    assertThat(planning.faults())
        .extracting(PlanFault::pointer, PlanFault::code)
        .containsExactly(
            tuple("/training/batch_size", "over_limit"),
            tuple("/network/layers/0/units", "out_of_range"),
            tuple("/network/layers/1/rate", "out_of_range"),
            tuple("/network/output/units", "shape_mismatch"));
  }

  @Test
  void refusesTooManyLayersWithoutLookingAtThem() {
    String layers = "{'type':'dropout','rate':0.1},".repeat(201);
    var planning =
        planner.plan(
            spec("{'layers':[" + layers.substring(0, layers.length() - 1) + "]}", "{}"), iris);

    assertThat(planning.faults()).extracting(PlanFault::pointer).containsExactly("/network/layers");
    assertThat(planning.faults().get(0).message()).contains("201").contains("200");
  }

  @Test
  void refusesToNormalizeBatchesOfOne() {
    String normalized = "{'layers':[{'type':'batch_normalization'}]}";

    assertThat(planner.plan(spec(normalized, "{'batch_size':1}"), iris).faults())
        .extracting(PlanFault::pointer)
        .containsExactly("/training/batch_size");
    assertThat(planner.plan(spec(normalized, "{'batch_size':119}"), iris).estimate())
        .extracting(ResourceEstimate::iterationsPerEpoch)
        .isEqualTo(1L);
  }

  @Test
  void takesOneUnitForTwoClassesOnly() {
    var one =
        "{'layers':[],'output':{'units':1,'activation':'sigmoid','loss':'binary_cross_entropy'}}";

    assertThat(planner.plan(spec(one, "{}"), classification(10, 2, "no", "yes")).isBuildable())
        .isTrue();
    assertThat(planner.plan(spec(one, "{}"), iris).isBuildable()).isFalse();
  }
}
