package dev.evenkeel.training.run;

import dev.evenkeel.training.ModelManifest;
import dev.evenkeel.training.Probe;
import dev.evenkeel.training.RunSetup;
import dev.evenkeel.training.StopReason;
import dev.evenkeel.training.TrainingRefusedException;
import dev.evenkeel.training.TrainingResult;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.data.FittedPreprocessing;
import dev.evenkeel.training.data.FittedPreprocessing.FittedColumn;
import dev.evenkeel.training.data.FittedPreprocessing.FittedTarget;
import dev.evenkeel.training.data.Layout;
import dev.evenkeel.training.network.LayerNorms;
import dev.evenkeel.training.network.NetworkProvider;
import dev.evenkeel.training.network.TrainableNetwork;
import dev.evenkeel.training.plan.NetworkPlan;
import dev.evenkeel.training.plan.NetworkPlanner;
import dev.evenkeel.training.plan.Planning;
import dev.evenkeel.training.plan.layers.PlanLimits;
import dev.evenkeel.training.spec.PreprocessingSpec.MissingPolicy;
import dev.evenkeel.training.spec.TrainingSpec;
import dev.evenkeel.training.stability.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Makes a model of a network that was trained elsewhere: its weights are loaded, nothing is done to
 * what goes in and comes out.
 *
 * <p>Runs on the calling thread, which must be the one that owns the device.
 */
public final class NetworkImport {

  /** Steps of a probe where sequences may have any length. */
  private static final int PROBE_STEPS = 12;

  private final TrainingSpec spec;
  private final DatasetSchema schema;
  private final List<Integer> logVariances;

  /**
   * @param logVariances layers whose running variance is stored as log10 of the deviation
   */
  public NetworkImport(TrainingSpec spec, DatasetSchema schema, List<Integer> logVariances) {
    this.spec = spec;
    this.schema = schema;
    this.logVariances = List.copyOf(logVariances);
  }

  /**
   * @param output an existing folder; receives the model's files
   * @throws TrainingRefusedException where the weights don't fit
   */
  public TrainingResult execute(NetworkProvider provider, Path output) {
    Planning planning = new NetworkPlanner(PlanLimits.defaults()).plan(spec, schema);
    if (planning.plan() == null) {
      throw new TrainingRefusedException("invalid_spec", planning.faults().get(0).message());
    }
    RunSetup setup = new RunSetup(spec, planning.plan());
    try (TrainableNetwork network = provider.restore(setup.plan(), spec, logVariances)) {
      if (!new LayerNorms(network.segments(), network.layers()).areFinite(network.parameters())) {
        throw new TrainingRefusedException(
            "not_finite", "The network's weights are not all finite: it can't be used.");
      }
      List<Probe> probes = new Probing(network, setup.plan()).random(probePositions());
      ModelManifest manifest =
          new ModelWriter(setup, network)
              .write(
                  new ModelWriter.Inputs(schema, preprocessing(setup.plan()), probes),
                  provider,
                  output);
      return new TrainingResult(
          StopReason.COMPLETED, Verdict.HEALTHY, 0, Map.of(), List.of(), Map.of(), manifest);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int probePositions() {
    return schema.layout() instanceof Layout.Sequences sequences && sequences.varies()
        ? Math.min(PROBE_STEPS, sequences.longest())
        : schema.layout().positions();
  }

  /** Nothing is done to any column. */
  private FittedPreprocessing preprocessing(NetworkPlan plan) {
    return new FittedPreprocessing(
        schema.features().stream()
            .map(column -> new FittedColumn(column.name(), List.of(), 0, 1, 0))
            .toList(),
        schema.targetNames().stream().map(name -> new FittedTarget(name, 0, 1)).toList(),
        MissingPolicy.REJECT,
        plan.input().encoding());
  }
}
