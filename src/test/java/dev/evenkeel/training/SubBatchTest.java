package dev.evenkeel.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.training.network.Batch;
import org.junit.jupiter.api.Test;

/** Parts of a batch, in arrays of their own. */
class SubBatchTest {

  /** Three examples of two positions, in arrays longer than needed. */
  private static Batch batch() {
    return new Batch(
        3,
        2,
        new float[] {1, 2, 3, 0, 5, 6, 99, 99},
        1,
        new int[] {2, 1, 2, 99},
        new float[] {1, 0, 0, 1, 0.5f, 0.5f, 99},
        2,
        new float[] {0.1f, 0.2f, 0.3f, 99},
        new int[] {10, 11, 12, 99});
  }

  @Test
  void oneExampleKeepsItsLengthLabelWeightAndRow() {
    Batch only = batch().only(1);

    assertThat(only.size()).isEqualTo(1);
    assertThat(only.features()).containsExactly(3, 0);
    assertThat(only.lengths()).containsExactly(1);
    assertThat(only.isPadded()).isTrue();
    assertThat(only.labels()).containsExactly(0, 1);
    assertThat(only.weights()).containsExactly(0.2f);
    assertThat(only.rows()).containsExactly(11);
  }

  @Test
  void theOthersKeepTheirOrder() {
    Batch rest = batch().without(1, 1);

    assertThat(rest.size()).isEqualTo(2);
    assertThat(rest.features()).containsExactly(1, 2, 5, 6);
    assertThat(rest.lengths()).containsExactly(2, 2);
    assertThat(rest.labels()).containsExactly(1, 0, 0.5f, 0.5f);
    assertThat(rest.weights()).containsExactly(0.1f, 0.3f);
    assertThat(rest.rows()).containsExactly(10, 12);
  }

  @Test
  void aPartIsNotOverwrittenWithTheBatch() {
    Batch batch = batch();
    Batch only = batch.only(0);
    batch.features()[0] = 7;

    assertThat(only.features()).containsExactly(1, 2);
  }

  @Test
  void whatHasNoLengthsOrWeightsGetsNone() {
    Batch only =
        new Batch(2, new float[] {1, 2}, 1, new float[] {3, 4}, 1, new float[0], new int[] {5, 6})
            .only(1);

    assertThat(only.lengths()).isEmpty();
    assertThat(only.weights()).isEmpty();
    assertThat(only.labels()).containsExactly(4);
  }
}
