package dev.evenkeel.job;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class JobLimitsTest {

  @Test
  void saysWhichSettingIsWrong() {
    assertThatThrownBy(() -> new JobLimits(1, 1, 1, 0, 1, 1, 1))
        .hasMessage("evenkeel.jobs.max-attempts (0) must be at least 1.");
    assertThatThrownBy(() -> new JobLimits(1L << 40, 1, 1, 1, 1, 1, 1))
        .hasMessageContaining("evenkeel.jobs.max-parameters")
        .hasMessageContaining("at most");
  }
}
