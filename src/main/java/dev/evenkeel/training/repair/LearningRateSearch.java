package dev.evenkeel.training.repair;

import dev.evenkeel.training.network.NetworkSnapshot;
import java.util.TreeMap;

/**
 * Looks for the learning rate that lowers the loss most within a short training (a range test:
 * Smith, 2017), first by decades, then by half a decade around the best. A direction is left as
 * soon as it leads nowhere: upwards where ten times the rate is no better, downwards where a rate
 * changes nothing any more.
 */
final class LearningRateSearch {

  private static final double HALF_DECADE = Math.sqrt(10);

  /** Decades tried in one direction. */
  private static final int MOST_DECADES = 9;

  /** No rate outside these bounds is of use to anybody. */
  private static final double LOWEST = 1e-7;

  private static final double HIGHEST = 10;

  /** A loss this much above the best means that the search has gone too far. */
  private static final double WORSE = 1.02;

  /**
   * A loss this close to that of a network that stands still, once others were better: lower rates
   * change nothing more.
   */
  private static final double STILL = 0.01;

  /** A change of the loss by less than this share says nothing of a rate that is far too low. */
  private static final double UNMOVED = 1e-3;

  private static final Found NONE = new Found(Double.NaN, Double.POSITIVE_INFINITY);

  /** From a state that has learned, any rate low enough keeps the loss: the highest is wanted. */
  private static final double ALIKE = 1.1;

  private final TrialRun trial;
  private final NetworkSnapshot from;
  private final TreeMap<Double, Double> tried;

  /**
   * A search from a state.
   *
   * @param tried losses by rate, of what was rehearsed from this state before; added to
   */
  LearningRateSearch(TrialRun trial, NetworkSnapshot from, TreeMap<Double, Double> tried) {
    this.trial = trial;
    this.from = from;
    this.tried = tried;
  }

  /**
   * What was found.
   *
   * @param rate infinite losses have none: NaN
   */
  record Found(double rate, double loss) {

    boolean isBelow(double limit) {
      return loss < limit;
    }
  }

  /** The highest of the rates below one that do about as well as the best. */
  Found below(double rate) {
    Found best = descend(Math.min(rate, 10 * HIGHEST));
    for (var other : tried.headMap(rate, false).descendingMap().entrySet()) {
      if (Double.isFinite(best.loss()) && other.getValue() <= ALIKE * best.loss()) {
        return new Found(other.getKey(), other.getValue());
      }
    }
    return best;
  }

  /**
   * The best of the rates above one; none where the next ones are no better than itself.
   *
   * @param limit a loss that the best has to be near to be looked at more closely
   */
  Found above(double rate, double limit) {
    Found best = new Found(Double.NaN, lossAfter(rate));
    double candidate = Math.max(10 * rate, LOWEST);
    for (int i = 0; i < MOST_DECADES && candidate < 2 * HIGHEST; i++) {
      Found one = attempt(candidate);
      if (one.loss() > best.loss() + UNMOVED * Math.abs(best.loss())) {
        break;
      }
      best = one.loss() < best.loss() ? one : best;
      candidate *= 10;
    }
    if (Double.isNaN(best.rate())) {
      return NONE;
    }
    if (!best.isBelow(limit)) {
      return best;
    }
    // A tenth of it is known to be slower; there may be a little more to be had above.
    Found higher = attempt(best.rate() * HALF_DECADE);
    return higher.loss() < best.loss() ? higher : best;
  }

  private Found descend(double rate) {
    double still = lossAfter(0);
    Found best = NONE;
    double margin = STILL * Math.abs(still);
    int worse = 0;
    boolean passed = false;
    double candidate = rate / 10;
    for (int i = 0; i < MOST_DECADES && !passed && worse < 2 && candidate > LOWEST / 2; i++) {
      Found one = attempt(candidate);
      // A network that died of its rate may stand where it began as well: below that lies the good.
      passed = best.loss() < still - margin && Math.abs(one.loss() - still) <= margin;
      worse =
          one.loss() > best.loss() * WORSE
                  || one.loss() == Double.POSITIVE_INFINITY && best.rate() == best.rate()
              ? worse + 1
              : 0;
      best = one.loss() < best.loss() ? one : best;
      candidate /= 10;
    }
    return Double.isNaN(best.rate()) ? best : refine(best);
  }

  private Found refine(Found best) {
    Found lower = attempt(best.rate() / HALF_DECADE);
    Found higher = attempt(best.rate() * HALF_DECADE);
    Found finest = lower.loss() < best.loss() ? lower : best;
    return higher.loss() < finest.loss() ? higher : finest;
  }

  private Found attempt(double rate) {
    return new Found(rate, lossAfter(rate));
  }

  /** What a trial at a rate ends with, be it outside of what is searched. */
  double lossAfter(double rate) {
    return tried.computeIfAbsent(rate, r -> trial.lossAfter(from, r));
  }
}
