package dev.evenkeel.training.run;

import dev.evenkeel.training.EvaluationReport;
import dev.evenkeel.training.FrozenLayers;
import dev.evenkeel.training.LayerNorms;
import dev.evenkeel.training.ModelManifest;
import dev.evenkeel.training.NetworkPlan;
import dev.evenkeel.training.NetworkPlanner;
import dev.evenkeel.training.NetworkProvider;
import dev.evenkeel.training.PlanLimits;
import dev.evenkeel.training.Planning;
import dev.evenkeel.training.RunSetup;
import dev.evenkeel.training.RunSignal;
import dev.evenkeel.training.SplitEvaluator;
import dev.evenkeel.training.StopReason;
import dev.evenkeel.training.TrainableNetwork;
import dev.evenkeel.training.TrainingObserver;
import dev.evenkeel.training.TrainingRefusedException;
import dev.evenkeel.training.TrainingResult;
import dev.evenkeel.training.data.DataLocation;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.data.RunData;
import dev.evenkeel.training.data.UnusableDataException;
import dev.evenkeel.training.preflight.PreFlight;
import dev.evenkeel.training.preflight.PreflightRepairs;
import dev.evenkeel.training.preflight.SplitFacts;
import dev.evenkeel.training.repair.RepairState;
import dev.evenkeel.training.repair.RunContext;
import dev.evenkeel.training.spec.SpecEdits;
import dev.evenkeel.training.spec.SpecJson;
import dev.evenkeel.training.spec.StabilitySpec;
import dev.evenkeel.training.spec.TrainingSpec;
import dev.evenkeel.training.stability.RepairAction;
import dev.evenkeel.training.stability.RepairLadder;
import dev.evenkeel.training.stability.SpecChange;
import dev.evenkeel.training.stability.StabilityWatch;
import dev.evenkeel.training.stability.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A whole run: data, network, training, judgement, model.
 *
 * <p>Runs on the calling thread, which must be the one that owns the device.
 */
public final class TrainingRun {

  private final RunSetup setup;
  private final RunData data;
  private final TrainableNetwork network;
  private final Services services;

  private TrainingRun(RunSetup setup, RunData data, TrainableNetwork network, Services services) {
    this.setup = setup;
    this.data = data;
    this.network = network;
    this.services = services;
  }

