package dev.evenkeel.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.evenkeel.history.Downsampler.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DownsamplerTest {

  private final List<Point> points = new ArrayList<>();

  @Test
  void keepsEveryPointWhereThereIsRoom() {
    downsample(1, 3, 500, 5.0, Double.NaN, 7.0);

    assertThat(points).extracting(Point::iteration).containsExactly(1L, 2L, 3L);
    assertThat(points).extracting(Point::nonFinite).containsExactly(0L, 1L, 0L);
    assertThat(points.get(2)).isEqualTo(new Point(3, 1, 7.0, 7.0, 7.0, 0));
  }

  @Test
  void losesNeitherExtremesNorNonFiniteValues() {
    double[] values = new double[10_000];
    Arrays.fill(values, 1.0);
    values[4321] = 1e30;
    values[4322] = -1e30;
    values[4323] = Double.POSITIVE_INFINITY;

    downsample(1, values.length, 7, values);

    assertThat(points).hasSizeLessThanOrEqualTo(7);
    assertThat(points.stream().mapToDouble(Point::max).max()).hasValue(1e30);
    assertThat(points.stream().mapToDouble(Point::min).min()).hasValue(-1e30);
    assertThat(points.stream().mapToLong(Point::nonFinite).sum()).isEqualTo(1);
    assertThat(points.stream().mapToLong(p -> p.finite() + p.nonFinite()).sum()).isEqualTo(10_000);
  }

  @Test
  void averagesValuesWhoseSumWouldOverflow() {
    downsample(1, 2, 1, Double.MAX_VALUE, Double.MAX_VALUE);

    assertThat(points.get(0).mean()).isCloseTo(Double.MAX_VALUE, within(1e300));
  }

  @Test
  void neverMakesMorePointsThanAskedFor() {
    for (int length = 1; length < 60; length++) {
      points.clear();
      downsample(3, length, 7, new double[length]);
      assertThat(points).hasSizeBetween(Math.min(length, 4), 7);
    }
  }

  private void downsample(long from, int length, int maxPoints, double... values) {
    long width = Downsampler.width(from, from + length - 1, maxPoints);
    Downsampler downsampler = new Downsampler(from, width, points::add);
    for (int i = 0; i < values.length; i++) {
      downsampler.add(from + i, values[i]);
    }
    downsampler.flush();
  }
}
