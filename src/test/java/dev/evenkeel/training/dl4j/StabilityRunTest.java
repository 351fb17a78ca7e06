package dev.evenkeel.training.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.testing.NativeTest;
import dev.evenkeel.training.StopReason;
import dev.evenkeel.training.dl4j.WatchedRuns.Run;
import dev.evenkeel.training.dl4j.WatchedRuns.Wish;
import dev.evenkeel.training.stability.Cause;
import dev.evenkeel.training.stability.Incident;
import dev.evenkeel.training.stability.Outcome;
import dev.evenkeel.training.stability.RepairAction;
import dev.evenkeel.training.stability.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real networks that go wrong, from the first sign to the outcome. */
@NativeTest
class StabilityRunTest {

  private static final String DENSE = "{'layers':[{'type':'dense','units':16}]}";

  /** 15 iterations an epoch, 600 in all. */
  private static final Wish TOO_HIGH =
      new Wish(
          DENSE,
          "{'epochs':40,'batch_size':16,'seed':3,'optimizer':{'type':'sgd','learning_rate':20}}",
          "{}",
          "{'allow':['skip_update','rollback','reduce_learning_rate']}");

  private static final Wish DEEP_SIGMOID =
      new Wish(
          "{'weight_init':'xavier','layers':[%s]}"
              .formatted(
                  String.join(
                      ",",
                      java.util.Collections.nCopies(
                          8, "{'type':'dense','units':12,'activation':'sigmoid'}"))),
          "{'epochs':40,'batch_size':16,'seed':3,'optimizer':{'type':'sgd','learning_rate':0.1}}");

  @TempDir Path folder;
  private WatchedRuns runs;

  @BeforeEach
  void setUp() {
    runs = new WatchedRuns(folder);
  }

  @Test
  void aRateThatIsTooHighIsLoweredAndTheNetworkLearns() throws IOException {
    runs.clouds(240);

    Run run = runs.run(TOO_HIGH);

    Incident incident = run.first(RepairAction.REDUCE_LEARNING_RATE);
    assertThat(incident.cause()).isEqualTo(Cause.LEARNING_RATE_TOO_HIGH);
    assertThat(incident.changes().get(0).pointer()).isEqualTo("/training/optimizer/learning_rate");
    assertThat(((Number) incident.changes().get(0).to()).doubleValue()).isLessThan(20);
    assertThat(run.incidents().get(run.incidents().size() - 1).outcome())
        .isEqualTo(Outcome.RECOVERED);
    assertThat(run.result().verdict()).isEqualTo(Verdict.RECOVERED);
    assertThat(run.result().stopReason()).isEqualTo(StopReason.COMPLETED);
    assertThat(run.result().metrics().get("train_loss")).isLessThan(0.3);
  }

  @Test
  void aSavedNetworkNamesTheRateThatItWasRepairedTo() throws IOException {
    runs.clouds(240);

    Run run = runs.run(TOO_HIGH);

    Object rate = run.first(RepairAction.REDUCE_LEARNING_RATE).changes().get(0).to();
    var saved =
        ModelSerializer.restoreMultiLayerNetwork(Exports.zip(folder.resolve("output")).toFile());
    assertThat(saved.getLearningRate(0)).isEqualTo(((Number) rate).doubleValue());
  }

  @Test
  void rowsThatLackACellAreNamedAndLeftOut() throws IOException {
    runs.missing(240, 7, 50, 51);

    Run run =
        runs.run(
            new Wish(
                DENSE,
                "{'epochs':12,'batch_size':16,'seed':3,'optimizer':{'type':'adam','learning_rate':0.01}}",
                "{'missing':'keep'}",
                "{'allow':['skip_update']}"));

    Incident incident = run.first(RepairAction.SKIP_UPDATE);
    assertThat(incident.cause()).isEqualTo(Cause.NON_FINITE_DATA);
    assertThat((List<?>) incident.changes().get(0).to()).isEqualTo(List.of(7, 50, 51));
    assertThat(run.result().actions()).isEqualTo(java.util.Map.of("skip_update", 1));
    assertThat(run.result().verdict()).isEqualTo(Verdict.RECOVERED);
    assertThat(run.steps()).isEqualTo(180);
    assertThat(run.result().model()).isNotNull();
  }

