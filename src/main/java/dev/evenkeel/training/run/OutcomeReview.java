package dev.evenkeel.training.run;

import dev.evenkeel.training.repair.Figures;
import dev.evenkeel.training.repair.RepairState;
import dev.evenkeel.training.repair.StandingWarning;
import dev.evenkeel.training.stability.Cause;
import dev.evenkeel.training.stability.Incident;
import dev.evenkeel.training.stability.Outcome;
import dev.evenkeel.training.stability.RepairAction;
import dev.evenkeel.training.stability.Severity;
import dev.evenkeel.training.stability.Symptom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Holds what a run has come to against what a constant would answer, against its own training
 * examples and, for a forecast, against the last value.
 */
final class OutcomeReview {

  /** A training loss below this share of B: the network knows its training examples. */
  private static final double MEMORIZED = 0.5;

  /** A validation loss that many times the training loss. */
  private static final double APART = 2;

  /** A loss above this share of B leaves something to be wished. */
  private static final double LEFT = 0.3;

  /** A forecast with twice the squared error of the last value. */
  private static final double FAR_BELOW_NAIVE = -1;

  private final ArmOutcome best;
  private final Map<String, Double> metrics;
  private final RepairState repairState;
  private final long now;
  private final double baseline;

  /**
   * @param now iterations recorded in all
   */
  OutcomeReview(ArmOutcome best, Map<String, Double> metrics, RepairState repairState, long now) {
    this.best = best;
    this.metrics = metrics;
    this.repairState = repairState;
    this.now = now;
    baseline = best.baseline().loss();
  }

  /** What is to be said of it; empty where it is as it should be. */
  Optional<Incident> incident() {
    if (!best.hasLearned()) {
      return Optional.of(nothingLearned());
    }
    if (best.hasHardlyBegun()) {
      return Optional.of(tooShort());
    }
    double skill = metric("persistence_skill");
    if (skill < 0) {
      return Optional.of(worseThanNaive(skill));
    }
    double loss = metric("loss");
    double training = trainLoss();
    boolean overfitted =
        training < MEMORIZED * baseline && loss > APART * training && loss > LEFT * baseline;
    return overfitted ? Optional.of(overfitted(training, loss)) : Optional.empty();
  }

  private Incident nothingLearned() {
    String still = score();
    Optional<StandingWarning> mismatch = standing(Cause.VALIDATION_MISMATCH);
    if (mismatch.isPresent()) {
      return incident(
          Cause.VALIDATION_MISMATCH,
          Severity.WARNING,
          still + " " + mismatch.get().message(),
          mismatch.get().advice());
    }
    if (trainLoss() < MEMORIZED * baseline) {
      return incident(
          Cause.OVERFITTING,
          Severity.WARNING,
          still
              + " Its training examples it knows (loss %s, a constant's is %s): nothing of it carries over."
                  .formatted(Figures.show(trainLoss()), Figures.show(baseline)),
          "Give more examples, a smaller network, dropout or l2; or check that validation and training data are of one kind.");
    }
    if (best.stillFalling() || standing(Cause.TOO_FEW_STEPS).isPresent()) {
      return tooShort();
    }
    return incident(
        Cause.NO_SIGNAL,
        Severity.WARNING,
        still + " The inputs may not tell the target.",
        "Look whether the inputs can tell the target at all; if they should, train longer, at another learning rate or with a larger network.");
  }

  private String score() {
    return "The kept model scores %s on %d examples, where the best constant answer scores %s."
        .formatted(
            Figures.show(best.scores().mean()),
            best.scores().size(),
            Figures.show(best.scores().guess()));
  }

  private Incident tooShort() {
    return incident(
        Cause.TOO_FEW_STEPS,
        Severity.WARNING,
        score()
            + " The plan of %d iterations was too short%s."
                .formatted(
                    repairState.planned(),
                    best.stillFalling() ? ": the loss was still falling at its end" : ""),
        "Give training.epochs several times as many, a smaller batch_size or a higher learning rate.");
  }

  private Optional<StandingWarning> standing(Cause cause) {
    return repairState.standing().stream().filter(warning -> warning.cause() == cause).findFirst();
  }

  private Incident worseThanNaive(double skill) {
    return incident(
        Cause.WORSE_THAN_NAIVE,
        skill < FAR_BELOW_NAIVE ? Severity.WARNING : Severity.INFO,
        "The forecast's squared error is %s times that of simply repeating the last value."
            .formatted(Figures.show(1 - skill)),
        "Train longer, give a longer window or more inputs; or forecast the change from the last value.");
  }

  private Incident overfitted(double training, double loss) {
    return incident(
        Cause.OVERFITTING,
        Severity.INFO,
        "The kept model has a loss of %s on its training examples and of %s on others; the best epoch by validation was kept."
            .formatted(Figures.show(training), Figures.show(loss)),
        "More examples, dropout, l2 or a smaller network may do better; early_stopping saves the rest of the plan.");
  }

  private double trainLoss() {
    return metrics.getOrDefault("train_loss", Double.NaN);
  }

  private double metric(String name) {
    return metrics.getOrDefault("validation_" + name, Double.NaN);
  }

  private Incident incident(Cause cause, Severity severity, String message, String advice) {
    Map<String, Object> evidence = new LinkedHashMap<>();
    evidence.put("score", best.scores().mean());
    evidence.put("guess", best.scores().guess());
    evidence.put("baseline", Double.isFinite(baseline) ? baseline : null);
    evidence.put("train_loss", metrics.get("train_loss"));
    evidence.put("validation_loss", metrics.get("validation_loss"));
    return new Incident(
        0,
        now,
        now,
        best.spec().training().epochs(),
        severity,
        Symptom.POOR_OUTCOME,
        cause,
        0.7,
        -1,
        "",
        evidence,
        message,
        advice,
        RepairAction.NONE,
        Map.of(),
        Outcome.NOT_ACTED,
        List.of());
  }
}
