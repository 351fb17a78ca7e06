package dev.evenkeel.history;

import java.util.ArrayList;
import java.util.List;

/**
 * Decides which element of which chunk a point belongs to, the same one each time it is asked, so
 * that an append that is tried again overwrites instead of adding.
 */
final class ChunkLayout {

  private ChunkLayout() {}

  /**
   * How far a chunk has been filled.
   *
   * @param stride meaningless while there is one point
   */
  record Extent(int chunk, long firstIteration, int stride, int points) {

    long lastIteration() {
      return firstIteration + (long) (points - 1) * stride;
    }
  }

  private record Place(Extent extent, int offset) {}

  /** Places the points of consecutive iterations, counted from 1, on the fixed grid of chunks. */
  static List<ChunkPiece> ofEvery(long firstIteration, int steps) {
    List<ChunkPiece> pieces = new ArrayList<>();
    int from = 0;
    while (from < steps) {
      long position = firstIteration + from - 1;
      int chunk = Math.toIntExact(position / Series.CHUNK_POINTS);
      int offset = (int) (position % Series.CHUNK_POINTS);
      int to = Math.min(steps, from + Series.CHUNK_POINTS - offset);
      long first = (long) chunk * Series.CHUNK_POINTS + 1;
      pieces.add(new ChunkPiece(chunk, first, 1, offset, from, to));
      from = to;
    }
    return pieces;
  }

  /**
   * Places sampled points after what is there; where their spacing changes a new chunk begins.
   *
   * @param tail the last chunks of the series, in order
   * @param iterations of the points, ascending
   */
  static List<ChunkPiece> ofSampled(List<Extent> tail, long[] iterations) {
    List<Extent> extents = new ArrayList<>(tail);
    List<ChunkPiece> pieces = new ArrayList<>();
    for (int i = 0; i < iterations.length; i++) {
      Place place = place(extents, iterations[i]);
      add(pieces, place, i);
    }
    return pieces;
  }

  private static void add(List<ChunkPiece> pieces, Place place, int index) {
    Extent extent = place.extent();
    int last = pieces.size() - 1;
    if (last >= 0 && pieces.get(last).isContinuedBy(extent.chunk(), place.offset())) {
      pieces.set(last, pieces.get(last).withOneMore(extent.stride()));
    } else {
      pieces.add(
          new ChunkPiece(
              extent.chunk(),
              extent.firstIteration(),
              extent.stride(),
              place.offset(),
              index,
              index + 1));
    }
  }

  private static Place place(List<Extent> extents, long iteration) {
    int last = extents.size() - 1;
    if (last < 0) {
      return begin(extents, 0, iteration);
    }
    for (int i = last; i >= 0; i--) {
      if (extents.get(i).firstIteration() <= iteration) {
        return i == last ? extend(extents, iteration) : revisit(extents.get(i), iteration);
      }
    }
    throw misplaced(iteration);
  }

  private static Place extend(List<Extent> extents, long iteration) {
    Extent extent = extents.get(extents.size() - 1);
    if (iteration <= extent.lastIteration()) {
      return revisit(extent, iteration);
    }
    int points = extent.points();
    long distance = iteration - extent.lastIteration();
    boolean fits = points == 1 ? distance <= Integer.MAX_VALUE : distance == extent.stride();
    if (!fits || points == Series.CHUNK_POINTS) {
      return begin(extents, extent.chunk() + 1, iteration);
    }
    Extent longer = new Extent(extent.chunk(), extent.firstIteration(), (int) distance, points + 1);
    extents.set(extents.size() - 1, longer);
    return new Place(longer, points);
  }

  private static Place revisit(Extent extent, long iteration) {
    long distance = iteration - extent.firstIteration();
    if (distance % extent.stride() != 0 || iteration > extent.lastIteration()) {
      throw misplaced(iteration);
    }
    return new Place(extent, (int) (distance / extent.stride()));
  }

  private static Place begin(List<Extent> extents, int chunk, long iteration) {
    Extent fresh = new Extent(chunk, iteration, 1, 1);
    extents.add(fresh);
    return new Place(fresh, 0);
  }

  private static IllegalStateException misplaced(long iteration) {
    return new IllegalStateException(
        "Iteration %d lies before or between the points that are recorded.".formatted(iteration));
  }
}
