package dev.evenkeel.training.repair;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.training.stability.LayerSample;
import dev.evenkeel.training.stability.StepMetrics;
import org.junit.jupiter.api.Test;

class RunMemoryTest {

  @Test
  void anotherGoesOnWithAllThatItRemembers() {
    RunMemory memory = new RunMemory(0.1);
    for (int i = 1; i <= 80; i++) {
      memory.step(
          new StepMetrics(i, 1, 1.0 / i, 2.0 / i, new double[] {i, i}, true), 0.1 / (1 + i % 40));
      double[] share = {0.01 * i, 0.5};
      memory.sample(new LayerSample(i, i, 1, share, share, share));
    }
    memory.startAgain(0.03);

    RunMemory other = new RunMemory(memory.state());

    assertThat(other).usingRecursiveComparison().isEqualTo(memory);
    assertThat(memory)
        .as("a number that never left its beginning could be missing from the state")
        .usingRecursiveComparison()
        .isNotEqualTo(new RunMemory(0.1));
    memory.step(new StepMetrics(81, 1, 9, 9, new double[] {9, 9}, true), 9);
    assertThat(other.highNorm()).isLessThan(9);
    assertThat(other.layerNorms()).containsExactly(80, 80);
  }
}
