package dev.evenkeel.training.care;

import dev.evenkeel.training.care.Checkpoints.Checkpoint;
import dev.evenkeel.training.stability.Cause;
import dev.evenkeel.training.stability.SlowLearningMonitor;
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

  /**
   * What short trainings from a state have shown.
   *
   * @param base the rate that they are compared with
   */
  private record Shown(double base, Checkpoint from, int steps, RateSearch.Found found) {

    String told() {
      return "a rate of %s reaches a loss of %s in %d iterations"
          .formatted(Figures.show(found.rate()), Figures.show(found.loss()), steps);
    }

    Clues of(Cause cause, double confidence, String message) {
      return noted(
          Clues.of(
              cause,
              confidence,
              message,
              "Set training.optimizer.learning_rate to about %s."
                  .formatted(Figures.show(found.rate()))));
    }

    Clues unknown(String message) {
      return noted(Clues.unknown(message));
    }

    private Clues noted(Clues clues) {
      return clues
          .with("learning_rate", base)
          .with("rehearsed_rate", found.rate())
          .with("rehearsed_loss", found.loss())
          .withRate(found.rate())
          .withOrigin(from);
    }
  }

  /** Does a lower rate from the same state cure it? */
  Clues lower(Checkpoint from, boolean bouncing) {
    double base = present();
    if (!affordsSearch()) {
      return unsearched(base, from);
    }
    RateSearch search = search(from);
    Shown shown = new Shown(base, from, steps(), search.below(base));
    double loss = shown.found().loss();
    double control = search.lossAfter(base);
    // Untrained, some batches cost less than others without anything being learned.
    boolean untrained = from.planned() == 1;
    double still = untrained ? search.lossAfter(0) : Double.POSITIVE_INFINITY;
    boolean stuck = control >= ward.baseline();
    double limit = (stuck ? LEARNS : LEARNED) * Math.max(ward.baseline(), 0);
    double better = bouncing ? MUCH_BETTER : BETTER;
    boolean cured =
        loss < Math.min(limit, better * smoothedLoss()) && loss < BETTER * Math.min(control, still);
    Clues clues =
        cured
            ? shown.of(
                Cause.LEARNING_RATE_TOO_HIGH,
                0.9,
                "From the state of iteration %d %s; %s does not."
                    .formatted(from.planned() - 1, shown.told(), Figures.show(base)))
            : shown.unknown(
                "Lower learning rates from an earlier state do no better (best loss %s)."
                    .formatted(Figures.show(loss)));
    return clues.with("control_loss", control);
  }

  /**
   * What would have been right from the start? Asked where a lower rate was tried and did not hold:
   * the state that it began from was spoilt already.
   */
  Clues fromTheStart() {
    double base = ward.memory().startingRate();
    Checkpoint from = ward.checkpoints().start();
    if (!affordsSearch()) {
      return unsearched(base, from);
    }
    Shown shown = new Shown(base, from, steps(), search(from).below(base));
    return shown.found().isBelow(LEARNED * ward.baseline())
        ? shown.of(
            Cause.LEARNING_RATE_TOO_HIGH,
            0.85,
            "A lower rate did not hold from a state that the high one had reached; from the start %s."
                .formatted(shown.told()))
        : shown.unknown("Lower learning rates do no better from the start either.");
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

  /** Does a higher rate get anywhere, where weights hardly move? */
  Clues higher(double moved) {
    Checkpoint from = ward.checkpoints().start();
    if (!affordsSearch()) {
      return Clues.unknown("The weights hardly move.");
    }
    Shown shown = new Shown(present(), from, steps(), search(from).above(present()));
    return shown.found().isBelow(SlowLearningMonitor.NOTHING * ward.baseline())
        ? shown
            .of(Cause.LEARNING_RATE_TOO_LOW, 0.92, "%s; %s.".formatted(pace(moved), shown.told()))
            .with("projected_change", moved)
        : Clues.unknown("Higher learning rates do no better.");
  }

  /** Does a higher rate get on much faster from where the run is now? */
  Clues faster(double moved, Checkpoint from) {
    if (!affordsSearch()) {
      return Clues.unknown("The network is learning.");
    }
    RateSearch search = search(from);
    Shown shown = new Shown(present(), from, steps(), search.above(present()));
    double control = search.lossAfter(present());
    return shown.found().isBelow(MUCH_FASTER * Math.min(control, smoothedLoss()))
        ? shown
            .of(
                Cause.LEARNING_RATE_TOO_LOW,
                0.85,
                "%s; from the state of iteration %d %s, the present one %s."
                    .formatted(
                        pace(moved), from.planned() - 1, shown.told(), Figures.show(control)))
            .with("projected_change", moved)
            .with("control_loss", control)
        : Clues.unknown("The network is learning, and higher rates are not much faster.");
  }

  private static String pace(double moved) {
    return "At this pace the weights would change by %s of their size in the whole run"
        .formatted(Figures.percent(moved));
  }

  /** The rate that the spec asks for by now. */
  private double present() {
    return ward.setup().spec().training().optimizer().learningRate();
  }

  /** Infinite where there never was a finite one. */
  private double smoothedLoss() {
    double smoothed = ward.memory().trend().smoothed();
    return Double.isNaN(smoothed) ? Double.POSITIVE_INFINITY : smoothed;
  }

  private RateSearch search(Checkpoint from) {
    int now = ward.company().care().excluded().size();
    if (now != excluded) {
      // Other rows, other losses.
      fromStart.clear();
      excluded = now;
    }
    Rehearsal rehearsal =
        new Rehearsal(
            ward.setup(),
            ward.others(),
            ward.company(),
            new Rehearsal.Measure(ward.baseline(), steps()));
    return new RateSearch(
        rehearsal, from.state(), from.planned() == 1 ? fromStart : new TreeMap<>());
  }

  private int steps() {
    return (int) Math.max(10, Math.min(40, ward.facts().iterations() / 30));
  }

  private boolean affordsSearch() {
    // A line search finds its own steps: other rates tell nothing of it.
    return !ward.isFullBatch() && ward.company().care().affords((long) SEARCHED * steps());
  }

  /** Whether a search leaves enough of the budget to start anew. */
  boolean leavesRoom(Moment now) {
    return ward.company().care().affords((long) SEARCHED_AT_MOST * steps() + now.planned());
  }

  /** Whether a question by rehearsals would cost more than a quarter of the run. */
  boolean isTooDearForAQuestion() {
    return (long) SEARCHED * steps() > ward.facts().iterations() / 4;
  }
}
