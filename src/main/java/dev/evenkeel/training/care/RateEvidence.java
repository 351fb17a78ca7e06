package dev.evenkeel.training.care;

import dev.evenkeel.training.care.Checkpoints.Checkpoint;
import dev.evenkeel.training.stability.Cause;
import java.util.TreeMap;

/**
 * Asks by rehearsals what another learning rate would do.
 *
 * <p>Leaves the network wherever they ended; the caller puts it back.
 */
final class RateEvidence {

  private static final double BETTER = 0.9;

  /** Any lower rate calms a loss a little. */
  private static final double MUCH_BETTER = 0.5;

  private static final double OVERSIZED = 0.5;

  private static final double MUCH_FASTER = 0.8;

  /** Rates that a search tries at the most, usually. */
  private static final int SEARCHED = 6;

  private static final int SEARCHED_AT_MOST = 11;

  /** A loss below this share of B: something is learned at that rate. */
  static final double LEARNED = 0.8;

  /** Where the present rate gets nowhere at all, a modest gain is evidence enough. */
  private static final double LEARNS = 0.9;

  private final Ward ward;

  /** Losses of rehearsals from the start, by rate: asked again, they would end the same. */
  private final TreeMap<Double, Double> fromStart = new TreeMap<>();

  private int excluded;

  RateEvidence(Ward ward) {
    this.ward = ward;
  }

  /** Does a lower rate from the same state cure it? */
  Clues lower(Checkpoint from, boolean bouncing) {
    double base = ward.setup().spec().training().optimizer().learningRate();
    Rehearsal rehearsal = rehearsal();
    if (!affordsSearch(rehearsal)) {
      return unsearched(base, from);
    }
    RateSearch search = search(rehearsal, from);
    RateSearch.Found found = search.below(base);
    double control = search.lossAfter(base);
    // Untrained, some batches cost less than others without anything being learned.
    boolean untrained = from.planned() == 1;
    double still = untrained ? search.lossAfter(0) : Double.POSITIVE_INFINITY;
    boolean stuck = control >= ward.baseline();
    double limit = (stuck ? LEARNS : LEARNED) * Math.max(ward.baseline(), 0);
    double better = bouncing ? MUCH_BETTER : BETTER;
    boolean cured =
        found.loss() < Math.min(limit, better * present())
            && found.loss() < BETTER * Math.min(control, still);
    Clues clues =
        cured
            ? Clues.of(
                Cause.LEARNING_RATE_TOO_HIGH,
                0.9,
                "From the state of iteration %d a rate of %s reaches a loss of %s in %d iterations; %s does not."
                    .formatted(
                        from.planned() - 1,
                        Figures.show(found.rate()),
                        Figures.show(found.loss()),
                        rehearsal.steps(),
                        Figures.show(base)),
                "Set training.optimizer.learning_rate to about %s."
                    .formatted(Figures.show(found.rate())))
            : Clues.of(
                Cause.UNKNOWN,
                0.3,
                "Lower learning rates from an earlier state do no better (best loss %s)."
                    .formatted(Figures.show(found.loss())),
                "Look at the data, the output layer and its loss, and the initial weights.");
    return clues
        .with("learning_rate", base)
        .with("rehearsed_rate", found.rate())
        .with("rehearsed_loss", found.loss())
        .with("control_loss", control)
        .withRate(found.rate())
        .withOrigin(from);
  }

  /** The smoothed loss; infinite where there never was a finite one. */
  private double present() {
    double smoothed = ward.memory().trend().smoothed();
    return Double.isNaN(smoothed) ? Double.POSITIVE_INFINITY : smoothed;
  }

  private RateSearch search(Rehearsal rehearsal, Checkpoint from) {
    int now = ward.company().care().excluded().size();
    if (now != excluded) {
      // Other rows, other losses.
      fromStart.clear();
      excluded = now;
    }
    return new RateSearch(
        rehearsal, from.state(), from.planned() == 1 ? fromStart : new TreeMap<>());
  }

  /**
   * What would have been right from the start? Asked where a lower rate was tried and did not hold:
   * the state that it began from was spoilt already.
   */
  Clues fromTheStart() {
    double base = ward.memory().startingRate();
    Checkpoint from = ward.checkpoints().start();
    Rehearsal rehearsal = rehearsal();
    if (!affordsSearch(rehearsal)) {
      return unsearched(base, from);
    }
    RateSearch.Found found = search(rehearsal, from).below(base);
    Clues clues =
        found.isBelow(LEARNED * ward.baseline())
            ? Clues.of(
                Cause.LEARNING_RATE_TOO_HIGH,
                0.85,
                "A lower rate did not hold from a state that the high one had reached; from the start a rate of %s reaches a loss of %s in %d iterations."
                    .formatted(
                        Figures.show(found.rate()), Figures.show(found.loss()), rehearsal.steps()),
                "Set training.optimizer.learning_rate to about %s."
                    .formatted(Figures.show(found.rate())))
            : Clues.unknown("Lower learning rates do no better from the start either.");
    return clues
        .with("learning_rate", base)
        .with("rehearsed_rate", found.rate())
        .with("rehearsed_loss", found.loss())
        .withRate(found.rate())
        .withOrigin(from);
  }

