package dev.evenkeel.training.spec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the learning rate moves over the run of T iterations; every kind starts with a linear warm-up
 * where one is asked for.
 *
 * @param minimum the rate that cosine and polynomial schedules end at
 * @param period iterations of one cosine restart, or between two steps
 * @param factor what each step, or each epoch of {@code exponential}, multiplies the rate with
 * @param power of {@code polynomial}
 * @param decay of {@code inverse_time}: rate / (1 + decay · iteration)
 * @param boundaries of {@code piecewise}: iterations at which the next factor begins
 * @param factors of {@code piecewise}: one for each boundary, relative to the first rate
 */
public record ScheduleSpec(
    @Nullable Type type,
    @Nullable Integer warmupIterations,
    @Nullable Double minimum,
    @Nullable Integer period,
    @Nullable Double factor,
    @Nullable Double power,
    @Nullable Double decay,
    @Nullable List<Integer> boundaries,
    @Nullable List<Double> factors) {

  /** The kinds of schedule. */
  public enum Type {
    CONSTANT,
    COSINE,
    COSINE_RESTARTS,
    STEP,
    EXPONENTIAL,
    POLYNOMIAL,
    INVERSE_TIME,
    ONE_CYCLE,
    PIECEWISE
  }

  public ScheduleSpec {
    type = type == null ? Type.CONSTANT : type;
    warmupIterations = warmupIterations == null ? 0 : warmupIterations;
    switch (type) {
      case COSINE, COSINE_RESTARTS -> minimum = minimum == null ? 0.0 : minimum;
      case POLYNOMIAL -> {
        minimum = minimum == null ? 0.0 : minimum;
        power = power == null ? 1.0 : power;
      }
      case STEP -> factor = factor == null ? 0.1 : factor;
      case EXPONENTIAL -> factor = factor == null ? 0.95 : factor;
      case INVERSE_TIME -> decay = decay == null ? 0.001 : decay;
      case CONSTANT, ONE_CYCLE, PIECEWISE -> {}
    }
  }

  public static ScheduleSpec constant() {
    return new ScheduleSpec(null, null, null, null, null, null, null, null, null);
  }
}
