package dev.evenkeel.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.training.spec.ClippingSpec;
import dev.evenkeel.training.spec.EarlyStoppingSpec;
import dev.evenkeel.training.spec.LayerSpec;
import dev.evenkeel.training.spec.NetworkSpec;
import dev.evenkeel.training.spec.OptimizationSpec;
import dev.evenkeel.training.spec.OptimizerSpec;
import dev.evenkeel.training.spec.PreprocessingSpec;
import dev.evenkeel.training.spec.ScheduleSpec;
import dev.evenkeel.training.spec.SpecJson;
import dev.evenkeel.training.spec.SplitSpec;
import dev.evenkeel.training.spec.StabilitySpec;
import dev.evenkeel.training.spec.WeightInit;
import dev.evenkeel.web.body.BodySchema;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Holds the defaults that the schema promises equal to those that the records fill in. */
class SchemaDefaultsTest {

  private static final JsonMapper JSON = SpecJson.mapper();
  private static final JsonNode SCHEMA = JSON.readTree(BodySchema.named("job").text());

  /** Every default of a definition, by property. */
  private static Map<String, JsonNode> promised(String definition) {
    Map<String, JsonNode> defaults = new java.util.TreeMap<>();
    JsonNode owner = definition.isEmpty() ? SCHEMA : SCHEMA.get("$defs").required(definition);
    owner
        .get("properties")
        .properties()
        .forEach(
            property -> {
              JsonNode own = property.getValue().get("default");
              String ref = property.getValue().path("$ref").asString("");
              JsonNode shared = ref.isEmpty() ? null : SCHEMA.at(ref.substring(1)).get("default");
              if (own != null || shared != null) {
                defaults.put(property.getKey(), own != null ? own : shared);
              }
            });
    return defaults;
  }

  private static void assertFilledIn(String definition, Object record) {
    JsonNode filled = JSON.valueToTree(record);
    Map<String, JsonNode> promised = promised(definition);
    assertThat(promised).as(definition).isNotEmpty();
    promised.forEach(
        (name, value) ->
            assertThat(filled.path(name).toString())
                .as(definition + "." + name)
                .isEqualTo(same(filled.path(name), value)));
  }

  /** 1e-5 and 0.00001 are the same number. */
  private static String same(JsonNode filled, JsonNode promised) {
    return promised.isNumber() && filled.asDouble() == promised.asDouble()
        ? filled.toString()
        : promised.toString();
  }

  @Test
  void ofTheJob() {
    JobSpec job =
        new JobSpec(
            null,
            "d",
            null,
            null,
            new NetworkSpec(List.of(), null, null, null, null, null),
            null,
            null,
            null,
            null,
            null);

    assertFilledIn("", job);
    assertFilledIn("split", SplitSpec.defaults());
    assertFilledIn("preprocessing", PreprocessingSpec.defaults());
    assertFilledIn("network", job.network());
    assertFilledIn("training", OptimizationSpec.defaults());
    assertFilledIn("stability", StabilitySpec.defaults());
    assertFilledIn("early_stopping", new EarlyStoppingSpec(null, null, null));
    assertFilledIn("optimizer", OptimizerSpec.defaults());
    assertFilledIn("schedule", ScheduleSpec.constant());
    assertFilledIn("gradient_clipping", ClippingSpec.none());
  }

  @ParameterizedTest
  @CsvSource({
    "optimizer_sgd, sgd",
    "optimizer_momentum, momentum",
    "optimizer_momentum, nesterov",
    "optimizer_adam, adam",
    "optimizer_adam, amsgrad",
    "optimizer_adam, nadam",
    "optimizer_adam, adamax",
    "optimizer_adamw, adamw",
    "optimizer_rmsprop, rmsprop",
    "optimizer_adagrad, adagrad",
    "optimizer_adadelta, adadelta",
    "optimizer_lbfgs, lbfgs",
    "optimizer_conjugate_gradient, conjugate_gradient"
  })
  void ofAnOptimizer(String definition, String type) {
    assertComplete(definition, type, OptimizerSpec.class);
  }

  @ParameterizedTest
  @CsvSource({
    "schedule_plain, constant",
    "schedule_plain, one_cycle",
    "schedule_cosine, cosine",
    "schedule_cosine_restarts, cosine_restarts",
    "schedule_step, step",
    "schedule_exponential, exponential",
    "schedule_polynomial, polynomial",
    "schedule_inverse_time, inverse_time",
    "schedule_piecewise, piecewise"
  })
  void ofASchedule(String definition, String type) {
    assertComplete(definition, type, ScheduleSpec.class);
  }

  @ParameterizedTest
  @CsvSource({
    "clipping_norm, global_norm",
    "clipping_norm, layer_norm",
    "clipping_value, value",
    "clipping_adaptive, adaptive"
  })
  void ofClipping(String definition, String type) {
    assertComplete(definition, type, ClippingSpec.class);
  }

  /** What the record fills in is what the schema promises, nothing less and nothing more. */
  private static void assertComplete(String definition, String type, Class<?> record) {
    ObjectNode given = JSON.createObjectNode().put("type", type);
    Object filled = JSON.treeToValue(given, record);

    assertFilledIn(definition, filled);
    JsonNode tree = JSON.valueToTree(filled);
    assertThat(tree.propertyNames())
        .filteredOn(name -> !name.equals("type"))
        .containsExactlyInAnyOrderElementsOf(promised(definition).keySet());
  }

  @Test
  void ofLayersAndInitialisation() {
    assertFilledIn("dense", new LayerSpec.Dense(1, null, null, null, null, null));
    assertFilledIn("lstm", new LayerSpec.Lstm(1, null, null, null, null, null, null, null, null));
    assertFilledIn(
        "simple_rnn", new LayerSpec.SimpleRnn(1, null, null, null, null, null, null, null));
    assertFilledIn("batch_normalization", new LayerSpec.BatchNormalization(null, null));
    WeightInit normal = init(WeightInit.Type.NORMAL);
    WeightInit uniform = init(WeightInit.Type.UNIFORM);
    assertThat(normal.mean()).isEqualTo(promised("weight_init_normal").get("mean").asDouble());
    assertThat(normal.std()).isEqualTo(promised("weight_init_normal").get("std").asDouble());
    assertThat(uniform.low()).isEqualTo(promised("weight_init_uniform").get("low").asDouble());
    assertThat(uniform.high()).isEqualTo(promised("weight_init_uniform").get("high").asDouble());
    assertThat(init(WeightInit.Type.CONSTANT).value())
        .isEqualTo(promised("weight_init_constant").get("value").asDouble());
    assertThat(init(WeightInit.Type.IDENTITY).gain())
        .isEqualTo(promised("weight_init_gain").get("gain").asDouble());
  }

  /** Absent says that each kind of layer has its own. */
  @Test
  void ofTheNetworksWeightsThereIsNone() {
    var network = new NetworkSpec(List.of(), null, null, null, null, null);

    assertThat(JSON.valueToTree(network).has("weight_init")).isFalse();
    assertThat(promised("network")).doesNotContainKey("weight_init");
  }

  private static WeightInit init(WeightInit.Type type) {
    return new WeightInit(type, null, null, null, null, null, null);
  }
}
