package dev.evenkeel.training.run;

import dev.evenkeel.training.Batches;
import dev.evenkeel.training.RunSetup;
import dev.evenkeel.training.RunShape;
import dev.evenkeel.training.StopReason;
import dev.evenkeel.training.TrainableNetwork;
import dev.evenkeel.training.care.Baseline;
import dev.evenkeel.training.care.Care;
import dev.evenkeel.training.care.Checkpoints;
import dev.evenkeel.training.care.Company;
import dev.evenkeel.training.care.Moment;
import dev.evenkeel.training.care.Physician;
import dev.evenkeel.training.care.Position;
import dev.evenkeel.training.care.RunMemory;
import dev.evenkeel.training.care.Treatment;
import dev.evenkeel.training.care.Ward;
import dev.evenkeel.training.care.WatchedLayers;
import dev.evenkeel.training.data.ClassWeighting;
import dev.evenkeel.training.data.RunData;
import dev.evenkeel.training.spec.OptimizationSpec;
import dev.evenkeel.training.spec.SpecEdits;
import dev.evenkeel.training.stability.EpochSummary;
import dev.evenkeel.training.stability.RunFacts;
import dev.evenkeel.training.stability.SpecChange;
import dev.evenkeel.training.stability.StabilityWatch;
import java.util.LinkedHashMap;
import java.util.List;
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
 *     keep a checkpoint now and then
 *     loss, gradient &lt;- network              nothing has changed yet
 *     norms of the mean gradient
 *     finding &lt;- watch(loss, norms)          a bad update can still be refused
 *     treatment &lt;- physician(finding)        go on, skip, go back, start anew, end
 *     if it goes on: clip, update(rate of this iteration)
 *     the same with the layers, in every tenth iteration
 *     observer &lt;- the numbers of the step
 *   validate; keep the model if it is the best so far
 *   the same with the epoch
 *   end if nothing has improved for a while
 * </pre>
 *
 * <p>Belongs to the training thread.
 */
public final class Trainer implements AutoCloseable {

  private static final int FOLLOW_UPS = 20;
  private static final int FOLLOW_UP_LEAST = 25;

  /** A loss below this share of B: the network answers by what it sees. */
  private static final double LEARNED = 0.9;

  private final RunData data;
  private final TrainableNetwork network;
  private final Company company;
  private final Care care;
  private final StabilityWatch watch;
  private final Iterations iterations;
  private final KeptModel kept;
  private final RunShape shape;
  private final Baseline baseline;
  private Ward ward;
  private Physician physician;
  private @Nullable EarlyStopping earlyStopping;
  private long reached;
  private double lossSum;
  private long lossCount;
  private double latestLoss = Double.NaN;

  /**
   * How a training ended.
   *
   * @param anew what to change in the spec for another start; empty where it is over
   */
  record Ending(StopReason reason, List<SpecChange> anew) {}

  Trainer(RunSetup setup, RunData data, Company company) {
    this.data = data;
    this.company = company;
    network = company.network();
    care = company.care();
    watch = care.watch();
    OptimizationSpec spec = setup.spec().training();
    var weighting =
        new Batches.ExampleWeights(ClassWeighting.of(spec.classWeights(), data), data.labels());
    Batches batches = batches(setup, weighting, spec.shuffle());
    boolean fullBatch = spec.optimizer().type().isFullBatch();
    int perEpoch = fullBatch ? 1 : batches.count();
    shape =
        new RunShape(
            network.layers(),
            setup.plan().parameters(),
            data.training().size(),
            perEpoch,
            (long) perEpoch * spec.epochs());
    care.budget(shape.iterations());
    baseline = Baseline.of(data.training(), data.labels(), weighting, setup.plan().output().loss());
    ward = ward(setup, batches, batches(setup, weighting, true));
    physician = new Physician(ward);
    iterations = fullBatch ? new FullBatchIterations(ward) : new BatchIterations(ward, shape);
    earlyStopping = spec.earlyStopping() == null ? null : new EarlyStopping(spec.earlyStopping());
    kept = new KeptModel(setup, data, network, ward.checkpoints().start().state());
  }

