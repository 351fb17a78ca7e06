package dev.evenkeel.training.stability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LossTrendTest {

  private final LossTrend trend = new LossTrend();

  @Test
  void startsAtTheFirstLoss() {
    assertThat(trend.smoothed()).isNaN();
    trend.add(4);
    assertThat(trend.smoothed()).isEqualTo(4);
  }

  @Test
  void movesATenthOfTheWay() {
    add(4, 2);

    assertThat(trend.smoothed()).isCloseTo(3.8, within(1e-12));
  }

  @Test
  void hasNoBestBeforeTwentyLosses() {
    IntStream.range(0, 19).forEach(i -> trend.add(1));
    assertThat(trend.best()).isInfinite();

    add(1);
    assertThat(trend.best()).isCloseTo(1, within(1e-12));
  }

  @Test
  void keepsItsBestWhenTheLossRises() {
    IntStream.range(0, 100).forEach(i -> trend.add(0.2));
    IntStream.range(0, 100).forEach(i -> trend.add(7));

    assertThat(trend.best()).isCloseTo(0.2, within(1e-12));
    assertThat(trend.smoothed()).isCloseTo(7, within(1e-3));
  }

  @Test
  void leavesNonFiniteLossesOut() {
    add(Double.NaN, Double.POSITIVE_INFINITY, 4, Double.NaN, 2, Double.NEGATIVE_INFINITY);

    assertThat(trend.smoothed()).isCloseTo(3.8, within(1e-12));
    assertThat(trend.count()).isEqualTo(2);
  }

  @Test
  void knowsTheNoiseOfTheSmoothedLoss() {
    var random = new java.util.Random(3);
    IntStream.range(0, 5000).forEach(i -> trend.add(10 + random.nextGaussian()));

    assertThat(trend.noise()).isCloseTo(Math.sqrt(0.1 / 1.9), within(0.08));
  }

  @Test
  void hasNoNoiseOfAConstantLoss() {
    IntStream.range(0, 100).forEach(i -> trend.add(3));

    assertThat(trend.noise()).isZero();
  }

  private void add(double... losses) {
    for (double loss : losses) {
      trend.add(loss);
    }
  }
}