  private boolean affordsSearch(Rehearsal rehearsal) {
    // A line search finds its own steps: other rates tell nothing of it.
    return !ward.isFullBatch()
        && ward.company().care().affords((long) SEARCHED * rehearsal.steps());
  }

  /** A run too short, or too ill, for rehearsals is judged by the length of its updates. */
  private Clues unsearched(double base, Checkpoint from) {
    double ratio = ward.memory().largestRatio();
    return ratio > OVERSIZED
        ? Clues.of(
                Cause.LEARNING_RATE_TOO_HIGH,
                0.6,
                "Updates were up to %s times as long as the parameters."
                    .formatted(Figures.show(ratio)),
                "Lower training.optimizer.learning_rate, to a tenth for a start.")
            .with("learning_rate", base)
            .with("update_ratio", ratio)
            .withOrigin(from)
        : Clues.unknown("Inputs and parameters tell nothing.").with("learning_rate", base);
  }

  private Rehearsal rehearsal() {
    long planned = ward.facts().iterations();
    int steps = (int) Math.max(10, Math.min(40, planned / 30));
    return new Rehearsal(
        ward.setup(), ward.others(), ward.company(), new Rehearsal.Measure(ward.baseline(), steps));
  }

  /** Does a higher rate get anywhere, where weights hardly move? */
  Clues higher(double moved) {
    double base = ward.setup().spec().training().optimizer().learningRate();
    Rehearsal rehearsal = rehearsal();
    Checkpoint from = ward.checkpoints().start();
    if (!affordsSearch(rehearsal)) {
      return Clues.unknown("The weights hardly move.");
    }
    RateSearch.Found found = search(rehearsal, from).above(base);
    if (!found.isBelow(0.95 * ward.baseline())) {
      return Clues.unknown("Higher learning rates do no better.");
    }
    return Clues.of(
            Cause.LEARNING_RATE_TOO_LOW,
            0.92,
            "At this pace the weights would change by %s of their size in the whole run; a rate of %s reaches a loss of %s in %d iterations."
                .formatted(
                    Figures.percent(moved),
                    Figures.show(found.rate()),
                    Figures.show(found.loss()),
                    rehearsal.steps()),
            "Set training.optimizer.learning_rate to about %s."
                .formatted(Figures.show(found.rate())))
        .with("learning_rate", base)
        .with("projected_change", moved)
        .with("rehearsed_rate", found.rate())
        .with("rehearsed_loss", found.loss())
        .withRate(found.rate())
        .withOrigin(from);
  }

  /** Does a higher rate get on much faster from where the run is now? */
  Clues faster(double moved, Checkpoint from) {
    double base = ward.setup().spec().training().optimizer().learningRate();
    Rehearsal rehearsal = rehearsal();
    if (!affordsSearch(rehearsal)) {
      return Clues.unknown("The network is learning.");
    }
    RateSearch search = search(rehearsal, from);
    RateSearch.Found found = search.above(base);
    double control = search.lossAfter(base);
    if (!found.isBelow(MUCH_FASTER * Math.min(control, present()))) {
      return Clues.unknown(
          "The network is learning, and higher learning rates are not much faster.");
    }
    return Clues.of(
            Cause.LEARNING_RATE_TOO_LOW,
            0.85,
            "At this pace the weights would change by %s of their size in the whole run; from the state of iteration %d a rate of %s reaches a loss of %s in %d iterations, the present one %s."
                .formatted(
                    Figures.percent(moved),
                    from.planned() - 1,
                    Figures.show(found.rate()),
                    Figures.show(found.loss()),
                    rehearsal.steps(),
                    Figures.show(control)),
            "Set training.optimizer.learning_rate to about %s."
                .formatted(Figures.show(found.rate())))
        .with("learning_rate", base)
        .with("projected_change", moved)
        .with("rehearsed_rate", found.rate())
        .with("rehearsed_loss", found.loss())
        .with("control_loss", control)
        .withRate(found.rate())
        .withOrigin(from);
  }

  /** Whether a search leaves enough of the budget to start anew. */
  boolean leavesRoom(Moment now) {
    long dear = (long) SEARCHED_AT_MOST * rehearsal().steps();
    return ward.company().care().affords(dear + now.planned());
  }

  /** Whether a question by rehearsals would cost more than a quarter of the run. */
  boolean isTooDearForAQuestion() {
    return (long) SEARCHED * rehearsal().steps() > ward.facts().iterations() / 4;
  }
}
