package dev.evenkeel.training.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.training.TensorFolder;
import dev.evenkeel.training.TestSpecs;
import dev.evenkeel.training.data.DataLocation;
import dev.evenkeel.training.data.RunData;
import dev.evenkeel.training.spec.Loss;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchesTest {

  @TempDir Path folder;
  private RunData data;

  @BeforeEach
  void setUp() throws IOException {
    var schema = TestSpecs.classification(5, 1, "no", "yes");
    TensorFolder.write(
        folder,
        schema,
        TensorFolder.column(10, 11, 12, 13, 14),
        TensorFolder.column(0, 1, 1, 0, 1));
    data =
        RunData.open(
            new DataLocation(folder, null, null),
            TestSpecs.spec("{'layers':[]}", "{}", "{'validation':0}", "{'numeric':'none'}", "{}"),
            RunData.Wanted.values(2, Loss.CROSS_ENTROPY),
            folder);
  }

  @AfterEach
  void tearDown() {
    data.close();
  }

  @Test
  void endWithASmallerOne() {
    var batches = Batches.inOrder(data.training(), 2, weights());

    assertThat(batches.count()).isEqualTo(3);
    Batch last = batches.batch(2);
    assertThat(last.size()).isEqualTo(1);
    assertThat(last.features()[0]).isEqualTo(14);
    assertThat(Arrays.copyOf(last.labels(), 2)).containsExactly(0, 1);
    assertThat(last.rows()[0]).isEqualTo(4);
  }

  @Test
  void leaveOutALoneLastExampleWhereItCannotBeNormalized() {
    assertThat(Batches.inOrder(data.training(), 2, weights()).withoutALoneLast().count())
        .isEqualTo(2);
    assertThat(Batches.inOrder(data.training(), 3, weights()).withoutALoneLast().count())
        .isEqualTo(2);
    assertThat(Batches.inOrder(data.training(), 5, weights()).withoutALoneLast().count())
        .isEqualTo(1);
  }

  @Test
  void takeInAgainWhatWasLeftOutForAWhile() {
    var batches = Batches.inOrder(data.training(), 5, weights());
    batches.exclude(java.util.List.of(0, 2));
    assertThat(batches.batch(0).size()).isEqualTo(3);

    batches.readmit(java.util.List.of(2));

    assertThat(Arrays.copyOf(batches.batch(0).rows(), 4)).containsExactly(1, 2, 3, 4);
  }

  @Test
  void weighClassesOtherwiseFromNowOn() {
    var batches = Batches.inOrder(data.training(), 5, weights());
    var before = batches.reweigh(new Batches.ExampleWeights(new float[] {3, 1}, data.labels()));

    assertThat(batches.batch(0).weights()).containsExactly(3, 1, 1, 3, 1);
    batches.reweigh(before);
    assertThat(batches.batch(0).weights()).hasSize(before.classes().length == 0 ? 0 : 5);
  }

  @Test
  void reuseTheirArrays() {
    var batches = Batches.inOrder(data.training(), 2, weights());

    float[] features = batches.batch(0).features();

    assertThat(batches.batch(1).features()).isSameAs(features);
  }

  @Test
  void weighExamplesByTheirClass() {
    var batches = Batches.inOrder(data.training(), 3, weights(0.5f, 2f));

    assertThat(batches.batch(0).weights()).containsExactly(0.5f, 2, 2);
    assertThat(Batches.inOrder(data.training(), 3, weights()).batch(0).weights()).isEmpty();
  }

  @Test
  void comeInAnOrderThatDependsOnSeedAndEpochAlone() {
    var batches = Batches.shuffled(data.training(), 5, weights());

    int[] first = rows(batches, 1, 1);
    int[] second = rows(batches, 1, 2);

    assertThat(first).isNotEqualTo(second).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
    assertThat(rows(batches, 1, 1)).isEqualTo(first);
    assertThat(IntStream.range(0, 20).mapToObj(seed -> Arrays.toString(rows(batches, seed, 1))))
        .anyMatch(order -> !order.equals(Arrays.toString(first)));
  }

  @Test
  void areNoLargerThanTheSplit() {
    assertThat(Batches.inOrder(data.training(), 65_536, weights()).batch(0).features()).hasSize(5);
  }

  @Test
  void leaveOutRowsThatAreExcluded() {
    var batches = Batches.inOrder(data.training(), 2, weights());
    batches.exclude(List.of(2));

    Batch second = batches.batch(1);

    assertThat(second.size()).isEqualTo(1);
    assertThat(second.rows()[0]).isEqualTo(3);
    assertThat(second.features()[0]).isEqualTo(13);
    assertThat(Arrays.copyOf(second.labels(), 2)).containsExactly(1, 0);
    assertThat(batches.batch(0).size()).as("others stay as they were").isEqualTo(2);
    assertThat(batches.count()).isEqualTo(3);
  }

  @Test
  void areEmptyWhereAllTheirRowsAreExcluded() {
    var batches = Batches.inOrder(data.training(), 2, weights(0.5f, 2f));
    batches.exclude(List.of(0));
    batches.exclude(List.of(1));

    assertThat(batches.batch(0).size()).isZero();
    assertThat(batches.batch(1).size()).isEqualTo(2);
  }

  @Test
  void keepTheirOrderWhenRowsAreExcluded() {
    var all = Batches.shuffled(data.training(), 5, weights());
    var some = Batches.shuffled(data.training(), 5, weights());
    some.exclude(List.of(3));

    int[] without = Arrays.stream(rows(all, 7, 2)).filter(row -> row != 3).toArray();
    some.beginEpoch(7, 2);

    assertThat(Arrays.copyOf(some.batch(0).rows(), 4)).isEqualTo(without);
  }

  private static int[] rows(Batches batches, long seed, int epoch) {
    batches.beginEpoch(seed, epoch);
    return batches.batch(0).rows().clone();
  }

  private Batches.ExampleWeights weights(float... classes) {
    return new Batches.ExampleWeights(classes, data.labels());
  }
}