  @Test
  void rowsThatTheSpecLeavesOutTakeNoPartInAnything() throws IOException {
    runs.missing(240, 7, 50, 51);
    String training =
        "{'epochs':4,'batch_size':16,'seed':3,'optimizer':{'type':'adam','learning_rate':0.01}}";

    Run left =
        runs.run(new Wish(DENSE, training, "{'missing':'keep','exclude_rows':[50,7,51]}", "{}"));
    Run dropped = runs.run(new Wish(DENSE, training, "{'missing':'drop'}", "{}"));

    assertThat(left.incidents()).isEmpty();
    assertThat(left.result().model().preprocessing().columns())
        .isEqualTo(dropped.result().model().preprocessing().columns());
    assertThat(left.parameters()).isEqualTo(dropped.parameters());
  }

  @Test
  void aBlockOfWrongLabelsIsNamedAndLeftOut() throws IOException {
    runs.exchanged(6000, 3000, 3600);

    Run run =
        runs.run(
            new Wish(
                DENSE,
                "{'epochs':2,'batch_size':10,'seed':3,'shuffle':false,'optimizer':{'type':'sgd','learning_rate':0.1}}"));

    Incident incident = run.first(RepairAction.ROLLBACK);
    assertThat(incident.cause()).isEqualTo(Cause.MISLABELED_DATA);
    assertThat(incident.iteration()).isBetween(301L, 360L);
    List<Integer> rows =
        ((List<?>) incident.changes().get(0).to()).stream().map(Integer.class::cast).toList();
    long inTheBlock = rows.stream().filter(row -> row >= 3000 && row < 3600).count();
    assertThat(inTheBlock).isGreaterThan(500);
    assertThat(rows.size() - inTheBlock).isLessThan(60);
    assertThat(run.result().stopReason()).isEqualTo(StopReason.COMPLETED);
    assertThat(run.result().verdict()).isEqualTo(Verdict.RECOVERED);
  }

  @Test
  void aDeepStackOfSigmoidsBecomesOneOfRectifiers() throws IOException {
    runs.clouds(240);

    Run run = runs.run(DEEP_SIGMOID.with("{'allow':['change_activation']}"));

    Incident incident = run.first(RepairAction.CHANGE_ACTIVATION);
    assertThat(incident.cause()).isEqualTo(Cause.VANISHING_GRADIENT);
    assertThat(incident.changes())
        .extracting(change -> change.pointer())
        .contains("/network/layers/0/activation", "/network/layers/7/activation");
    assertThat(run.result().stopReason()).isEqualTo(StopReason.COMPLETED);
    assertThat(run.result().verdict()).isEqualTo(Verdict.RECOVERED);
    assertThat(run.result().metrics().get("train_loss")).isLessThan(0.5);
  }

  @Test
  void aLineSearchStartsAnewWhereItIsNotToBlame() throws IOException {
    runs.clouds(120);

    Run run =
        runs.run(
            new Wish(
                "{'bias_init':-0.9,'weight_init':{'type':'normal','std':0.02},'layers':[{'type':'dense','units':12}]}",
                "{'epochs':120,'batch_size':60,'seed':3,'optimizer':{'type':'lbfgs'}}",
                "{}",
                "{'allow':['reinitialize','reduce_learning_rate']}"));

    assertThat(run.first(RepairAction.REINITIALIZE).cause()).isEqualTo(Cause.DEAD_RELU);
    assertThat(run.acts()).doesNotContain(RepairAction.REDUCE_LEARNING_RATE);
    assertThat(run.result().verdict()).isEqualTo(Verdict.RECOVERED);
    assertThat(run.result().metrics().get("train_loss")).isLessThan(0.5);
  }

