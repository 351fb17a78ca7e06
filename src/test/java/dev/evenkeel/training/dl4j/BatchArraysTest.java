package dev.evenkeel.training.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.testing.NativeTest;
import dev.evenkeel.training.network.Batch;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

@NativeTest
class BatchArraysTest {

  private final Chains.Chain chain = Chains.chain("long", "[{'type':'lstm','units':2}]");

  @Test
  void arraysOfLengthsUsedLongAgoMakeRoom() {
    BatchArrays arrays = new BatchArrays(chain.plan());
    for (int length = 1; length <= 120; length++) {
      arrays.fill(batch(100, length));
    }

    // 100 examples of 12 numbers: 4 Mi numbers hold the longest 30 lengths or so.
    assertThat(arrays.kept()).isBetween(25, 60);
    Batch first = batch(100, 1);
    BatchArrays.Native again = arrays.fill(first);
    assertThat(again.features().getDouble(99, 11, 0)).isEqualTo(first.features()[99 * 12 + 11]);
    arrays.close();
  }

  @Test
  void aBatchLargerThanAllRoomIsKeptAlone() {
    BatchArrays arrays = new BatchArrays(chain.plan());
    arrays.fill(batch(10, 5));
    arrays.fill(batch(4000, 120));

    assertThat(arrays.kept()).isEqualTo(1);
    arrays.close();
  }

  private Batch batch(int size, int length) {
    int[] lengths = new int[size];
    Arrays.fill(lengths, length);
    return Chains.batch(chain.plan(), lengths, length, length);
  }
}
