package dev.evenkeel.training;

import dev.evenkeel.training.data.ClassWeighting;
import dev.evenkeel.training.data.RunData;
import dev.evenkeel.training.spec.OptimizationSpec;
import dev.evenkeel.training.stability.StabilityWatch;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Trains a network from its first to its last iteration:
 *
 * <pre>
 * for each epoch
 *   for each batch of the training split, shuffled anew; second-order rules take all as one
 *     end if somebody asked for it
 *     loss, gradient &lt;- network              nothing has changed yet
 *     norms of the mean gradient
 *     action &lt;- watch(loss, norms)           a bad update can still be refused
 *     unless refused: clip, update(rate of this iteration)
 *     observer &lt;- the numbers of the step
 *     end as diverged if the watch gave up
 *   validate; keep the model if it is the best so far
 *   observer &lt;- the metrics of the epoch
 *   end if nothing has improved for a while
 * </pre>
 *
 * <p>Belongs to the training thread.
 */
final class Trainer implements AutoCloseable {

  /** Without a validation split the model is copied after at least this many iterations. */
  private static final int KEEP_EVERY = 64;

  /** Parameters beyond this norm may overflow on the way to an answer: look before keeping them. */
  private static final double LARGE_NORM = 1e6;

  private final OptimizationSpec spec;
  private final TrainableNetwork network;
  private final TrainingObserver observer;
  private final RunSignal signal;
  private final Iterations iterations;
  private final StabilityWatch watch;
  private final SplitEvaluator probe;
  private final @Nullable SplitEvaluator validation;
  private final @Nullable EarlyStopping earlyStopping;
  private final LayerNorms parameterNorms;
  private final KeptModel kept;
  private final RunShape shape;
  private long iteration;
  private long keptAt;
  private double lossSum;
  private long lossCount;

  /** Who is trained, who listens, and who may end the run. */
  record Company(
      TrainableNetwork network,
      TrainingObserver observer,
      RunSignal signal,
      StabilityWatch watch) {}

  Trainer(RunSetup setup, RunData data, Company company) {
    network = company.network();
    spec = setup.spec().training();
    observer = company.observer();
    signal = company.signal();
    watch = company.watch();
    Batches batches = batches(data, setup.plan());
    boolean fullBatch = spec.optimizer().type().isFullBatch();
    int perEpoch = fullBatch ? 1 : batches.count();
    shape =
        new RunShape(
            network.layers(),
            setup.plan().parameters(),
            data.training().size(),
            perEpoch,
            (long) perEpoch * spec.epochs());
    iterations =
        fullBatch
            ? new FullBatchIterations(setup, batches, company)
            : new BatchIterations(setup, shape, batches, company);
    probe = new SplitEvaluator("train", data.training(), data, setup);
    validation =
        data.validation()
            .map(split -> new SplitEvaluator("validation", split, data, setup))
            .orElse(null);
    earlyStopping = spec.earlyStopping() == null ? null : new EarlyStopping(spec.earlyStopping());
    parameterNorms = new LayerNorms(network.segments(), network.layers());
    kept = new KeptModel(network.snapshot());
  }

  private Batches batches(RunData data, NetworkPlan plan) {
    var weighting =
        new Batches.ExampleWeights(ClassWeighting.of(spec.classWeights(), data), data.labels());
    Batches all =
        spec.shuffle()
            ? Batches.shuffled(data.training(), spec.batchSize(), weighting)
            : Batches.inOrder(data.training(), spec.batchSize(), weighting);
    return plan.normalizesBatches() ? all.withoutALoneLast() : all;
  }

  StopReason train() {
    observer.started(shape);
    StopReason reason = trainEpochs();
    watch.end(reason.isSuccess() && probe.answersFinite(network));
    return reason;
  }

  private StopReason trainEpochs() {
    for (int epoch = 1; epoch <= spec.epochs(); epoch++) {
      Optional<StopReason> ended = trainEpoch(epoch);
      boolean converged = ended.equals(Optional.of(StopReason.CONVERGED));
      if (ended.isPresent() && !converged) {
        return ended.get();
      }
      Map<String, Double> metrics = concludeEpoch(epoch == spec.epochs() || converged);
      observer.epochEnded(epoch, iteration, metrics);
      if (converged) {
        return StopReason.CONVERGED;
      }
      if (earlyStopping != null && earlyStopping.isExhausted(metrics) && epoch < spec.epochs()) {
        return StopReason.EARLY_STOPPED;
      }
    }
    return StopReason.COMPLETED;
  }

  private Optional<StopReason> trainEpoch(int epoch) {
    iterations.beginEpoch(epoch);
    lossSum = 0;
    lossCount = 0;
    for (int i = 0; i < iterations.perEpoch(); i++) {
      Optional<StopReason> ended = signal.stopRequested();
      if (ended.isPresent()) {
        return ended;
      }
      ended = iterations.run(i, iteration + 1, epoch);
      if (ended.filter(StopReason::isAskedFor).isPresent()) {
        // Broken off in its midst: an iteration that never was.
        return ended;
      }
      iteration++;
      observer.stepped(iterations.record());
      remember(iterations.record().loss);
      if (ended.isPresent()) {
        return ended;
      }
    }
    return Optional.empty();
  }

  private void remember(double loss) {
    if (Double.isFinite(loss)) {
      lossSum += loss;
      lossCount++;
    }
  }

  private Map<String, Double> concludeEpoch(boolean last) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    if (lossCount > 0) {
      metrics.put("train_loss", lossSum / lossCount);
    }
    if (validation == null) {
      keepLast(last, metrics);
      return metrics;
    }
    var judgement = validation.evaluate(network, SplitEvaluator.Depth.BRIEF);
    metrics.putAll(judgement.metrics());
    if (kept.wouldKeep(judgement.loss()) && judgement.answersFinite() && hasFiniteParameters()) {
      kept.keep(network.snapshot(), judgement.loss(), metrics);
    }
    return metrics;
  }

  private void keepLast(boolean last, Map<String, Double> metrics) {
    boolean due = last || iteration - keptAt >= KEEP_EVERY;
    if (due
        && hasFiniteParameters()
        && (parameterNorms.norm() < LARGE_NORM || probe.answersFinite(network))) {
      kept.keep(network.snapshot(), Double.NaN, metrics);
      keptAt = iteration;
    }
  }

  private boolean hasFiniteParameters() {
    parameterNorms.measure(network.parameters(), 1);
    return Double.isFinite(parameterNorms.norm()) && parameterNorms.statisticsFinite();
  }

  KeptModel kept() {
    return kept;
  }

  long executedIterations() {
    return iteration;
  }

  @Override
  public void close() {
    iterations.close();
  }
}
