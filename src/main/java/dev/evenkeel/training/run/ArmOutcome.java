package dev.evenkeel.training.run;

import dev.evenkeel.training.evaluation.ExampleScores;
import dev.evenkeel.training.repair.Baseline;
import dev.evenkeel.training.spec.ClassWeights;
import dev.evenkeel.training.spec.TrainingSpec;

/**
 * What an arm of a run has come to.
 *
 * @param spec by which it ended
 * @param scores of the model that it keeps, on the validation split, or on the training split where
 *     there is none
 * @param stillFalling whether its loss fell up to the end
 * @param repaired whether that model is the work of a repair
 */
record ArmOutcome(
    TrainingSpec spec,
    KeptModel.Best best,
    ExampleScores scores,
    Baseline baseline,
    boolean stillFalling,
    boolean repaired) {

  /** Chance alone is beyond so many standard errors once in twenty. */
  private static final double ERRORS = 1.64;

  /** Standard errors that a change of the user's objective has to be beyond. */
  private static final double NOISE = 1;

  /** An answer better than a constant by less than this is of no use to anybody. */
  private static final double LEAST = 0.01;

  /** So much is believed of few examples as well. */
  private static final double MUCH = 0.1;

  /** Of fewer examples nothing can be told. */
  private static final int ENOUGH = 10;

  private static final double LITTLE = 0.03;

  /** Less than that of what there was to be gained is next to nothing. */
  private static final double BEGUN = 0.1;

  /** Half of what there was to be gained. */
  private static final double CONVINCING = 0.5;

  /** Whether the model answers better than the best constant does. */
  boolean hasLearned() {
    return scores.size() < ENOUGH
        || scores.overGuessing().exceeds(LEAST, ERRORS)
        || scores.overGuessing().exceeds(MUCH, 1)
        || scores.logarithmOverGuessing().exceeds(LEAST, ERRORS);
  }

  /** Whether it has hardly begun to learn when the plan ended. */
  boolean hasHardlyBegun() {
    double guess = scores.guess();
    return stillFalling && scores.mean() - guess < BEGUN * (1 - guess);
  }

  /** Whether that can be said for certain. */
  boolean hasProvablyLearned() {
    return scores.size() >= ENOUGH && hasLearned();
  }

  /** Whether going on as asked could hardly have come to more. */
  boolean isConvincing() {
    return hasLearned() && scores.isShareOfGain(CONVINCING);
  }

  /** Whether no other could be better by anything that counts. */
  boolean isPerfect() {
    return 1 - scores.mean() < LITTLE;
  }

  /**
   * Whether this one is to be kept and not another. The one whose classes a repair has weighed
   * otherwise, a change of the user's objective, must be better by more than chance makes of the
   * few examples of a rare class.
   */
  boolean isBetterThan(ArmOutcome other) {
    double mine = scores.mean();
    double theirs = other.scores.mean();
    if (Double.isNaN(mine) || Double.isNaN(theirs)) {
      return !Double.isNaN(mine);
    }
    boolean sameObjective = classWeights().equals(other.classWeights());
    if (sameObjective || repaired == other.repaired) {
      return mine > theirs;
    }
    return repaired
        ? scores.over(other.scores).exceeds(0, NOISE)
        : !other.scores.over(scores).exceeds(0, NOISE);
  }

  private ClassWeights classWeights() {
    return spec.training().classWeights();
  }
}
