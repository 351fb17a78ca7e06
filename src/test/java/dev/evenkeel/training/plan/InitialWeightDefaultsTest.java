package dev.evenkeel.training.plan;

import static dev.evenkeel.training.TestSpecs.classification;
import static dev.evenkeel.training.TestSpecs.regression;
import static dev.evenkeel.training.TestSpecs.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.evenkeel.training.TestSpecs;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.data.Layout;
import dev.evenkeel.training.plan.layers.PlanLimits;
import dev.evenkeel.training.spec.WeightInit;
import dev.evenkeel.training.spec.WeightInit.Type;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InitialWeightDefaultsTest {

  private static final DatasetSchema FLOWERS = classification(150, 4, "a", "b", "c");
  private static final DatasetSchema PRICES = regression(150, 4, "price");

  @ParameterizedTest
  @CsvSource({
    "relu, HE",
    "leaky_relu, HE",
    "elu, HE",
    "selu, HE",
    "gelu, HE",
    "swish, HE",
    "softplus, HE",
    "tanh, XAVIER",
    "sigmoid, XAVIER",
    "linear, XAVIER",
    "softmax, XAVIER"
  })
  void aDenseLayerStartsByItsActivation(String activation, Type type) {
    NetworkPlan plan =
        plan("{'layers':[{'type':'dense','units':8,'activation':'%s'}]}", activation, FLOWERS);

    assertThat(plan.hidden().get(0).initialization().weights().type()).isEqualTo(type);
    assertThat(plan.output().weights()).isEqualTo(WeightInit.named(Type.XAVIER));
  }

  @Test
  void anOutputOfNumbersStartsNearTheirMean() {
    NetworkPlan plan = plan("{'layers':[{'type':'dense','units':%s}]}", "25", PRICES);

    assertThat(plan.output().weights())
        .isEqualTo(new WeightInit(Type.UNIFORM, null, null, -0.2, 0.2, null, null));
  }

  @Test
  void anOutputBehindARecurrenceStartsByGlorotsWeights() {
    DatasetSchema series =
        new DatasetSchema(
            DatasetSchema.Task.REGRESSION,
            100,
            new Layout.Sequences(24, 24),
            TestSpecs.numeric(7),
            List.of("oil"),
            List.of());
    NetworkPlan plan =
        plan("{'layers':[{'type':'lstm','units':16},{'type':'dropout','rate':%s}]}", "0.1", series);

    assertThat(plan.output().weights()).isEqualTo(WeightInit.named(Type.XAVIER));
    // √(6 / (7 + 4 · 16))
    assertThat(plan.hidden().get(0).initialization().weights().high())
        .isCloseTo(0.2907, within(1e-4));
  }

  @Test
  void whatTheNetworkSaysIsSaidToAllItsLayers() {
    NetworkPlan plan =
        plan(
            "{'layers':[{'type':'dense','units':8,'activation':'tanh'}],'weight_init':'%s'}",
            "he", PRICES);

    assertThat(plan.hidden().get(0).initialization().weights().type()).isEqualTo(Type.HE);
    assertThat(plan.output().weights().type()).isEqualTo(Type.HE);
  }

  @Test
  void whatALayerSaysIsItsOwn() {
    NetworkPlan plan =
        plan(
            "{'layers':[{'type':'dense','units':8,'weight_init':'ones'},{'type':'dense','units':8}],"
                + "'output':{'weight_init':'%s'}}",
            "zeros", PRICES);

    assertThat(plan.hidden().get(0).initialization().weights().type()).isEqualTo(Type.ONES);
    assertThat(plan.hidden().get(1).initialization().weights().type()).isEqualTo(Type.HE);
    assertThat(plan.output().weights().type()).isEqualTo(Type.ZEROS);
  }

  private static NetworkPlan plan(String network, String word, DatasetSchema schema) {
    return new NetworkPlanner(PlanLimits.defaults())
        .plan(spec(network.formatted(word), "{}"), schema)
        .plan();
  }
}
