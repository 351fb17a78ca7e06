package dev.evenkeel.training.run;

import dev.evenkeel.training.ModelManifest;
import dev.evenkeel.training.RunSetup;
import dev.evenkeel.training.TrainingRefusedException;
import dev.evenkeel.training.data.DataLocation;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.data.RunData;
import dev.evenkeel.training.network.Batches;
import dev.evenkeel.training.network.FrozenLayers;
import dev.evenkeel.training.network.NetworkProvider;
import dev.evenkeel.training.network.TrainableNetwork;
import dev.evenkeel.training.plan.NetworkPlan;
import dev.evenkeel.training.plan.NetworkPlanner;
import dev.evenkeel.training.plan.Planning;
import dev.evenkeel.training.plan.layers.PlanLimits;
import dev.evenkeel.training.repair.HeldOut;
import dev.evenkeel.training.repair.TrialArm;
import dev.evenkeel.training.spec.BaseModel;
import dev.evenkeel.training.spec.SpecJson;
import dev.evenkeel.training.spec.TrainingSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A spec with its data prepared and its network at its start.
 *
 * <p>Belongs to the training thread.
 */
record OpenRun(RunSetup setup, RunData data, TrainableNetwork network, Batches batches)
    implements TrialArm {

  /**
   * Where runs are opened from.
   *
   * @param output an existing folder for what is written on the way; nothing of it is left
   */
  record Source(DataLocation location, Path output, NetworkProvider provider) {

    static Source of(RunEnvironment environment) {
      return new Source(environment.location(), environment.output(), environment.provider());
    }

    OpenRun open(TrainingSpec spec) throws IOException {
      ModelManifest base = base(spec);
      RunSetup setup = new RunSetup(spec, plan(spec));
      // Several may be open at a time.
      Path scratch = Files.createTempDirectory(output, "run");
      try {
        RunData data = RunData.open(location, spec, wanted(setup.plan(), base), scratch);
        return opened(setup, data);
      } finally {
        Files.delete(scratch);
      }
    }

    private OpenRun opened(RunSetup setup, RunData data) {
      TrainableNetwork network = null;
      try {
        requireBatches(setup.plan(), data);
        network = network(setup);
        return new OpenRun(setup, data, network, Preparation.shuffled(setup, data));
      } catch (RuntimeException e) {
        data.close();
        if (network != null) {
          network.close();
        }
        throw e;
      }
    }

    private TrainableNetwork network(RunSetup setup) {
      requireReadable(setup.spec().base());
      TrainableNetwork network = provider.create(setup.plan(), setup.spec());
      Integer frozen = setup.spec().network().freezeUpTo();
      return frozen == null ? network : FrozenLayers.upTo(frozen, network);
    }

    private void requireReadable(@Nullable BaseModel base) {
      if (base != null && !base.kind().equals(provider.kind())) {
        throw new TrainingRefusedException(
            "base_model_unreadable",
            "The weights of the base model are kept in a file of kind '%s', but this run's networks are computed by '%s', which can't read it. Choose a base model that '%s' has trained."
                .formatted(base.kind(), provider.kind(), provider.kind()));
      }
    }

    /** For trials; the folder is the engine's own, so that a fault is none of the user's. */
    TrialArm.Provider arms() {
      return spec -> {
        try {
          return open(spec);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      };
    }

    /** The dataset's schema as a spec's network sees it. */
    DatasetSchema schema(TrainingSpec spec) throws IOException {
      ModelManifest base = base(spec);
      DatasetSchema own = RunData.readSchema(location.training());
      return base == null ? own : own.withFeatures(base.schema().features());
    }

    NetworkPlan plan(TrainingSpec spec) throws IOException {
      // The server has applied its own limits; here only what the flat vectors' index can reach.
      PlanLimits widest =
          new PlanLimits(
              Integer.MAX_VALUE, Long.MAX_VALUE, Integer.MAX_VALUE, 10_000, Integer.MAX_VALUE);
      Planning planning = new NetworkPlanner(widest).plan(spec, schema(spec));
      if (planning.plan() == null) {
        throw new TrainingRefusedException(
            "invalid_spec",
            planning.faults().stream()
                .map(fault -> fault.pointer() + ": " + fault.message())
                .collect(Collectors.joining(" ")));
      }
      return planning.plan();
    }
  }

  /** What is known of the model that is trained further; null where there is none. */
  private static @Nullable ModelManifest base(TrainingSpec spec) {
    return spec.base() == null
        ? null
        : SpecJson.mapper().readValue(Path.of(spec.base().manifest()), ModelManifest.class);
  }

  private static RunData.Wanted wanted(NetworkPlan plan, @Nullable ModelManifest base) {
    NetworkPlan.Output output = plan.output();
    return new RunData.Wanted(
        plan.input().encoding(),
        plan.codes(),
        output.shape().outputs(),
        output.loss(),
        base == null
            ? null
            : new RunData.Learned(base.schema().features(), base.preprocessing().columns()));
  }

  private static void requireBatches(NetworkPlan plan, RunData data) {
    if (plan.normalizesBatches() && data.training().size() < 2) {
      throw new TrainingRefusedException(
          "too_few_examples",
          "Batch normalization needs at least 2 examples to train on, and there is 1. Leave it out, or give more data.");
    }
  }

  @Override
  public HeldOut heldOut() {
    return HeldOut.of(setup, data, batches);
  }

  @Override
  public void close() {
    network.close();
    data.close();
  }
}
