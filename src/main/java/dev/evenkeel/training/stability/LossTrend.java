package dev.evenkeel.training.stability;

/**
 * An exponentially smoothed loss, s ← 0.9 s + 0.1 loss, and its minimum. Non-finite losses are left
 * out: they have a monitor of their own.
 */
public final class LossTrend {

  private static final double NEW = 0.1;

  /** Before that the smoothed loss is little more than the first one. */
  private static final int SETTLED = 20;

  private static final double SLOW = 0.02;

  /** Of independent losses the smoothed one varies by √(0.1/1.9) of their standard deviation. */
  private static final double SHARE = Math.sqrt(NEW / (2 - NEW));

  private double smoothed = Double.NaN;
  private double variance;
  private double noise;
  private double best = Double.POSITIVE_INFINITY;
  private long count;

  /** Takes in the loss of a batch. */
  public void add(double loss) {
    if (!Double.isFinite(loss)) {
      return;
    }
    double off = count == 0 ? 0 : loss - smoothed;
    variance += SLOW * (off * off - variance);
    smoothed = count == 0 ? loss : (1 - NEW) * smoothed + NEW * loss;
    count++;
    if (count >= SETTLED && smoothed < best) {
      best = smoothed;
      noise = SHARE * Math.sqrt(variance);
    }
  }

  /** NaN before the first loss. */
  public double smoothed() {
    return smoothed;
  }

  /** The lowest smoothed loss once it has settled; infinite before. */
  public double best() {
    return best;
  }

  /** The standard deviation of the smoothed loss by batch noise alone, when it was at its best. */
  public double noise() {
    return noise;
  }

  /**
   * What the smoothed loss will be if it goes on as it has from an earlier value on: as a straight
   * line over the square root of the iterations, as losses fall ever more slowly. (Of 60 runs of
   * small nets, a line over the iterations themselves took most of those that ended poorly for good
   * ones, one over their logarithm the other way round.)
   *
   * @param earlier the smoothed loss at iteration {@code from}
   */
  double projected(double earlier, long from, long now, long end) {
    double pace = (earlier - smoothed) / (Math.sqrt(now) - Math.sqrt(from));
    return smoothed - pace * (Math.sqrt(end) - Math.sqrt(now));
  }

  /** The standard deviation of the smoothed loss by batch noise alone, as it is now. */
  public double deviation() {
    return SHARE * Math.sqrt(variance);
  }

  /** Losses taken in. */
  public long count() {
    return count;
  }

  /** All that it remembers. */
  public double[] state() {
    return new double[] {smoothed, variance, noise, best, count};
  }

  /** Goes on from where another had come to. */
  public void restore(double[] state) {
    smoothed = state[0];
    variance = state[1];
    noise = state[2];
    best = state[3];
    count = (long) state[4];
  }
}
