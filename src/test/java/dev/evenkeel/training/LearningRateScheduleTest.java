package dev.evenkeel.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.evenkeel.training.spec.ScheduleSpec;
import dev.evenkeel.training.spec.SpecJson;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A run of 100 iterations, 10 an epoch, with a rate of 0.8. */
class LearningRateScheduleTest {

  private static final RunShape RUN = new RunShape(List.of(), 0, 160, 10, 100);

  @Test
  void constantStays() {
    assertRates("{'type':'constant'}", new long[] {1, 50, 100}, 0.8, 0.8, 0.8);
  }

  @Test
  void warmUpClimbsFromZeroAndTheScheduleFollowsIt() {
    assertRates(
        "{'type':'cosine','warmup_iterations':20}",
        new long[] {1, 10, 20, 21, 61},
        0.04,
        0.4,
        0.8,
        0.8,
        0.4);
  }

  @Test
  void cosineFallsToItsMinimum() {
    assertRates(
        "{'type':'cosine','minimum':0.2}",
        new long[] {1, 51, 100},
        0.8,
        0.5,
        0.2 + 0.3 * (1 + Math.cos(Math.PI * 0.99)));
  }

  @Test
  void cosineRestartsAfterEachPeriod() {
    assertRates(
        "{'type':'cosine_restarts','period':20}", new long[] {1, 11, 21, 31}, 0.8, 0.4, 0.8, 0.4);
    assertRates("{'type':'cosine_restarts'}", new long[] {26, 51}, 0.8, 0.8);
  }

  @Test
  void stepMultipliesAfterEachPeriod() {
    assertRates(
        "{'type':'step','period':40,'factor':0.5}",
        new long[] {40, 41, 80, 81},
        0.8,
        0.4,
        0.4,
        0.2);
    assertRates("{'type':'step'}", new long[] {34, 35, 69}, 0.8, 0.08, 0.008);
  }

  @Test
  void exponentialMultipliesAfterEachEpoch() {
    assertRates("{'type':'exponential','factor':0.5}", new long[] {10, 11, 21}, 0.8, 0.4, 0.2);
  }

  @Test
  void polynomialFallsByItsPower() {
    assertRates(
        "{'type':'polynomial','minimum':0.2,'power':2}",
        new long[] {1, 51, 100},
        0.8,
        0.2 + 0.6 * 0.25,
        0.2 + 0.6 * 0.0001);
  }

  @Test
  void inverseTimeDividesByTheIteration() {
    assertRates("{'type':'inverse_time','decay':0.1}", new long[] {1, 11, 31}, 0.8, 0.4, 0.2);
  }

  @Test
  void oneCycleRisesForAThirdAndFallsToAlmostNothing() {
    var schedule = schedule("{'type':'one_cycle'}", new RunShape(List.of(), 0, 160, 10, 101));
    assertThat(schedule.rate(1)).isCloseTo(0.8 / 25, within(1e-12));
    assertThat(schedule.rate(16)).isCloseTo((0.8 + 0.8 / 25) / 2, within(1e-12));
    assertThat(schedule.rate(31)).isCloseTo(0.8, within(1e-12));
    assertThat(schedule.rate(66)).isCloseTo((0.8 + 0.8 / 1e4) / 2, within(1e-12));
    assertThat(schedule.rate(101)).isCloseTo(0.8 / 1e4, within(1e-12));
  }

  @Test
  void piecewiseTakesTheFactorOfTheLastBoundary() {
    assertRates(
        "{'type':'piecewise','boundaries':[30,60],'factors':[0.5,0.1]}",
        new long[] {29, 30, 59, 60, 100},
        0.8,
        0.4,
        0.4,
        0.08,
        0.08);
  }

  private static void assertRates(String spec, long[] iterations, double... rates) {
    for (int i = 0; i < iterations.length; i++) {
      assertThat(schedule(spec, RUN).rate(iterations[i]))
          .as("%s in iteration %d", spec, iterations[i])
          .isCloseTo(rates[i], within(1e-12));
    }
  }

  private static LearningRateSchedule schedule(String json, RunShape run) {
    var spec = SpecJson.mapper().readValue(json.replace('\'', '"'), ScheduleSpec.class);
    return new LearningRateSchedule(spec, 0.8, run);
  }
}
