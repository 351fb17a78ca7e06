package dev.evenkeel.training.care;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.training.spec.StabilitySpec.Mode;
import dev.evenkeel.training.stability.RepairLadder;
import dev.evenkeel.training.stability.StabilityWatch;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CareTest {

  private final Care care = new Care(Mode.REPAIR, StabilityWatch.off(), new RepairLadder(Set.of()));

  @Test
  void spendsNoMoreOnRepairsThanTheRunItselfTakes() {
    care.budget(100);
    care.lose(60);
    care.probe(30);

    assertThat(care.affords(10)).isTrue();
    assertThat(care.affords(11)).isFalse();
  }

  @Test
  void countsProbesAmongWhatWasExecutedAndLostIterationsOnce() {
    for (int i = 0; i < 5; i++) {
      care.record();
    }
    care.lose(3);
    care.probe(7);

    assertThat(care.recorded()).isEqualTo(5);
    assertThat(care.executed()).as("what was lost had been recorded before").isEqualTo(12);
  }

  @Test
  void numbersIterationsFromOneOnAcrossRestarts() {
    assertThat(care.record()).isEqualTo(1);
    care.budget(10);
    assertThat(care.record()).isEqualTo(2);
  }

  @Test
  void letsTwoUpdatesRunningBeSkipped() {
    care.applied(false);
    assertThat(care.maySkip()).isTrue();
    care.applied(false);
    assertThat(care.maySkip()).isFalse();

    care.applied(true);
    assertThat(care.maySkip()).isTrue();
  }

  @Test
  void ofARunThatNobodyLooksAtHasNothingToSpend() {
    assertThat(Care.none().mode()).isEqualTo(Mode.OFF);
    assertThat(Care.none().watch().isWatching()).isFalse();
    assertThat(Care.none().affords(1)).isFalse();
  }
}
