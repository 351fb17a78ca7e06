package dev.evenkeel.training.run;

import dev.evenkeel.training.RunSetup;
import dev.evenkeel.training.SplitEvaluator;
import dev.evenkeel.training.data.RunData;
import dev.evenkeel.training.evaluation.Evaluation;
import dev.evenkeel.training.network.LayerNorms;
import dev.evenkeel.training.network.NetworkSnapshot;
import dev.evenkeel.training.network.TrainableNetwork;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The best model so far by validation loss; where there is no validation split, the last one. Only
 * models with finite parameters and answers are kept, the untrained one for want of a better.
 *
 * <p>Belongs to the training thread.
 */
final class KeptModel {

  /** Without a validation split the model is copied after at least this many iterations. */
  private static final int KEEP_EVERY = 64;

  /** Parameters beyond this norm may overflow on the way to an answer: look before keeping them. */
  private static final double LARGE_NORM = 1e6;

  private final TrainableNetwork network;
  private final SplitEvaluator training;
  private final @Nullable SplitEvaluator validation;
  private final LayerNorms norms;
  private Best kept;
  private long keptAt;
  private boolean balanced;

  /**
   * A model that is kept.
   *
   * @param metrics those of its epoch; empty for the untrained model
   * @param validationLoss infinite where none is known
   * @param number of its kind in the run, from 0
   */
  record Best(
      NetworkSnapshot snapshot, Map<String, Double> metrics, double validationLoss, int number) {

    static Best untrained(NetworkSnapshot snapshot) {
      return new Best(snapshot, Map.of(), Double.POSITIVE_INFINITY, 0);
    }

    private Best next(NetworkSnapshot other, Map<String, Double> ofIt, double loss) {
      return new Best(other, ofIt, loss, number + 1);
    }
  }

  /**
   * What is known so far.
   *
   * @param keptAt the recorded iteration in which the latest was kept
   * @param balanced whether the best is the one of the best scores, see {@link #balance}
   */
  record State(Best best, long keptAt, boolean balanced) {

    /** Of a run that begins with a model. */
    static State of(Best first) {
      return new State(first, 0, false);
    }
  }

  KeptModel(RunSetup setup, RunData data, TrainableNetwork network, State state) {
    this.network = network;
    kept = state.best();
    keptAt = state.keptAt();
    balanced = state.balanced();
    training = new SplitEvaluator("train", data.training(), data, setup);
    validation =
        data.validation()
            .map(split -> new SplitEvaluator("validation", split, data, setup))
            .orElse(null);
    norms = new LayerNorms(network.segments(), network.layers());
  }

  State state() {
    return new State(kept, keptAt, balanced);
  }

  boolean isValidated() {
    return validation != null;
  }

  /**
   * Judges the present network on the validation split, and keeps it if it is the best so far.
   *
   * @param epoch receives the metrics, and is kept with the model
   */
  Evaluation validate(Map<String, Double> epoch) {
    if (validation == null) {
      throw new IllegalStateException("There is no validation split.");
    }
    var judgement = validation.evaluate(network, SplitEvaluator.Depth.BRIEF);
    epoch.putAll(judgement.metrics());
    double loss = balanced ? balancedLoss(judgement.evaluation()) : judgement.loss();
    boolean better =
        loss < kept.validationLoss() || kept.validationLoss() == Double.POSITIVE_INFINITY;
    if (better && judgement.answersFinite() && norms.areFinite(network.parameters())) {
      keep(loss, epoch);
    }
    return judgement.evaluation();
  }

  /**
   * Classes have been given other weights: the loss, which knows none, would prefer the models from
   * before. From here on the best is the one of the highest accuracy and balanced accuracy.
   */
  void balance() {
    balanced = true;
    kept = kept.next(kept.snapshot(), kept.metrics(), Double.POSITIVE_INFINITY);
  }

  private static double balancedLoss(Evaluation evaluation) {
    Map<String, Double> scores = evaluation.brief();
    double accuracy = scores.getOrDefault("accuracy", 0.0);
    return 2 - accuracy - scores.getOrDefault("balanced_accuracy", accuracy);
  }

  /**
   * Keeps the present network for being the latest, now and then.
   *
   * @param iteration recorded
   */
  void keepLatest(long iteration, boolean last, Map<String, Double> epoch) {
    boolean due = last || iteration - keptAt >= KEEP_EVERY;
    if (due
        && norms.areFinite(network.parameters())
        && (norms.norm() < LARGE_NORM || answersFinite())) {
      keep(Double.NaN, epoch);
      keptAt = iteration;
    }
  }

  private void keep(double validationLoss, Map<String, Double> epoch) {
    double known = Double.isFinite(validationLoss) ? validationLoss : kept.validationLoss();
    kept = kept.next(network.snapshot(), epoch, known);
  }

  /** Whether the present network answers the training examples with numbers. */
  boolean answersFinite() {
    return training.answersFinite(network);
  }

  Best best() {
    return kept;
  }
}
