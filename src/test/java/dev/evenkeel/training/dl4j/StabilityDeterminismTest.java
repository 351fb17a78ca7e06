package dev.evenkeel.training.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.testing.NativeTest;
import dev.evenkeel.training.StopReason;
import dev.evenkeel.training.dl4j.WatchedRuns.Run;
import dev.evenkeel.training.dl4j.WatchedRuns.Wish;
import dev.evenkeel.training.stability.RepairAction;
import dev.evenkeel.training.stability.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is watched is not moved: the same spec gives the same bits, looked at or not. */
@NativeTest
class StabilityDeterminismTest {

  @TempDir Path folder;
  private WatchedRuns runs;

  @BeforeEach
  void setUp() {
    runs = new WatchedRuns(folder);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'dense','units':16},{'type':'dropout','rate':0.3}",
        "{'type':'dense','units':16},{'type':'batch_normalization'},{'type':'dense','units':8}",
        "{'type':'reshape','shape':[2,3,1]},{'type':'conv2d','filters':6,'kernel':2},{'type':'flatten'},{'type':'dense','units':8}"
      })
  void aHealthyRunHasTheSameParametersInEveryMode(String layers) throws IOException {
    runs.clouds(240);

    assertSameInEveryMode(layers, 240 / 16 * 12);
  }

  @Test
  void aHealthyLstmHasTheSameParametersInEveryMode() throws IOException {
    runs.sequences(160);

    assertSameInEveryMode("{'type':'lstm','units':8}", 160 / 16 * 12);
  }

  private void assertSameInEveryMode(String layers, int plan) throws IOException {
    Wish wish =
        new Wish(
            "{'layers':[%s]}".formatted(layers),
            "{'epochs':12,'batch_size':16,'seed':3,'optimizer':{'type':'adam','learning_rate':0.01}}");
    Run off = runs.run(wish.in("off"));

    assertThat(off.steps()).isEqualTo(plan);
    for (String mode : new String[] {"observe", "stop", "repair"}) {
      Run watched = runs.run(wish.in(mode));
      assertThat(watched.parameters()).as(mode).isEqualTo(off.parameters());
      assertThat(watched.incidents()).as(mode).isEmpty();
      assertThat(watched.result().verdict()).isEqualTo(Verdict.HEALTHY);
      assertThat(watched.result().metrics()).isEqualTo(off.result().metrics());
    }
  }

  @Test
  void aRepairedRunComesOutTheSameTwice() throws IOException {
    runs.clouds(240);
    Wish wish =
        new Wish(
            "{'layers':[{'type':'dense','units':16},{'type':'dropout','rate':0.2}]}",
            "{'epochs':40,'batch_size':16,'seed':3,'optimizer':{'type':'sgd','learning_rate':20}}",
            "{}",
            "{'allow':['skip_update','rollback','reduce_learning_rate']}");

    Run first = runs.run(wish);
    Run second = runs.run(wish);

    assertThat(first.acts()).contains(RepairAction.REDUCE_LEARNING_RATE);
    assertThat(second.parameters()).isEqualTo(first.parameters());
    assertThat(second.incidents()).isEqualTo(first.incidents());
    assertThat(second.result().executedIterations()).isEqualTo(first.result().executedIterations());
  }

  /**
   * Nothing can be learned here: trial runs are held, and answer that no other rate does better.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'dense','units':4},{'type':'dropout','rate':0.2}",
        "{'type':'dense','units':4},{'type':'batch_normalization'}"
      })
  void aQuestionThatIsAnsweredGoOnLeavesNoTrace(String layers) throws IOException {
    runs.riddles(1024);
    Wish wish =
        new Wish(
            "{'layers':[%s]}".formatted(layers),
            "{'epochs':10,'batch_size':16,'seed':3,'optimizer':{'type':'adam','learning_rate':0.00001}}");

    Run off = runs.run(wish.in("off"));
    Run asked = runs.run(wish.in("repair"));

    assertThat(asked.result().executedIterations())
        .as("trial runs on top of 640 iterations, but no more than the budget")
        .isGreaterThan(640)
        .isLessThanOrEqualTo(2 * 640 + 50);
    assertThat(asked.steps()).isEqualTo(640);
    assertThat(asked.acts()).isSubsetOf(RepairAction.NONE);
    assertThat(asked.result().stopReason()).isEqualTo(StopReason.COMPLETED);
    assertThat(asked.parameters()).isEqualTo(off.parameters());
  }
}