  @Test
  void anObserverNeverActs() throws IOException {
    runs.clouds(240);

    Run off = runs.run(TOO_HIGH.in("off"));
    Run observed = runs.run(TOO_HIGH.in("observe"));

    assertThat(observed.incidents()).isNotEmpty();
    assertThat(observed.acts()).containsExactly(RepairAction.NONE);
    assertThat(observed.result().actions()).isEmpty();
    assertThat(observed.result().stopReason()).isEqualTo(StopReason.COMPLETED);
    assertThat(observed.result().verdict()).isEqualTo(Verdict.UNSTABLE);
    assertThat(observed.steps()).isEqualTo(600);
    assertThat(observed.parameters()).isEqualTo(off.parameters());
  }

  @Test
  void modeStopEndsARunAtItsFirstCriticalIncident() throws IOException {
    runs.clouds(240);

    Run run = runs.run(TOO_HIGH.in("stop"));

    assertThat(run.result().stopReason()).isEqualTo(StopReason.DIVERGED);
    assertThat(run.first(RepairAction.STOP).iteration()).isEqualTo(run.steps());
    assertThat(run.first(RepairAction.STOP).outcome()).isEqualTo(Outcome.GAVE_UP);
    assertThat(run.acts()).isSubsetOf(RepairAction.NONE, RepairAction.STOP);
    assertThat(run.steps()).isLessThan(100);
  }

  @Test
  void whoAllowsNothingGetsWhatTheRunAsAskedComesTo() throws IOException {
    runs.clouds(240);

    Run run = runs.run(TOO_HIGH.with("{'allow':[]}"));
    Run off = runs.run(TOO_HIGH.in("off"));

    assertThat(run.acts()).isSubsetOf(RepairAction.NONE, RepairAction.STOP);
    assertThat(run.result().stopReason()).isEqualTo(off.result().stopReason());
    assertThat(run.result().verdict()).isEqualTo(Verdict.UNSTABLE);
  }

  @Test
  void whoAllowsNothingGetsANoteOfWhatIsNot() throws IOException {
    runs.clouds(240);

    Run run = runs.run(DEEP_SIGMOID.with("{'allow':[]}"));

    assertThat(run.result().stopReason()).isEqualTo(StopReason.COMPLETED);
    assertThat(run.incidents()).isNotEmpty();
    assertThat(run.acts()).containsExactly(RepairAction.NONE);
    assertThat(run.parameters()).isEqualTo(runs.run(DEEP_SIGMOID.in("off")).parameters());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'sgd','learning_rate':20",
        "'sgd','learning_rate':1e6",
        "'adam','learning_rate':50"
      })
  void repairsCostNoMoreThanTheRunItself(String optimizer) throws IOException {
    runs.clouds(240);

    Run run =
        runs.run(
            new Wish(
                DENSE,
                "{'epochs':10,'batch_size':16,'seed':3,'optimizer':{'type':%s}}"
                    .formatted(optimizer)));

    // A search that was begun within the budget is brought to its end.
    assertThat(run.result().executedIterations()).isLessThanOrEqualTo(2 * 150 + 120);
    assertThat(run.result().stopReason().isAskedFor()).isFalse();
  }

  @Test
  void aCancelledRunDoesNotFinishItsRehearsals() throws IOException {
    runs.clouds(240);
    var listener = new WatchedRuns.Listener();
    long[] asked = new long[1];

    // An iteration asks once: more than that is a trial asking.
    Run run =
        runs.run(
            TOO_HIGH,
            listener,
            () ->
                ++asked[0] - listener.steps > 5
                    ? Optional.of(StopReason.CANCELLED)
                    : Optional.empty());

    assertThat(run.result().stopReason()).isEqualTo(StopReason.CANCELLED);
    assertThat(listener.probes).isBetween(1L, 5L);
    assertThat(run.steps()).isLessThan(600);
    assertThat(run.acts()).doesNotContain(RepairAction.REDUCE_LEARNING_RATE);
    assertThat(run.result().model()).isNull();
  }
}
