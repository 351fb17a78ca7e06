package dev.evenkeel.training.stability;

/**
 * An exponentially smoothed loss, s ← 0.9 s + 0.1 loss, and its minimum. Non-finite losses are left
 * out: they have a monitor of their own.
 */
public final class LossTrend {

  private static final double NEW = 0.1;

  /** Before that the smoothed loss is little more than the first one. */
  private static final int SETTLED = 20;

  private double smoothed = Double.NaN;
  private double best = Double.POSITIVE_INFINITY;
  private long count;

  /** Takes in the loss of a batch. */
  public void add(double loss) {
    if (!Double.isFinite(loss)) {
      return;
    }
    smoothed = count == 0 ? loss : (1 - NEW) * smoothed + NEW * loss;
    count++;
    if (count >= SETTLED) {
      best = Math.min(best, smoothed);
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

  /** Losses taken in. */
  public long count() {
    return count;
  }
}
