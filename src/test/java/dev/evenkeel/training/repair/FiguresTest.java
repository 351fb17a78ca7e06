package dev.evenkeel.training.repair;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {

  @ParameterizedTest
  @CsvSource({
    "2, 2",
    "0.063250001, 0.06325",
    "10000, 10000",
    "123456, 123500",
    "-0.5, -0.5",
    "0, 0",
    "3.14159, 3.142",
    "0.00001234, 1.234e-5",
    "2e11, 2e11",
    "NaN, NaN",
    "-Infinity, -infinity"
  })
  void showsFourDigitsAndNoZerosBehindThem(double value, String shown) {
    assertThat(Figures.show(value)).isEqualTo(shown);
  }

  @Test
  void countsInTheRightNumber() {
    assertThat(Figures.count(1, "row")).isEqualTo("1 row");
    assertThat(Figures.count(3, "input column")).isEqualTo("3 input columns");
    assertThat(Figures.count(0, "class")).isEqualTo("0 classes");
    assertThat(Figures.count(7, "batch")).isEqualTo("7 batches");
  }

  @Test
  void sharesArePercent() {
    assertThat(Figures.percent(0.123)).isEqualTo("12 %");
    assertThat(Figures.percent(1)).isEqualTo("100 %");
    assertThat(Figures.percent(0.0042)).isEqualTo("0.42 %");
  }
}
