package dev.evenkeel.training.repair;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.training.GeneralizedLinearNetwork;
import dev.evenkeel.training.TensorFolder;
import dev.evenkeel.training.TestSpecs;
import dev.evenkeel.training.data.DataLocation;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.data.RunData;
import dev.evenkeel.training.network.Batches;
import dev.evenkeel.training.network.TrainableNetwork;
import dev.evenkeel.training.plan.NetworkPlanner;
import dev.evenkeel.training.plan.layers.PlanLimits;
import dev.evenkeel.training.spec.Loss;
import dev.evenkeel.training.spec.TrainingSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 320 points of a line through 0 whose slope is 2, in batches of 16, in their order. */
class SuspectRowsTest {

  private static final int ROWS = 320;
  private static final int SIZE = 16;
  private static final DatasetSchema LINE = TestSpecs.regression(ROWS, 1, "y");
  private static final TrainingSpec SPEC =
      TestSpecs.spec(
          "{'layers':[]}",
          "{'batch_size':16,'shuffle':false}",
          "{'validation':0}",
          "{'numeric':'none','target':'none','missing':'keep'}",
          "{}");

  @TempDir Path folder;
  private final double[] x = new Random(5).doubles(ROWS, -2, 2).toArray();
  private final double[] y = Arrays.stream(x).map(v -> 2 * v).toArray();

  @Test
  void namesRowsThatAreNotFinite() throws IOException {
    x[20] = Double.NaN;
    y[40] = Double.POSITIVE_INFINITY;

    assertThat(look(2, rows -> rows.nonFinite(0, 19)).rows()).containsExactly(20, 40);
    assertThat(look(2, rows -> rows.nonFinite(2, 2)).rows()).containsExactly(40);
  }

  @Test
  void namesRowsFarBeyondTheOthers() throws IOException {
    x[33] = 500;
    x[34] = 19;

    SuspectRows.Rows found = look(2, rows -> rows.outliers(0, 19));

    assertThat(found.rows()).as("ten times the upper quartile of 1.5").containsExactly(33, 34);
    assertThat(found.largest()).isEqualTo(500);
    assertThat(found.usual()).isBetween(1.3, 1.7);
  }

  @Test
  void findsNothingInHealthyRows() throws IOException {
    assertThat(look(2, rows -> rows.nonFinite(0, 19)).isEmpty()).isTrue();
    assertThat(look(2, rows -> rows.outliers(0, 19)).isEmpty()).isTrue();
    assertThat(look(2, rows -> rows.costly(0, 19)).isEmpty()).isTrue();
  }

  @Test
  void namesAStretchOfWrongLabelsByWhatTheyCostANetworkThatHasLearned() throws IOException {
    for (int i = 96; i < 144; i++) {
      y[i] = 40;
    }

    assertThat(look(2, rows -> rows.costly(0, 19)).rows())
        .isEqualTo(IntStream.range(96, 144).boxed().toList());
  }

  @Test
  void forgivesAFewCostlyExamples() throws IOException {
    y[5] = 40;
    y[100] = 40;

    assertThat(look(2, rows -> rows.costly(0, 19)).isEmpty()).isTrue();
  }

  @Test
  void cannotTellWrongFromRightBeforeAnythingIsLearned() throws IOException {
    for (int i = 96; i < 144; i++) {
      y[i] = 40;
    }

    assertThat(look(-2, rows -> rows.costly(0, 19)).isEmpty()).isTrue();
  }

  @Test
  void showsTwentyRowsAtTheMost() {
    var many = new SuspectRows.Rows(IntStream.range(0, 300).boxed().toList(), 1, 0);

    assertThat(many.shown()).hasSize(20).startsWith(0);
  }

  private interface Question {
    SuspectRows.Rows ask(SuspectRows rows);
  }

  private SuspectRows.Rows look(float slope, Question question) throws IOException {
    TensorFolder.write(folder, LINE, TensorFolder.column(x), TensorFolder.column(y));
    try (RunData data =
        RunData.open(
            new DataLocation(folder, null, null),
            SPEC,
            RunData.Wanted.values(1, Loss.MSE),
            folder)) {
      var plan = new NetworkPlanner(PlanLimits.defaults()).plan(SPEC, LINE).plan();
      TrainableNetwork network = GeneralizedLinearNetwork.provider().create(plan, SPEC);
      network.parameters().write(0, new float[] {slope, 0}, 2);
      var weights = new Batches.ExampleWeights(new float[0], data.labels());
      Batches batches = Batches.inOrder(data.training(), SIZE, weights);
      Batches others = Batches.shuffled(data.training(), SIZE, weights);
      batches.beginEpoch(1, 1);
      others.beginEpoch(1, -1);
      return question.ask(new SuspectRows(network, batches, others, 5));
    }
  }
}
