package dev.evenkeel.training.stability;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RepairLadderTest {

  private static final Set<RepairAction> ALL = Set.of(RepairAction.values());

  @Test
  void climbsFromTheCheapestStepToTheLastAndStops() {
    RepairLadder ladder = new RepairLadder(ALL);

    assertThat(steps(ladder, Cause.EXPLODING_RECURRENCE, 4))
        .containsExactly(
            RepairAction.REINITIALIZE,
            RepairAction.CLIP_GRADIENT,
            RepairAction.CHANGE_ACTIVATION,
            RepairAction.STOP);
  }

  @Test
  void restartsWhereALowerRateDidNotHoldAndLowersItTwiceMoreAtTheMost() {
    assertThat(steps(new RepairLadder(ALL), Cause.LEARNING_RATE_TOO_HIGH, 5))
        .containsExactly(
            RepairAction.REDUCE_LEARNING_RATE,
            RepairAction.RESTART,
            RepairAction.REDUCE_LEARNING_RATE,
            RepairAction.REDUCE_LEARNING_RATE,
            RepairAction.STOP);
  }

  @Test
  void neverTakesAStepTwiceThatStartsAnewWhateverTheCause() {
    for (Cause cause : Cause.values()) {
      List<RepairAction> anew =
          steps(new RepairLadder(ALL), cause, 40).stream()
              .filter(
                  step ->
                      Set.of(
                              RepairAction.FIX_SPEC,
                              RepairAction.RESTART,
                              RepairAction.CLIP_GRADIENT,
                              RepairAction.REINITIALIZE,
                              RepairAction.CHANGE_ACTIVATION)
                          .contains(step))
              .toList();
      assertThat(anew).as(cause.name()).doesNotHaveDuplicates();
    }
  }

  @Test
  void comesToAnEndWhateverTheCause() {
    for (Cause cause : Cause.values()) {
      assertThat(steps(new RepairLadder(ALL), cause, 40))
          .as(cause.name())
          .endsWith(RepairAction.STOP);
    }
  }

  @Test
  void keepsAnAccountForEachCause() {
    RepairLadder ladder = new RepairLadder(ALL);
    ladder.next(Cause.DEAD_RELU, false);

    assertThat(ladder.next(Cause.SATURATED_ACTIVATION, false)).isEqualTo(RepairAction.REINITIALIZE);
    assertThat(ladder.next(Cause.DEAD_RELU, false)).isEqualTo(RepairAction.REDUCE_LEARNING_RATE);
  }

  @Test
  void skipsOnlyWhereThatCanHelp() {
    RepairLadder ladder = new RepairLadder(ALL);

    assertThat(ladder.next(Cause.UNKNOWN, false)).isEqualTo(RepairAction.CLIP_GRADIENT);
    assertThat(ladder.next(Cause.UNKNOWN, true)).isEqualTo(RepairAction.SKIP_UPDATE);
  }

  @Test
  void tellsTheUpcomingStepWithoutTakingIt() {
    RepairLadder ladder = new RepairLadder(ALL);
    ladder.next(Cause.LEARNING_RATE_TOO_HIGH, false);

    assertThat(ladder.upcoming(Cause.LEARNING_RATE_TOO_HIGH, false))
        .isEqualTo(RepairAction.RESTART);
    assertThat(ladder.next(Cause.LEARNING_RATE_TOO_HIGH, false)).isEqualTo(RepairAction.RESTART);
  }

  @Test
  void goesBackOnceForNoKnownReasonAndFourTimesForBadRows() {
    assertThat(steps(new RepairLadder(ALL), Cause.UNKNOWN, 9))
        .filteredOn(step -> step == RepairAction.ROLLBACK)
        .hasSize(1);
    assertThat(steps(new RepairLadder(ALL), Cause.MISLABELED_DATA, 9))
        .filteredOn(step -> step == RepairAction.ROLLBACK)
        .hasSize(4);
  }

  @Test
  void takesNoStepThatIsNotAllowed() {
    RepairLadder ladder = new RepairLadder(Set.of(RepairAction.REDUCE_LEARNING_RATE));

    assertThat(ladder.next(Cause.DEAD_RELU, true)).isEqualTo(RepairAction.REDUCE_LEARNING_RATE);
    assertThat(ladder.next(Cause.VANISHING_GRADIENT, true)).isEqualTo(RepairAction.STOP);
    assertThat(ladder.allows(RepairAction.REDUCE_LEARNING_RATE)).isTrue();
    assertThat(ladder.allows(RepairAction.ROLLBACK)).isFalse();
  }

  @Test
  void stopsAtOnceWhereNothingIsAllowed() {
    for (Cause cause : Cause.values()) {
      assertThat(new RepairLadder(Set.of()).next(cause, true)).isEqualTo(RepairAction.STOP);
    }
  }

  private static List<RepairAction> steps(RepairLadder ladder, Cause cause, int count) {
    return IntStream.range(0, count).mapToObj(i -> ladder.next(cause, false)).toList();
  }
}