  private Batches batches(RunSetup setup, Batches.ExampleWeights weighting, boolean shuffle) {
    int size = setup.spec().training().batchSize();
    Batches all =
        shuffle
            ? Batches.shuffled(data.training(), size, weighting)
            : Batches.inOrder(data.training(), size, weighting);
    all.exclude(care.excluded());
    return setup.plan().normalizesBatches() ? all.withoutALoneLast() : all;
  }

  private Ward ward(RunSetup setup, Batches batches, Batches others) {
    RunFacts facts =
        new RunFacts(
            baseline.loss(),
            baseline.neutral(setup.plan().output()),
            shape.iterations(),
            shape.iterationsPerEpoch(),
            baseline.classRatio(),
            WatchedLayers.of(setup.plan()));
    Checkpoints checkpoints = new Checkpoints(network, shape.iterations());
    others.beginEpoch(setup.spec().training().seed(), -1);
    boolean regression = !data.preprocessing().targets().isEmpty();
    RunMemory memory = new RunMemory(setup.spec().training().optimizer().learningRate());
    return new Ward(setup, company, facts, regression, batches, others, checkpoints, memory);
  }

  Ending train() {
    company.observer().started(shapeFrom(Position.START));
    watch.begin(ward.facts());
    Ending ending = trainFrom(Position.START);
    if (ending.anew().isEmpty()) {
      watch.end(ending.reason().isSuccess() && kept.answersFinite() && hasLearned());
    } else {
      care.lose(reached);
    }
    return ending;
  }

  /** The size of the run as recorded: what was replayed comes on top of the plan. */
  private RunShape shapeFrom(Position position) {
    long left = shape.iterations() - position.iteration(shape.iterationsPerEpoch()) + 1;
    return new RunShape(
        shape.layers(),
        shape.parameters(),
        shape.trainingExamples(),
        shape.iterationsPerEpoch(),
        care.recorded() + left);
  }

  private Ending trainFrom(Position start) {
    Position at = start;
    while (true) {
      Treatment treatment = trainUntilTreated(at);
      if (treatment instanceof Treatment.GoBack back) {
        at = goBack(back);
      } else if (treatment instanceof Treatment.StartAnew anew) {
        return new Ending(StopReason.DIVERGED, anew.changes());
      } else if (treatment instanceof Treatment.End end) {
        return new Ending(end.reason(), List.of());
      } else {
        return new Ending(StopReason.COMPLETED, List.of());
      }
    }
  }

  private Position goBack(Treatment.GoBack back) {
    care.treat();
    care.lose(Math.max(0, reached + 1 - back.to().iteration(shape.iterationsPerEpoch())));
    if (!back.changes().isEmpty()) {
      RunSetup setup = ward.setup().with(SpecEdits.apply(ward.setup().spec(), back.changes()));
      iterations.retune(setup.spec().training());
      network.configureRate(setup.spec().training().optimizer().learningRate());
      ward = ward.with(setup);
      physician = new Physician(ward);
    }
    watch.begin(ward.facts());
    company.observer().started(shapeFrom(back.to()));
    return back.to();
  }

  /** Answers with {@link Treatment.GoOn} where the plan was carried out to its end. */
  private Treatment trainUntilTreated(Position start) {
    int epochs = ward.setup().spec().training().epochs();
    Position at = start;
    while (at.epoch() <= epochs) {
      Treatment treatment = trainEpoch(at);
      boolean converged = treatment.equals(new Treatment.End(StopReason.CONVERGED));
      if (!(treatment instanceof Treatment.GoOn) && !converged) {
        return treatment;
      }
      treatment = concludeEpoch(at.epoch(), at.epoch() == epochs || converged);
      if (converged || !(treatment instanceof Treatment.GoOn)) {
        return converged ? new Treatment.End(StopReason.CONVERGED) : treatment;
      }
      at = new Position(at.epoch() + 1, 0);
    }
    return new Treatment.GoOn();
  }

