package dev.evenkeel.training.preflight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.evenkeel.training.RunSetup;
import dev.evenkeel.training.TestSpecs;
import dev.evenkeel.training.plan.NetworkPlan;
import dev.evenkeel.training.plan.NetworkPlanner;
import dev.evenkeel.training.plan.layers.PlanLimits;
import dev.evenkeel.training.spec.TrainingSpec;
import dev.evenkeel.training.stability.Cause;
import dev.evenkeel.training.stability.Severity;
import dev.evenkeel.training.stability.SpecChange;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each rule beside networks that train well and must pass. */
class InitialWeightChecksTest {

  private static List<PreflightWarning> found(int layers, String activation, String more) {
    String layer = "{'type':'dense','units':64,'activation':'%s'},".formatted(activation);
    String all = layer.repeat(layers);
    TrainingSpec spec =
        TestSpecs.spec(
            "{'layers':[%s],%s}".formatted(all.substring(0, all.length() - 1), more), "{}");
    NetworkPlan plan =
        new NetworkPlanner(PlanLimits.defaults())
            .plan(spec, TestSpecs.classification(1000, 64, "a", "b", "c"))
            .plan();
    return new InitialWeightChecks(new RunSetup(spec, plan)).found();
  }

  private static String normal(double std) {
    return "'weight_init':{'type':'normal','std':%s}".formatted(std);
  }

  @Test
  void deepNetworksOfTheUsualWeightsPass() {
    assertThat(found(8, "relu", "'weight_init':'he'")).isEmpty();
    assertThat(found(8, "tanh", "'weight_init':'xavier'")).isEmpty();
    assertThat(found(2, "relu", normal(0.05))).isEmpty();
    assertThat(found(3, "relu", "'weight_init':'he','l2':0.01")).isEmpty();
  }

  @Test
  void weightsThatDrownOrBlowUpASignalAreCertain() {
    assertThat(found(5, "relu", normal(0.001)))
        .extracting(PreflightWarning::cause, PreflightWarning::severity)
        .containsExactly(tuple(Cause.BAD_INITIALIZATION, Severity.WARNING));
    assertThat(found(2, "tanh", normal(4)))
        .extracting(PreflightWarning::cause)
        .containsExactly(Cause.SATURATED_ACTIVATION);
  }

  @Test
  void smallWeightsThatMayStillTrainAreOnlySuspected() {
    assertThat(found(4, "relu", normal(0.05)))
        .extracting(PreflightWarning::cause, PreflightWarning::severity)
        .containsExactly(tuple(Cause.BAD_INITIALIZATION, Severity.INFO));
  }

  @Test
  void equalUnitsMatterWhereNothingTellsThemApart() {
    assertThat(found(1, "tanh", "'weight_init':{'type':'constant','value':0.1}"))
        .extracting(PreflightWarning::severity)
        .containsExactly(Severity.WARNING);
    assertThat(
            found(
                1,
                "tanh",
                "'weight_init':{'type':'constant','value':0.1},'output':{'weight_init':'xavier'}"))
        .extracting(PreflightWarning::severity)
        .containsExactly(Severity.INFO);
  }

  @Test
  void shutUnitsAndCrushingPenaltiesAreCertain() {
    assertThat(found(2, "relu", "'bias_init':-4"))
        .extracting(PreflightWarning::cause)
        .containsExactly(Cause.DEAD_RELU);
    assertThat(found(2, "relu", "'bias_init':-0.5")).isEmpty();
    assertThat(found(2, "relu", "'l2':1.0"))
        .extracting(PreflightWarning::cause)
        .containsExactly(Cause.OVER_REGULARIZED);
  }

  @Test
  void onlyTheLayerThatIsShutIsOpened() {
    List<PreflightWarning> found =
        found("{'type':'dense','units':8},{'type':'dense','units':8,'bias_init':-3}");

    assertThat(found)
        .singleElement()
        .satisfies(
            one ->
                assertThat(one.fix())
                    .extracting(SpecChange::pointer, SpecChange::to)
                    .containsExactly(tuple("/network/layers/1/bias_init", 0.0)));
  }

  @Test
  void anOutputLayerOfWideWeightsIsCertain() {
    assertThat(found(1, "relu", "'output':{'weight_init':{'type':'normal','std':4}}"))
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.pointer()).isEqualTo("/network/output/weight_init");
              assertThat(one.cause()).isEqualTo(Cause.BAD_INITIALIZATION);
              assertThat(one.severity()).isEqualTo(Severity.WARNING);
              assertThat(one.fix())
                  .extracting(SpecChange::pointer, SpecChange::to)
                  .containsExactly(tuple("/network/output/weight_init", "xavier"));
            });
  }

  private static List<PreflightWarning> found(String layers) {
    TrainingSpec spec = TestSpecs.spec("{'layers':[%s]}".formatted(layers), "{}");
    NetworkPlan plan =
        new NetworkPlanner(PlanLimits.defaults())
            .plan(spec, TestSpecs.classification(1000, 64, "a", "b", "c"))
            .plan();
    return new InitialWeightChecks(new RunSetup(spec, plan)).found();
  }
}
