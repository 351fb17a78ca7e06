package dev.evenkeel.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.training.data.DataLocation;
import dev.evenkeel.training.data.RunData;
import dev.evenkeel.training.spec.Loss;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
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

  private static int[] rows(Batches batches, long seed, int epoch) {
    batches.beginEpoch(seed, epoch);
    return batches.batch(0).rows().clone();
  }

  private Batches.ExampleWeights weights(float... classes) {
    return new Batches.ExampleWeights(classes, data.labels());
  }
}
