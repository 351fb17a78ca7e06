package dev.evenkeel.training.repair;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.training.spec.StabilitySpec.Mode;
import dev.evenkeel.training.stability.RepairLadder;
import dev.evenkeel.training.stability.StabilityWatch;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RepairStateTest {

  private final RepairState repairState =
      new RepairState(Mode.REPAIR, StabilityWatch.off(), new RepairLadder(Set.of()));

  @Test
  void spendsNoMoreOnRepairsThanTheRunItselfTakesAndFiftyIterations() {
    repairState.budget(100);
    repairState.lose(60);
    repairState.probe(30);

    assertThat(repairState.affords(60)).isTrue();
    assertThat(repairState.affords(61)).isFalse();
  }

  @Test
  void countsProbesAmongWhatWasExecutedAndLostIterationsOnce() {
    for (int i = 0; i < 5; i++) {
      repairState.record();
    }
    repairState.lose(3);
    repairState.probe(7);

    assertThat(repairState.recorded()).isEqualTo(5);
    assertThat(repairState.executed()).as("what was lost had been recorded before").isEqualTo(12);
  }

  @Test
  void numbersIterationsFromOneOnAcrossRestarts() {
    assertThat(repairState.record()).isEqualTo(1);
    repairState.budget(10);
    assertThat(repairState.record()).isEqualTo(2);
  }

  @Test
  void letsTwoUpdatesRunningBeSkipped() {
    repairState.applied(false);
    assertThat(repairState.maySkip()).isTrue();
    repairState.applied(false);
    assertThat(repairState.maySkip()).isFalse();

    repairState.applied(true);
    assertThat(repairState.maySkip()).isTrue();
  }

  @Test
  void ofARunThatNobodyLooksAtHasNothingToSpend() {
    assertThat(RepairState.none().mode()).isEqualTo(Mode.OFF);
    assertThat(RepairState.none().watch().isWatching()).isFalse();
    assertThat(RepairState.none().affords(1)).isFalse();
  }
}
