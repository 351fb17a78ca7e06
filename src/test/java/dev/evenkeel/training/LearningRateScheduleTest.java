package dev.evenkeel.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.evenkeel.training.spec.ScheduleSpec;
import dev.evenkeel.training.spec.SpecJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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

  /** After w iterations of warm-up the rest of the run is t = 0 … T − 1, with T = 100 − w. */
  private interface Formula {
    double rate(int t, int total, int iteration);
  }

  private static final Map<String, Formula> FORMULAS = new LinkedHashMap<>();

  static {
    FORMULAS.put("'type':'constant'", (t, total, i) -> 0.8);
    FORMULAS.put(
        "'type':'cosine','minimum':0.1",
        (t, total, i) -> 0.1 + 0.35 * (1 + Math.cos(Math.PI * t / total)));
    FORMULAS.put(
        "'type':'cosine_restarts','period':16,'minimum':0.1",
        (t, total, i) -> 0.1 + 0.35 * (1 + Math.cos(Math.PI * (t % 16) / 16)));
    FORMULAS.put("'type':'step','period':30,'factor':0.3", (t, total, i) -> power(0.3, t / 30));
    FORMULAS.put("'type':'exponential','factor':0.9", (t, total, i) -> power(0.9, t / 10));
    FORMULAS.put(
        "'type':'polynomial','minimum':0.05,'power':3",
        (t, total, i) -> 0.05 + 0.75 * (total - t) * (total - t) * (total - t) / cube(total));
    FORMULAS.put("'type':'inverse_time','decay':0.2", (t, total, i) -> 4 / (5.0 + t));
    FORMULAS.put("'type':'one_cycle'", (t, total, i) -> oneCycle((double) t / (total - 1)));
    FORMULAS.put(
        "'type':'piecewise','boundaries':[41,71],'factors':[0.5,2]",
        (t, total, i) -> i < 41 ? 0.8 : i < 71 ? 0.4 : 1.6);
  }

  private static double power(double factor, int times) {
    double rate = 0.8;
    for (int i = 0; i < times; i++) {
      rate *= factor;
    }
    return rate;
  }

  private static double cube(double x) {
    return x * x * x;
  }

  /** Half a cosine wave up to 0.8, then half of one down. */
  private static double oneCycle(double progress) {
    if (progress < 0.3) {
      return 0.032 + 0.768 * (1 - Math.cos(Math.PI * progress / 0.3)) / 2;
    }
    return 0.00008 + 0.79992 * (1 + Math.cos(Math.PI * (progress - 0.3) / 0.7)) / 2;
  }

  private static Stream<Arguments> formulas() {
    return FORMULAS.entrySet().stream()
        .flatMap(e -> Stream.of(0, 20).map(w -> Arguments.of(e.getKey(), w, e.getValue())));
  }

  @ParameterizedTest(name = "{0}, warm-up {1}")
  @MethodSource("formulas")
  void followsItsFormulaInEveryIteration(String spec, int warmup, Formula formula) {
    var schedule = schedule("{%s,'warmup_iterations':%d}".formatted(spec, warmup), RUN);

    for (int i = 1; i <= 100; i++) {
      double expected =
          i <= warmup ? 0.8 * i / warmup : formula.rate(i - warmup - 1, 100 - warmup, i);
      assertThat(schedule.rate(i)).as("iteration %d", i).isCloseTo(expected, within(1e-9));
    }
  }

  @Test
  void noTwoSchedulesAreTheSame() {
    assertThat(FORMULAS).hasSameSizeAs(ScheduleSpec.Type.values());
    for (String one : FORMULAS.keySet()) {
      for (String other : FORMULAS.keySet()) {
        double most = 0;
        for (int i = 1; i <= 100; i++) {
          double here = schedule("{%s}".formatted(one), RUN).rate(i);
          most = Math.max(most, Math.abs(here - schedule("{%s}".formatted(other), RUN).rate(i)));
        }
        assertThat(one.equals(other) || most > 0.05).as("%s and %s", one, other).isTrue();
      }
    }
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
