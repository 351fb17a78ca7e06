package dev.evenkeel.training.repair;

import dev.evenkeel.training.repair.Checkpoints.Checkpoint;
import dev.evenkeel.training.stability.Cause;
import dev.evenkeel.training.stability.Finding;
import dev.evenkeel.training.stability.Severity;
import dev.evenkeel.training.stability.SlowLearningMonitor;
import dev.evenkeel.training.stability.Symptom;

/**
 * Asks by trial runs what another learning rate would do.
 *
 * <p>Leaves the network wherever they ended; the caller puts it back.
 */
final class RateEvidence {

  private static final double BETTER = 0.9;

  /** Any lower rate calms a loss a little. */
  private static final double MUCH_BETTER = 0.5;

  private static final double OVERSIZED = 0.5;

  /** Few steps show little of it; whether it is worth a change is for a trial to say. */
  private static final double FASTER = 0.95;

  /** A loss below this share of B: something is learned at that rate. */
  static final double LEARNED = 0.8;

  /** Where the present rate gets nowhere at all, a modest gain is evidence enough. */
  private static final double LEARNS = 0.9;

  private final RunUnderRepair run;
  private final RateTrials trials;

  RateEvidence(RunUnderRepair run, RateTrials trials) {
    this.run = run;
    this.trials = trials;
  }

  /**
   * What short trainings from a state have shown.
   *
   * @param base the rate that they are compared with
   */
  private record Shown(double base, Checkpoint from, int steps, LearningRateSearch.Found found) {

    String text() {
      return "a rate of %s reaches a loss of %s in %d iterations"
          .formatted(Figures.show(found.rate()), Figures.show(found.loss()), steps);
    }

    DiagnosedCause of(Cause cause, double confidence, String message) {
      return noted(
          DiagnosedCause.of(
              cause,
              confidence,
              message,
              "Set training.optimizer.learning_rate to about %s."
                  .formatted(Figures.show(found.rate()))));
    }

    DiagnosedCause unknown(String message) {
      return noted(DiagnosedCause.unknown(message));
    }

    private DiagnosedCause noted(DiagnosedCause diagnosed) {
      return diagnosed
          .with("learning_rate", base)
          .with("rehearsed_rate", found.rate())
          .with("rehearsed_loss", found.loss())
          .withRate(found.rate())
          .withOrigin(from);
    }
  }

  /** Does a lower rate from the same state cure it? */
  DiagnosedCause lower(Checkpoint from, Finding finding, RunPosition now) {
    boolean bouncing = finding.symptom() == Symptom.OSCILLATION;
    double base = present();
    int steps = finding.severity() == Severity.CRITICAL ? trials.longerSteps() : trials.steps();
    if (!trials.affordsSearch(steps)) {
      return unsearched(base, from);
    }
    LearningRateSearch search = trials.search(from, steps);
    if (bouncing && search.lossAfter(base / 10) >= MUCH_BETTER * smoothedLoss()) {
      // At the edge of what is stable a tenth of the rate is always enough.
      return DiagnosedCause.unknown("A lower learning rate calms it little.");
    }
    // First of all: without it the others prove nothing.
    double control = search.lossAfter(base);
    Shown shown = new Shown(base, from, steps, search.below(base));
    double loss = shown.found().loss();
    // Untrained, some batches cost less than others without anything being learned.
    boolean untrained = from.planned() == 1;
    double still = untrained ? search.lossAfter(0) : Double.POSITIVE_INFINITY;
    boolean stuck = control >= run.baseline();
    double limit = (stuck ? LEARNS : LEARNED) * Math.max(run.baseline(), 0);
    double better = bouncing ? MUCH_BETTER : BETTER;
    boolean cured =
        loss < Math.min(limit, better * smoothedLoss()) && loss < BETTER * Math.min(control, still);
    DiagnosedCause diagnosed =
        cured
            ? shown.of(
                Cause.LEARNING_RATE_TOO_HIGH,
                0.9,
                "From the state of iteration %d %s; %s does not."
                    .formatted(from.planned() - 1, shown.text(), Figures.show(base)))
            : shown.unknown(
                "Lower learning rates from an earlier state do no better (best loss %s)."
                    .formatted(Figures.show(loss)));
    return (cured && !untrained ? orFromTheStart(diagnosed, shown, now) : diagnosed)
        .with("control_loss", control);
  }