  /**
   * Trains as the spec says.
   *
   * @param output an existing folder; receives the model's files
   * @throws TrainingRefusedException where the data or the spec don't allow it
   */
  public static TrainingResult execute(
      TrainingSpec spec,
      DataLocation location,
      Path output,
      NetworkProvider provider,
      TrainingObserver observer,
      RunSignal signal) {
    try {
      RepairState repairState = repairState(spec.stability(), observer);
      Services services = new Services(provider, observer, signal, repairState);
      TrainingSpec present = inspected(spec, location, repairState);
      while (true) {
        Attempt attempt = attempt(present, location, output, services);
        if (attempt.result() != null) {
          return attempt.result();
        }
        present = SpecEdits.apply(present, attempt.anew());
      }
    } catch (UnusableDataException e) {
      throw new TrainingRefusedException(e.code(), e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The spec as it starts: what is certainly wrong with it is repaired first where allowed. */
  private static TrainingSpec inspected(
      TrainingSpec spec, DataLocation location, RepairState repairState) throws IOException {
    if (!repairState.watch().isWatching()) {
      return spec;
    }
    DatasetSchema schema = schema(location, base(spec));
    SplitFacts facts = spec.base() == null ? SplitFacts.of(location) : SplitFacts.none();
    PreflightRepairs repairs = new PreflightRepairs(repairState);
    TrainingSpec present = spec;
    while (true) {
      var warnings = PreFlight.check(present, plan(present, schema), schema, facts);
      TrainingSpec repaired = repairs.admit(present, warnings);
      if (repaired.equals(present)) {
        return present;
      }
      present = repaired;
    }
  }

  private record Services(
      NetworkProvider provider,
      TrainingObserver observer,
      RunSignal signal,
      RepairState repairState) {}

  /**
   * A start of the run.
   *
   * @param anew what must be changed for another, where there is no result
   */
  private record Attempt(@Nullable TrainingResult result, List<SpecChange> anew) {}

  private static Attempt attempt(
      TrainingSpec spec, DataLocation location, Path output, Services services) throws IOException {
    ModelManifest base = base(spec);
    RunSetup setup = new RunSetup(spec, plan(spec, schema(location, base)));
    try (RunData data = RunData.open(location, spec, wanted(setup.plan(), base), output);
        TrainableNetwork network = network(services.provider(), setup)) {
      requireBatches(setup.plan(), data);
      return new TrainingRun(setup, data, network, services).train(output);
    }
  }

  private static TrainableNetwork network(NetworkProvider provider, RunSetup setup) {
    TrainableNetwork network = provider.create(setup.plan(), setup.spec());
    Integer frozen = setup.spec().network().freezeUpTo();
    return frozen == null ? network : FrozenLayers.upTo(frozen, network);
  }

  /** What is known of the model that is trained further; null where there is none. */
  private static @Nullable ModelManifest base(TrainingSpec spec) {
    return spec.base() == null
        ? null
        : SpecJson.mapper().readValue(Path.of(spec.base().manifest()), ModelManifest.class);
  }

  private static DatasetSchema schema(DataLocation location, @Nullable ModelManifest base)
      throws IOException {
    DatasetSchema own = RunData.readSchema(location.training());
    return base == null ? own : own.withFeatures(base.schema().features());
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

  private record Export(NetworkProvider provider, Path folder) {}

  private static NetworkPlan plan(TrainingSpec spec, DatasetSchema schema) {
    // The server has applied its own limits; here only what the flat vectors' index can reach.
    PlanLimits widest =
        new PlanLimits(
            Integer.MAX_VALUE, Long.MAX_VALUE, Integer.MAX_VALUE, 10_000, Integer.MAX_VALUE);
    Planning planning = new NetworkPlanner(widest).plan(spec, schema);
    if (planning.plan() == null) {
      throw new TrainingRefusedException(
          "invalid_spec",
          planning.faults().stream()
              .map(fault -> fault.pointer() + ": " + fault.message())
              .collect(Collectors.joining(" ")));
    }
    return planning.plan();
  }

  private static RepairState repairState(StabilitySpec spec, TrainingObserver observer) {
    StabilityWatch watch =
        spec.mode() == StabilitySpec.Mode.OFF
            ? StabilityWatch.off()
            : new StabilityWatch(observer::incident);
    return new RepairState(spec.mode(), watch, new RepairLadder(allowed(spec)));
  }

  private static Set<RepairAction> allowed(StabilitySpec spec) {
    return spec.allow() == null ? EnumSet.allOf(RepairAction.class) : Set.copyOf(spec.allow());
  }

  private Attempt train(Path output) throws IOException {
    RepairState repairState = services.repairState();
    try (Trainer trainer =
        new Trainer(
            setup,
            data,
            new RunContext(network, services.observer(), services.signal(), repairState))) {
      Trainer.Ending ending = trainer.train();
      if (!ending.anew().isEmpty()) {
        return new Attempt(null, ending.anew());
      }
      StopReason reason = ending.reason();
      Map<String, Double> metrics = new LinkedHashMap<>(trainer.kept().metrics());
      List<EvaluationReport> reports = new ArrayList<>();
      ModelManifest model = null;
      // Whoever ended the run does not want to wait for a model.
      if (reason.isSuccess() || reason == StopReason.DIVERGED) {
        network.restore(trainer.kept().snapshot());
        model = conclude(metrics, reports, new Export(services.provider(), output));
        // A run whose best network answers with no numbers has not succeeded.
        reason = model == null ? StopReason.DIVERGED : reason;
      }
      TrainingResult result =
          new TrainingResult(
              reason,
              reason == StopReason.DIVERGED ? Verdict.UNSTABLE : repairState.watch().verdict(),
              repairState.executed(),
              metrics,
              List.copyOf(reports),
              repairState.watch().actions(),
              model);
      return new Attempt(result, List.of());
    }
  }

  /** Judges the kept model on each split and writes it down, if its answers are finite. */
  private @Nullable ModelManifest conclude(
      Map<String, Double> metrics, List<EvaluationReport> reports, Export export)
      throws IOException {
    boolean finite = hasFiniteParameters();
    for (SplitEvaluator evaluator : evaluators()) {
      var judgement = evaluator.evaluate(network, SplitEvaluator.Depth.FULL);
      finite &= judgement.answersFinite();
      reports.add(judgement.report());
      if (!judgement.split().equals("train")) {
        metrics.putAll(judgement.metrics());
      }
    }
    return finite
        ? new ModelWriter(setup, network).write(inputs(), export.provider(), export.folder())
        : null;
  }

  private ModelWriter.Inputs inputs() {
    return new ModelWriter.Inputs(
        data.schema(), data.preprocessing(), new Probing(network, setup.plan()).ofTraining(data));
  }

  private boolean hasFiniteParameters() {
    LayerNorms norms = new LayerNorms(network.segments(), network.layers());
    norms.measure(network.parameters(), 1);
    return Double.isFinite(norms.norm()) && norms.statisticsFinite();
  }

  private List<SplitEvaluator> evaluators() {
    List<SplitEvaluator> evaluators = new ArrayList<>();
    data.validation()
        .ifPresent(s -> evaluators.add(new SplitEvaluator("validation", s, data, setup)));
    data.test().ifPresent(s -> evaluators.add(new SplitEvaluator("test", s, data, setup)));
    if (evaluators.isEmpty()) {
      evaluators.add(new SplitEvaluator("train", data.training(), data, setup));
    }
    return evaluators;
  }
}
