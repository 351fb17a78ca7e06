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
  void countsProbesApartFromLostIterationsWhichWereRecordedBefore() {
    repairState.lose(3);
    repairState.probe(7);

    assertThat(repairState.probed()).isEqualTo(7);
    assertThat(repairState.spent()).isEqualTo(10);
  }

  @Test
  void goesOnFromWhatAnotherKnew() {
    repairState.budget(10);
    repairState.lose(20);
    repairState.applied(false);
    repairState.applied(false);
    repairState.treat();
    repairState.doubt();
    repairState.excluded().addAll(Set.of(7, 3));
    RepairState other =
        new RepairState(Mode.REPAIR, StabilityWatch.off(), new RepairLadder(Set.of()));

    other.restore(repairState.state());

    assertThat(other).usingRecursiveComparison().isEqualTo(repairState);
    assertThat(other.maySkip()).isFalse();
    assertThat(other.affords(41)).isFalse();
    assertThat(other.affords(40)).isTrue();
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
