package dev.evenkeel.training;

import dev.evenkeel.training.spec.ScheduleSpec;
import java.util.List;

/**
 * The learning rate of every iteration, a pure function of the iteration's number.
 *
 * <p>With w iterations of warm-up the rate climbs linearly from 0: η·i/w in iteration i ≤ w (Goyal
 * et al., 2017). The schedule then runs over what remains, T = iterations − w, with t = i − w − 1:
 *
 * <ul>
 *   <li>{@code constant}: η
 *   <li>{@code cosine}: m + (η − m)/2 · (1 + cos(π t/T)) (Loshchilov and Hutter, 2017)
 *   <li>{@code cosine_restarts}: the same with t mod p in place of t and p of T (SGDR, there); p is
 *       a quarter of T unless given
 *   <li>{@code step}: η · f^⌊t/p⌋ (He et al., 2016); p is a third of T unless given
 *   <li>{@code exponential}: η · f^⌊t/E⌋ with E iterations an epoch
 *   <li>{@code polynomial}: m + (η − m) · (1 − t/T)^p (Liu et al., ParseNet, 2015)
 *   <li>{@code inverse_time}: η / (1 + d·t) (Robbins and Monro, 1951)
 *   <li>{@code one_cycle}: over the first 30 % by cosine from η/25 to η, then by cosine to η/10⁴
 *       (Smith and Topin, 2018)
 *   <li>{@code piecewise}: η · the factor of the last boundary at or before i; 1 before the first
 * </ul>
 */
public final class LearningRateSchedule {

  private static final double ONE_CYCLE_RISE = 0.3;
  private static final double ONE_CYCLE_START = 25;
  private static final double ONE_CYCLE_END = 1e4;

  private final ScheduleSpec spec;
  private final double rate;
  private final RunShape run;

  public LearningRateSchedule(ScheduleSpec spec, double rate, RunShape run) {
    this.spec = spec;
    this.rate = rate;
    this.run = run;
  }

  /**
   * @param iteration counts from 1
   */
  public double rate(long iteration) {
    int warmup = spec.warmupIterations();
    if (iteration <= warmup) {
      return rate * iteration / warmup;
    }
    double t = iteration - warmup - 1;
    double total = Math.max(1, run.iterations() - warmup);
    return switch (spec.type()) {
      case CONSTANT -> rate;
      case COSINE -> between(spec.minimum(), rate, t / total);
      case COSINE_RESTARTS -> {
        double period = period(total, 4);
        yield between(spec.minimum(), rate, t % period / period);
      }
      case STEP -> rate * Math.pow(spec.factor(), Math.floor(t / period(total, 3)));
      case EXPONENTIAL -> rate * Math.pow(spec.factor(), Math.floor(t / run.iterationsPerEpoch()));
      case POLYNOMIAL ->
          spec.minimum()
              + (rate - spec.minimum()) * Math.pow(Math.max(0, 1 - t / total), spec.power());
      case INVERSE_TIME -> rate / (1 + spec.decay() * t);
      case ONE_CYCLE -> oneCycle(total < 2 ? 1 : t / (total - 1));
      case PIECEWISE -> rate * factor(iteration);
    };
  }

  /** Half a cosine wave from {@code high} at 0 down to {@code low} at 1. */
  private static double between(double low, double high, double progress) {
    return low + (high - low) / 2 * (1 + Math.cos(Math.PI * Math.min(1, progress)));
  }

  private double oneCycle(double progress) {
    if (progress < ONE_CYCLE_RISE) {
      return between(rate / ONE_CYCLE_START, rate, 1 - progress / ONE_CYCLE_RISE);
    }
    double fall = (progress - ONE_CYCLE_RISE) / (1 - ONE_CYCLE_RISE);
    return between(rate / ONE_CYCLE_END, rate, fall);
  }

  private double period(double total, int parts) {
    return spec.period() == null ? Math.max(1, Math.ceil(total / parts)) : spec.period();
  }

  private double factor(long iteration) {
    List<Integer> boundaries = spec.boundaries() == null ? List.of() : spec.boundaries();
    List<Double> factors = spec.factors() == null ? List.of() : spec.factors();
    double factor = 1;
    for (int i = 0; i < Math.min(boundaries.size(), factors.size()); i++) {
      if (iteration >= boundaries.get(i)) {
        factor = factors.get(i);
      }
    }
    return factor;
  }
}
