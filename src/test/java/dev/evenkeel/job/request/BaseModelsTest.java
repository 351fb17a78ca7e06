package dev.evenkeel.job.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.error.Fault;
import dev.evenkeel.job.JobProvider;
import dev.evenkeel.testing.TrainedModels;
import dev.evenkeel.training.ModelManifest;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.data.DatasetSchema.FeatureColumn;
import dev.evenkeel.training.data.FittedPreprocessing;
import dev.evenkeel.training.network.NativeFile;
import dev.evenkeel.training.plan.OutputMeaning;
import dev.evenkeel.training.spec.Activation;
import dev.evenkeel.training.spec.Loss;
import dev.evenkeel.training.spec.NetworkSpec;
import dev.evenkeel.training.spec.PreprocessingSpec.MissingPolicy;
import dev.evenkeel.training.spec.SpecJson;
import dev.evenkeel.web.Caller;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BaseModelsTest {

  private static final UUID BASE = UUID.randomUUID();
  private static final UUID SHAKY = UUID.randomUUID();
  private static final UUID FOREIGN = UUID.randomUUID();
  private static final UUID BARE = UUID.randomUUID();
  private static final String LAYERS =
      "{'layers':[{'type':'dense','units':8},{'type':'dropout','rate':0.1}]}";

  /** Learned from a size and a colour with two hidden layers. */
  private final ModelManifest manifest = manifest(LAYERS, new NativeFile("abacus", "beads"));

  private final Map<UUID, BaseModels.Base> models =
      Map.of(
          BASE, new BaseModels.Base("things", false, manifest),
          SHAKY, new BaseModels.Base("shaky", true, manifest),
          FOREIGN,
              new BaseModels.Base(
                  "foreign", false, manifest(LAYERS, new NativeFile("quipu", "knots"))),
          BARE, new BaseModels.Base("bare", false, manifest(LAYERS, null)));

  private final BaseModels bases =
      new BaseModels(
          (UUID id, Caller caller) -> Optional.ofNullable(models.get(id)),
          new JobProvider("abacus"));

  @Test
  void takesTheLayersOfTheBaseModelAndItsCategories() {
    BaseModels.Resolved resolved =
        bases.resolve(
            network("{'base_model_id':'%s','freeze_up_to':1}"), data("blue"), Caller.ANYONE);

    assertThat(resolved.faults()).isEmpty();
    assertThat(resolved.network().layers()).isEqualTo(manifest.network().layers());
    assertThat(resolved.schema().features()).isEqualTo(manifest.schema().features());
  }

  @Test
  void aNetworkOfItsOwnStaysAsItIs() {
    NetworkSpec own = network("{'layers':[{'type':'dense','units':3}]}");

    assertThat(bases.resolve(own, data("blue"), Caller.ANYONE).network()).isEqualTo(own);
  }

  @Test
  void theSpecOfAFineTunedJobCanBeSubmittedAgain() {
    NetworkSpec once =
        bases.resolve(network("{'base_model_id':'%s'}"), data("blue"), Caller.ANYONE).network();

    assertThat(bases.resolve(once, data("blue"), Caller.ANYONE).faults()).isEmpty();
  }

  @Test
  void saysWhatStandsInTheWay() {
    assertFault("{'layers':[],'freeze_up_to':0}", "/network/freeze_up_to", "conflict");
    assertFault("{'base_model_id':'mine'}", "/network/base_model_id", "not_found");
    assertFault(
        "{'base_model_id':'%s'}".formatted(UUID.randomUUID()),
        "/network/base_model_id",
        "not_found");
    assertFault("{'base_model_id':'%s'}".formatted(SHAKY), "/network/base_model_id", "quarantined");
    assertFault("{'base_model_id':'%s','freeze_up_to':2}", "/network/freeze_up_to", "out_of_range");
    assertFault(
        "{'base_model_id':'%s','layers':[{'type':'dense','units':3}]}",
        "/network/layers", "conflict");
  }

  @Test
  void refusesADatasetThatTheBaseModelCannotRead() {
    assertThat(
            bases.resolve(network("{'base_model_id':'%s'}"), data("pink"), Caller.ANYONE).faults())
        .singleElement()
        .extracting(Fault::pointer, Fault::code)
        .containsExactly("/dataset_id", "schema_differs");
  }

  @Test
  void refusesABaseModelWhoseWeightsItsProviderCannotRead() {
    assertThat(faults(FOREIGN).get(0).message()).contains("'abacus'").contains("'quipu's");
    assertThat(faults(BARE).get(0).message()).contains("'abacus'").contains("ONNX graph alone");
  }

  private List<Fault> faults(UUID base) {
    NetworkSpec network = network("{'base_model_id':'%s'}".formatted(base));
    List<Fault> faults = bases.resolve(network, data("blue"), Caller.ANYONE).faults();
    assertThat(faults)
        .extracting(Fault::pointer, Fault::code)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("/network/base_model_id", "not_trainable"));
    return faults;
  }

  private void assertFault(String network, String pointer, String code) {
    assertThat(bases.resolve(network(network), data("blue"), Caller.ANYONE).faults())
        .extracting(Fault::pointer, Fault::code)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(pointer, code));
  }

  private static ModelManifest manifest(String network, @Nullable NativeFile own) {
    return new ModelManifest(
        data("blue").withFeatures(TrainedModels.COLUMNS),
        new FittedPreprocessing(List.of(), List.of(), MissingPolicy.REJECT),
        network(network),
        List.of(),
        new OutputMeaning(Activation.LINEAR, Loss.MSE),
        6,
        "0".repeat(64),
        new double[0][],
        new double[0][],
        own,
        Map.of());
  }

  private static NetworkSpec network(String json) {
    return SpecJson.mapper()
        .readValue(json.replace("%s", BASE.toString()).replace('\'', '"'), NetworkSpec.class);
  }

  private static DatasetSchema data(String colour) {
    return DatasetSchema.table(
        DatasetSchema.Task.REGRESSION,
        10,
        List.of(new FeatureColumn("size", List.of()), new FeatureColumn("colour", List.of(colour))),
        List.of("weight"),
        List.of());
  }
}
