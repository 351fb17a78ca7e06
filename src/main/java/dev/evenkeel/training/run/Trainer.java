package dev.evenkeel.training.run;

import dev.evenkeel.training.RunSetup;
import dev.evenkeel.training.RunShape;
import dev.evenkeel.training.StopReason;
import dev.evenkeel.training.TrainableNetwork;
import dev.evenkeel.training.care.Baseline;
import dev.evenkeel.training.care.Care;
import dev.evenkeel.training.care.Company;
import dev.evenkeel.training.care.Moment;
import dev.evenkeel.training.care.Physician;
import dev.evenkeel.training.care.Position;
import dev.evenkeel.training.care.Treatment;
import dev.evenkeel.training.care.Ward;
import dev.evenkeel.training.data.RunData;
import dev.evenkeel.training.spec.EarlyStoppingSpec;
import dev.evenkeel.training.spec.SpecEdits;
import dev.evenkeel.training.stability.EpochSummary;
import dev.evenkeel.training.stability.Finding;
import dev.evenkeel.training.stability.Severity;
import dev.evenkeel.training.stability.SlowLearningMonitor;
import dev.evenkeel.training.stability.SpecChange;
import dev.evenkeel.training.stability.StabilityWatch;
import dev.evenkeel.training.stability.Symptom;
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
  private final MeanLoss epochLoss = new MeanLoss();
  private double latestLoss = Double.NaN;

  /**
   * How a training ended.
   *
   * @param anew what to change in the spec for another start; empty where it is over
   */
  record Ending(StopReason reason, List<SpecChange> anew) {}

  Trainer(RunSetup setup, RunData data, Company company) {
    this.company = company;
    network = company.network();
    care = company.care();
    watch = care.watch();
    Preparation prepared = new Preparation(setup, data, company);
    shape = prepared.shape();
    baseline = prepared.baseline();
    ward = prepared.ward();
    care.budget(shape.iterations());
    physician = new Physician(ward);
    iterations =
        ward.isFullBatch() ? new FullBatchIterations(ward) : new BatchIterations(ward, shape);
    EarlyStoppingSpec stopping = setup.spec().training().earlyStopping();
    earlyStopping = stopping == null ? null : new EarlyStopping(stopping);
    kept = new KeptModel(setup, data, network, ward.checkpoints().start().state());
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
      if (converged) {
        return convergedOn(at, treatment);
      }
      if (!(treatment instanceof Treatment.GoOn)) {
        return treatment;
      }
      at = new Position(at.epoch() + 1, 0);
    }
    return new Treatment.GoOn();
  }

  /** A minimum at which nothing was learned is not what anybody asked for. */
  private Treatment convergedOn(Position last, Treatment treatment) {
    double limit = SlowLearningMonitor.NOTHING * baseline.loss();
    Treatment answer = treatment;
    if (answer instanceof Treatment.GoOn && watch.isWatching() && latestLoss > limit) {
      long now = care.recorded();
      answer =
          physician.treat(
              new Finding(Symptom.NOT_LEARNING, Severity.WARNING, now, -1, latestLoss, limit),
              moment(last));
    }
    return answer instanceof Treatment.StartAnew ? answer : new Treatment.End(StopReason.CONVERGED);
  }

  private Moment moment(Position last) {
    long planned = last.iteration(shape.iterationsPerEpoch());
    return new Moment(last, planned, care.recorded(), iterations.rate(last));
  }

  private Treatment trainEpoch(Position start) {
    iterations.beginEpoch(start.epoch());
    epochLoss.clear();
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
        epochLoss.add(iterations.record().loss);
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
      kept.validate(epochLoss.metrics());
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

  private Treatment concludeEpoch(int epoch, boolean last) {
    Map<String, Double> metrics = epochLoss.metrics();
    latestLoss = epochLoss.mean();
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

  private Treatment judge(int epoch, double recall) {
    if (hasLearned()) {
      watch.recovered(care.recorded());
    }
    Position last = new Position(epoch, shape.iterationsPerEpoch() - 1);
    long planned = last.iteration(shape.iterationsPerEpoch());
    return watch
        .inspect(new EpochSummary(care.recorded(), planned, epoch, latestLoss, recall))
        .map(finding -> physician.treat(finding, moment(last)))
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
