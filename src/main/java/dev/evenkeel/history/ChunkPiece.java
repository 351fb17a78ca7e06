package dev.evenkeel.history;

/**
 * A run of equally spaced points that goes into one chunk.
 *
 * @param chunk the chunk's number within its series
 * @param firstIteration iteration of the chunk's element 0
 * @param stride iterations from one element to the next
 * @param offset the chunk's element that takes the first point
 * @param from the first point's index in its batch
 * @param to one past the last point's index
 */
record ChunkPiece(int chunk, long firstIteration, int stride, int offset, int from, int to) {

  int points() {
    return to - from;
  }

  /** Whether a point for this place continues the piece. */
  boolean isContinuedBy(int otherChunk, int otherOffset) {
    return chunk == otherChunk && offset + points() == otherOffset;
  }

  ChunkPiece withOneMore(int newStride) {
    return new ChunkPiece(chunk, firstIteration, newStride, offset, from, to + 1);
  }
}
