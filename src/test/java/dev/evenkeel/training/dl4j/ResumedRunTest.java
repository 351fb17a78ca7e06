package dev.evenkeel.training.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.testing.NativeTest;
import dev.evenkeel.training.GeneralizedLinearNetwork;
import dev.evenkeel.training.ModelManifest;
import dev.evenkeel.training.StopReason;
import dev.evenkeel.training.TestSpecs;
import dev.evenkeel.training.spec.BaseModel;
import dev.evenkeel.training.spec.TrainingSpec;
import dev.evenkeel.training.stability.RepairAction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A run that is cut between two iterations, written down as bytes and gone on with by a new network
 * comes to the bits that it would have come to uncut: every number of its history, every incident,
 * every model on the way.
 */
@NativeTest
class ResumedRunTest {

  private static final String WATCHED = "{}";
  private static final String QUARTER_KEPT = "{'validation':0.25}";
  private static final String ALL_TRAIN = "{'validation':0}";
  private static final String ADAM =
      "{'epochs':%d,'batch_size':16,'seed':3,'optimizer':{'type':'adam','learning_rate':0.01}}";

  @TempDir Path folder;
  private WatchedRuns data;
  private CutRuns runs;

  @BeforeEach
  void setUp() {
    data = new WatchedRuns(folder);
    runs = new CutRuns(folder, Dl4jNetworkProvider::new);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'dense','units':16},{'type':'dropout','rate':0.3}",
        "{'type':'dense','units':16},{'type':'batch_normalization'},{'type':'dense','units':8}",
        "{'type':'reshape','shape':[2,3,1]},{'type':'conv2d','filters':6,'kernel':2},{'type':'flatten'},{'type':'dropout','rate':0.2}"
      })
  void drawsAndAveragesAsIfItHadNotBeenCut(String layers) throws IOException {
    data.clouds(240);

    CutRuns.Whole whole =
        runs.assertSame(spec(layers, ADAM.formatted(4), QUARTER_KEPT, WATCHED), 9);

    assertThat(whole.result().stopReason()).isEqualTo(StopReason.COMPLETED);
  }

  @Test
  void sequencesOfALstmGoOn() throws IOException {
    data.sequences(160);

    runs.assertSame(
        spec(
            "{'type':'lstm','units':8},{'type':'dropout','rate':0.2}",
            ADAM.formatted(4),
            QUARTER_KEPT,
            WATCHED),
        7);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'momentum','learning_rate':0.05",
        "'nadam','learning_rate':0.02",
        "'adadelta','learning_rate':0.5",
        "'rmsprop','learning_rate':0.01"
      })
  void aScheduleAndEarlyStoppingGoOn(String optimizer) throws IOException {
    data.clouds(240);
    String training =
        """
        {'epochs':30,'batch_size':16,'seed':3,'optimizer':{'type':%s},
         'schedule':{'type':'cosine','warmup_iterations':10},'gradient_clipping':{'type':'global_norm','threshold':0.5},
         'early_stopping':{'metric':'validation_accuracy','patience':3}}""";

    CutRuns.Whole whole =
        runs.assertSame(spec(dense(), training.formatted(optimizer), QUARTER_KEPT, WATCHED), 17);

    assertThat(whole.result().stopReason()).isEqualTo(StopReason.EARLY_STOPPED);
  }

  @Test
  void aRunThatNobodyWatchesGoesOn() throws IOException {
    data.clouds(240);

    runs.assertSame(spec(dense(), ADAM.formatted(4), ALL_TRAIN, "{'mode':'off'}"), 13);
  }

  /** Cut before the repair, between two of them, after them, in the control that may follow. */
  @ParameterizedTest
  @ValueSource(strings = {ALL_TRAIN, QUARTER_KEPT})
  void aRunWhoseRateIsLoweredGoesOn(String split) throws IOException {
    data.clouds(240);

    CutRuns.Whole whole =
        runs.assertSame(
            spec(
                dense() + ",{'type':'dropout','rate':0.2}",
                "{'epochs':40,'batch_size':16,'seed':3,'optimizer':{'type':'sgd','learning_rate':20}}",
                split,
                "{'allow':['skip_update','rollback','reduce_learning_rate']}"),
            split.equals(ALL_TRAIN) ? 53 : 47);

    assertThat(whole.acts()).contains(RepairAction.REDUCE_LEARNING_RATE);
  }

  @Test
  void rowsThatAreLeftOutStayOut() throws IOException {
    data.missing(240, 7, 50, 51);

    CutRuns.Whole whole =
        runs.assertSame(
            spec(
                dense(),
                ADAM.formatted(6),
                ALL_TRAIN,
                "{'missing':'keep'}",
                "{'allow':['skip_update']}"),
            4);

    assertThat(whole.acts()).contains(RepairAction.SKIP_UPDATE);
  }

  @Test
  void aRunThatWentBackFromWrongLabelsGoesOn() throws IOException {
    data.exchanged(4_000, 3_000, 3_600);

    CutRuns.Whole whole =
        runs.assertSame(
            spec(
                dense(),
                "{'epochs':2,'batch_size':10,'seed':3,'shuffle':false,'optimizer':{'type':'sgd','learning_rate':0.1}}",
                ALL_TRAIN,
                WATCHED),
            131);

    assertThat(whole.acts()).contains(RepairAction.ROLLBACK);
  }

  @Test
  void aRunThatStartedAnewGoesOn() throws IOException {
    data.clouds(240);
    String sigmoids =
        String.join(
            ",",
            java.util.Collections.nCopies(8, "{'type':'dense','units':12,'activation':'sigmoid'}"));

    CutRuns.Whole whole =
        runs.assertSame(
            spec(
                sigmoids,
                "{'epochs':30,'batch_size':16,'seed':3,'optimizer':{'type':'sgd','learning_rate':0.1}}",
                QUARTER_KEPT,
                WATCHED),
            61);

    assertThat(whole.acts()).contains(RepairAction.CHANGE_ACTIVATION);
  }

  /** Cut before classes are weighed, after that, and in the control that follows. */
  @Test
  void aRunThatEndsWithItsControlGoesOn() throws IOException {
    data.rare(1_200);
    runs = new CutRuns(folder, GeneralizedLinearNetwork::provider);

    CutRuns.Whole whole =
        runs.assertSame(
            TestSpecs.spec(
                "{'layers':[]}",
                "{'epochs':20,'optimizer':{'type':'sgd','learning_rate':0.03}}",
                "{}",
                "{}",
                WATCHED),
            43);

    assertThat(whole.acts()).contains(RepairAction.FIX_SPEC);
    assertThat(whole.steps()).as("the plan, and half of it again").isGreaterThan(20 * 30 + 200);
  }

  /** Trial runs ask whether another rate would do better: what they cost and found goes on. */
  @Test
  void aRunWhoseQuestionsWereAnsweredGoesOn() throws IOException {
    data.riddles(1024);

    runs.assertSame(
        spec(
            "{'type':'dense','units':4},{'type':'dropout','rate':0.2}",
            "{'epochs':10,'batch_size':16,'seed':3,'optimizer':{'type':'adam','learning_rate':0.00001}}",
            ALL_TRAIN,
            WATCHED),
        71);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'lbfgs'|{'type':'dense','units':8,'activation':'tanh'}",
        "'conjugate_gradient'|{'type':'dense','units':8,'activation':'tanh'}",
        "'lbfgs'|{'type':'batch_normalization'},{'type':'dense','units':8},{'type':'dropout','rate':0.2}",
        "'conjugate_gradient'|{'type':'dense','units':8},{'type':'batch_normalization'}"
      })
  void stepsOverAllExamplesGoOn(String run) throws IOException {
    data.riddles(240);
    String[] parts = run.split("\\|");
    String training = "{'epochs':25,'batch_size':50,'seed':3,'optimizer':{'type':%s}}";

    runs.assertSame(spec(parts[1], training.formatted(parts[0]), QUARTER_KEPT, WATCHED), 3);
  }

  @Test
  void frozenLayersStayAsTheBaseModelHasThem() throws IOException {
    data.clouds(240);
    String layers = "{'type':'dense','units':6},{'type':'batch_normalization'}," + dense();
    runs.assertSame(spec(layers, ADAM.formatted(2), QUARTER_KEPT, WATCHED), 6);
    Path base = Files.move(folder.resolve("output"), folder.resolve("base"));

    runs.assertSame(
        TestSpecs.spec(
                "{'layers':[%s],'freeze_up_to':1}".formatted(layers),
                ADAM.formatted(3),
                QUARTER_KEPT,
                "{}",
                WATCHED)
            .startingFrom(
                new BaseModel(
                    base.resolve(ModelManifest.FILE).toString(),
                    Dl4jNetwork.FILE.kind(),
                    base.resolve(Dl4jNetwork.FILE.name()).toString())),
        7);
  }

  private static String dense() {
    return "{'type':'dense','units':16}";
  }

  private static TrainingSpec spec(String layers, String training, String split, String stability) {
    return spec(layers, training, split, "{}", stability);
  }

  private static TrainingSpec spec(
      String layers, String training, String split, String preprocessing, String stability) {
    return TestSpecs.spec(
        "{'layers':[%s]}".formatted(layers), training, split, preprocessing, stability);
  }
}