  /**
   * Where as many steps from the start come further, what was learned at a rate far too high is
   * worth nothing, and units that it has driven to their bounds are in the way of more.
   */
  private DiagnosedCause orFromTheStart(DiagnosedCause lower, Shown shown, RunPosition now) {
    Checkpoint start = run.checkpoints().start();
    if (!trials.leavesRoom(shown.steps() + run.facts().iterations() / 10, now)) {
      return lower;
    }
    double loss = trials.search(start, shown.steps()).lossAfter(shown.found().rate());
    Shown anew =
        new Shown(
            shown.base(),
            start,
            shown.steps(),
            new LearningRateSearch.Found(shown.found().rate(), loss));
    return anew.found().isBelow(shown.found().loss())
        ? anew.of(
                Cause.LEARNING_RATE_TOO_HIGH,
                0.9,
                "From the start %s, from the state of iteration %d only %s."
                    .formatted(
                        anew.text(),
                        shown.from().planned() - 1,
                        Figures.show(shown.found().loss())))
            .with("rehearsed_loss_from_good_state", shown.found().loss())
        : lower;
  }

  /**
   * What would have been right from the start? Asked where a lower rate was tried and did not hold:
   * the state that it began from was spoilt already.
   */
  DiagnosedCause fromTheStart() {
    double base = run.memory().startingRate();
    Checkpoint from = run.checkpoints().start();
    int steps = trials.longerSteps();
    if (!trials.affordsSearch(steps)) {
      return unsearched(base, from);
    }
    Shown shown = new Shown(base, from, steps, trials.search(from, steps).below(base));
    return shown.found().isBelow(LEARNED * run.baseline())
        ? shown.of(
            Cause.LEARNING_RATE_TOO_HIGH,
            0.85,
            "A lower rate did not hold from a state that the high one had reached; from the start %s."
                .formatted(shown.text()))
        : shown.unknown("Lower learning rates do no better from the start either.");
  }

  /** A run too short, or too ill, for trial runs is judged by the length of its updates. */
  private DiagnosedCause unsearched(double base, Checkpoint from) {
    double ratio = run.memory().largestRatio();
    return ratio > OVERSIZED
        ? DiagnosedCause.of(
                Cause.LEARNING_RATE_TOO_HIGH,
                0.6,
                "Updates were up to %s times as long as the parameters."
                    .formatted(Figures.show(ratio)),
                "Lower training.optimizer.learning_rate, to a tenth for a start.")
            .with("learning_rate", base)
            .with("update_ratio", ratio)
            .withOrigin(from)
        : DiagnosedCause.unknown("Inputs and parameters tell nothing.").with("learning_rate", base);
  }

  /** Does a higher rate get anywhere from where the run is, where weights hardly move? */
  DiagnosedCause higher(double moved, Checkpoint from) {
    if (!trials.affordsSearch(trials.steps())) {
      return DiagnosedCause.unknown("The weights hardly move.");
    }
    Shown shown =
        new Shown(
            present(),
            from,
            trials.steps(),
            trials.search(from, trials.steps()).above(present(), run.baseline()));
    return shown.found().isBelow(SlowLearningMonitor.NOTHING * run.baseline())
        ? shown
            .of(Cause.LEARNING_RATE_TOO_LOW, 0.92, "%s; %s.".formatted(pace(moved), shown.text()))
            .with("projected_change", moved)
        : DiagnosedCause.unknown("Higher learning rates do no better.");
  }

  /** Does a higher rate get on much faster from where the run is now? */
  DiagnosedCause faster(double moved, Checkpoint from) {
    if (!trials.affordsSearch(trials.steps())) {
      return DiagnosedCause.unknown("The network is learning.");
    }
    LearningRateSearch search = trials.search(from, trials.steps());
    double control = search.lossAfter(present());
    Shown shown =
        new Shown(
            present(),
            from,
            trials.steps(),
            search.above(present(), Math.min(control, smoothedLoss())));
    return shown.found().isBelow(FASTER * Math.min(control, smoothedLoss()))
        ? shown
            .of(
                Cause.LEARNING_RATE_TOO_LOW,
                0.85,
                "%s; from the state of iteration %d %s, the present one %s."
                    .formatted(
                        pace(moved), from.planned() - 1, shown.text(), Figures.show(control)))
            .with("projected_change", moved)
            .with("control_loss", control)
        : DiagnosedCause.unknown("The network is learning, and higher rates are not much faster.");
  }

  private static String pace(double moved) {
    return "At this pace the weights would change by %s of their size in the whole run"
        .formatted(Figures.percent(moved));
  }

  /** The rate that the spec asks for by now. */
  private double present() {
    return run.setup().spec().training().optimizer().learningRate();
  }

  /** Infinite where there never was a finite one. */
  private double smoothedLoss() {
    double smoothed = run.memory().trend().smoothed();
    return Double.isNaN(smoothed) ? Double.POSITIVE_INFINITY : smoothed;
  }
}
