package dev.evenkeel.job.request;

import dev.evenkeel.error.Excerpt;
import dev.evenkeel.error.Fault;
import dev.evenkeel.job.JobProvider;
import dev.evenkeel.job.Uuids;
import dev.evenkeel.model.Model;
import dev.evenkeel.model.Models;
import dev.evenkeel.training.ModelManifest;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.data.SchemaDifferences;
import dev.evenkeel.training.network.NativeFile;
import dev.evenkeel.training.spec.LayerSpec;
import dev.evenkeel.training.spec.NetworkSpec;
import dev.evenkeel.web.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Fills a network that starts from a trained model in with that model's layers, and says what
 * stands in the way.
 */
@Component
class BaseModels {

  private static final String POINTER = "/network/base_model_id";

  /** The models that a caller may train further. */
  @FunctionalInterface
  interface Bases {
    Optional<Base> find(UUID id, Caller caller);
  }

  private final Bases models;
  private final JobProvider provider;

  @Autowired
  BaseModels(Models models, JobProvider provider) {
    this((id, caller) -> models.find(id, caller).map(Base::of), provider);
  }

  BaseModels(Bases models, JobProvider provider) {
    this.models = models;
    this.provider = provider;
  }

  /** A model as far as further training goes. */
  record Base(String name, boolean quarantined, ModelManifest manifest) {

    private static Base of(Model model) {
      return new Base(model.name(), model.quarantined(), model.manifest());
    }
  }

  /**
   * A network with its layers, and the dataset as the network sees it.
   *
   * @param faults what stands in the way; the rest is only good without them
   */
  record Resolved(NetworkSpec network, DatasetSchema schema, List<Fault> faults) {}

  Resolved resolve(NetworkSpec network, DatasetSchema schema, Caller caller) {
    List<Fault> faults = new ArrayList<>();
    if (network.baseModelId() == null) {
      if (network.freezeUpTo() != null) {
        faults.add(
            new Fault(
                "/network/freeze_up_to",
                "conflict",
                "Only the layers of a base model can be frozen: give base_model_id, or leave freeze_up_to out."));
      }
      return new Resolved(network, schema, faults);
    }
    Optional<Base> base = Uuids.parse(network.baseModelId()).flatMap(id -> models.find(id, caller));
    if (base.isEmpty()) {
      faults.add(
          new Fault(
              POINTER,
              "not_found",
              "There is no model %s. GET /api/v1/models lists them."
                  .formatted(Excerpt.of(network.baseModelId()))));
      return new Resolved(network, schema, faults);
    }
    return resolve(network, schema, base.get());
  }

  private Resolved resolve(NetworkSpec network, DatasetSchema schema, Base base) {
    List<Fault> faults = new ArrayList<>();
    List<LayerSpec> layers = base.manifest().network().layers();
    if (base.quarantined()) {
      faults.add(
          new Fault(
              POINTER,
              "quarantined",
              "Model %s comes from training that ended unstable. Choose another base."
                  .formatted(base.name())));
    }
    checkWeights(base).ifPresent(faults::add);
    if (!network.layers().isEmpty() && !network.layers().equals(layers)) {
      faults.add(
          new Fault(
              "/network/layers",
              "conflict",
              "The layers are those of the base model: leave layers out, or base_model_id."));
    }
    if (network.freezeUpTo() != null && network.freezeUpTo() >= layers.size()) {
      faults.add(
          new Fault(
              "/network/freeze_up_to",
              "out_of_range",
              "The base model has %d hidden layers: the last that can be frozen is %d, not %d."
                  .formatted(layers.size(), layers.size() - 1, network.freezeUpTo())));
    }
    List<String> differences = SchemaDifferences.ofInputs(schema, base.manifest().schema());
    if (!differences.isEmpty()) {
      faults.add(
          new Fault(
              "/dataset_id",
              "schema_differs",
              "The dataset does not fit what model %s was trained on: %s."
                  .formatted(base.name(), String.join("; ", differences))));
    }
    return new Resolved(
        network.withLayers(layers),
        differences.isEmpty() ? schema.withFeatures(base.manifest().schema().features()) : schema,
        faults);
  }

  private Optional<Fault> checkWeights(Base base) {
    NativeFile own = base.manifest().nativeFile();
    if (own != null && own.kind().equals(provider.kind())) {
      return Optional.empty();
    }
    return Optional.of(
        new Fault(
            POINTER,
            "not_trainable",
            "The weights of model %s are not kept in a form that '%s', which trains this server's jobs, could start from: %s. Choose a base that it has trained."
                .formatted(
                    base.name(),
                    provider.kind(),
                    own == null
                        ? "there is its ONNX graph alone"
                        : "they are '" + own.kind() + "'s")));
  }
}