  private Treatment trainEpoch(Position start) {
    iterations.beginEpoch(start.epoch());
    lossSum = 0;
    lossCount = 0;
    for (int i = start.index(); i < iterations.perEpoch(); i++) {
      Optional<StopReason> asked = company.signal().stopRequested();
      if (asked.isPresent()) {
        return new Treatment.End(asked.get());
      }
      Position position = new Position(start.epoch(), i);
      reached = position.iteration(shape.iterationsPerEpoch());
      checkpoint(position);
      Treatment treatment = iterations.run(position, care.recorded() + 1, physician);
      if (treatment instanceof Treatment.End end && end.reason().isAskedFor()) {
        // Broken off in its midst: an iteration that never was.
        return treatment;
      }
      if (!(treatment instanceof Treatment.PassOver)) {
        care.record();
        care.applied(!(treatment instanceof Treatment.Skip));
        company.observer().stepped(iterations.record());
        remember(iterations.record().loss);
      }
      if (isInterruption(treatment)) {
        return treatment;
      }
      followUp(position);
    }
    return new Treatment.GoOn();
  }

  /**
   * A repair is judged by its outcome: within a long epoch a treated network is validated now and
   * then, and kept where it is the best so far. An untreated one is left alone.
   */
  private void followUp(Position position) {
    long planned = position.iteration(shape.iterationsPerEpoch());
    long every = Math.max(FOLLOW_UP_LEAST, shape.iterations() / FOLLOW_UPS);
    boolean endsEpoch = position.index() == iterations.perEpoch() - 1;
    if (kept.isValidated() && care.isTreated() && !endsEpoch && planned % every == 0) {
      kept.validate(trainLoss());
    }
  }

  private static boolean isInterruption(Treatment treatment) {
    return treatment instanceof Treatment.GoBack
        || treatment instanceof Treatment.StartAnew
        || treatment instanceof Treatment.End;
  }

  private void checkpoint(Position position) {
    long planned = position.iteration(shape.iterationsPerEpoch());
    if (watch.isWatching() && ward.checkpoints().isDue(planned)) {
      ward.checkpoints().take(position, planned, care.recorded(), ward.memory().highNorm());
    }
  }

  private void remember(double loss) {
    if (Double.isFinite(loss)) {
      lossSum += loss;
      lossCount++;
    }
  }

  private Treatment concludeEpoch(int epoch, boolean last) {
    Map<String, Double> metrics = trainLoss();
    latestLoss = metrics.getOrDefault("train_loss", Double.NaN);
    double recall = Double.NaN;
    if (kept.isValidated()) {
      recall = kept.validate(metrics).recall(baseline.rarest());
    } else {
      kept.keepLatest(care.recorded(), last, metrics);
    }
    company.observer().epochEnded(epoch, care.recorded(), metrics);
    Treatment treatment = judge(epoch, recall);
    boolean stop =
        treatment instanceof Treatment.GoOn
            && earlyStopping != null
            && earlyStopping.isExhausted(metrics)
            && !last;
    return stop ? new Treatment.End(StopReason.EARLY_STOPPED) : treatment;
  }

  /** The mean loss of the epoch's finite steps, if there were any. */
  private Map<String, Double> trainLoss() {
    Map<String, Double> metrics = new LinkedHashMap<>();
    if (lossCount > 0) {
      metrics.put("train_loss", lossSum / lossCount);
    }
    return metrics;
  }

  private Treatment judge(int epoch, double recall) {
    if (hasLearned()) {
      watch.recovered(care.recorded());
    }
    Position last = new Position(epoch, shape.iterationsPerEpoch() - 1);
    long planned = last.iteration(shape.iterationsPerEpoch());
    return watch
        .inspect(new EpochSummary(care.recorded(), planned, epoch, latestLoss, recall))
        .map(
            finding ->
                physician.treat(
                    finding, new Moment(last, planned, care.recorded(), iterations.rate(last))))
        .orElseGet(Treatment.GoOn::new);
  }

  private boolean hasLearned() {
    return latestLoss < LEARNED * baseline.loss();
  }

  KeptModel kept() {
    return kept;
  }

  @Override
  public void close() {
    iterations.close();
  }
}
