package dev.evenkeel.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.evenkeel.history.ChunkLayout.Extent;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ChunkLayoutTest {

  @Test
  void cutsConsecutiveIterationsAtTheChunksEdges() {
    assertThat(ChunkLayout.ofEvery(1000, 100))
        .containsExactly(
            new ChunkPiece(0, 1, 1, 999, 0, 25), new ChunkPiece(1, 1025, 1, 0, 25, 100));
  }

  @Test
  void learnsTheStrideFromTheFirstTwoSamples() {
    assertThat(ChunkLayout.ofSampled(List.of(), new long[] {1, 11, 21}))
        .containsExactly(new ChunkPiece(0, 1, 10, 0, 0, 3));
    assertThat(ChunkLayout.ofSampled(List.of(new Extent(0, 1, 1, 1)), new long[] {11, 21}))
        .containsExactly(new ChunkPiece(0, 1, 10, 1, 0, 2));
  }

  @Test
  void beginsAnotherChunkWhereTheStrideChanges() {
    assertThat(ChunkLayout.ofSampled(List.of(), new long[] {1, 11, 21, 26, 31}))
        .containsExactly(new ChunkPiece(0, 1, 10, 0, 0, 3), new ChunkPiece(1, 26, 5, 0, 3, 5));
  }

  @Test
  void beginsAnotherChunkWhereOneIsFull() {
    long[] iterations = LongStream.range(0, 1100).map(k -> 1 + 10 * k).toArray();

    assertThat(ChunkLayout.ofSampled(List.of(), iterations))
        .containsExactly(
            new ChunkPiece(0, 1, 10, 0, 0, 1024), new ChunkPiece(1, 10241, 10, 0, 1024, 1100));
  }

  @Test
  void putsSamplesThatComeAgainWhereTheyWere() {
    List<Extent> tail = List.of(new Extent(4, 1, 10, 1024), new Extent(5, 10241, 10, 3));

    assertThat(ChunkLayout.ofSampled(tail, new long[] {10231, 10241, 10251, 10261, 10271}))
        .containsExactly(
            new ChunkPiece(4, 1, 10, 1023, 0, 1), new ChunkPiece(5, 10241, 10, 0, 1, 5));
  }

  @Test
  void refusesASampleBetweenOthers() {
    List<Extent> tail = List.of(new Extent(0, 1, 10, 5));

    assertThatIllegalStateException()
        .isThrownBy(() -> ChunkLayout.ofSampled(tail, new long[] {12}));
  }
}
