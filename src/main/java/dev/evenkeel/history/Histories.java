package dev.evenkeel.history;

import dev.evenkeel.history.RecordedJob.EpochShift;
import dev.evenkeel.job.RecordedRun;
import dev.evenkeel.training.plan.layers.LayerShape;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/**
 * Reads what {@link HistoryWriter} has written, a few chunks at a time: however long a series is, a
 * page of it is in memory, and no connection is held while a client takes its time.
 */
@Repository
class Histories {

  private static final int CHUNKS_AT_ONCE = 32;

  /** The chunk that holds an iteration, or the first. */
  private static final String CHUNK_OF =
      """
      select coalesce(max(chunk), 0) from history_chunk
      where job_id = ? and series = ? and layer = ? and first_iteration <= ?
      """;

  private static final String PAGE =
      """
      select layer, first_iteration, stride, points, chunk from history_chunk
      where job_id = ? and series = ? and layer = ? and chunk >= ? and first_iteration <= ?
      order by chunk limit ?
      """;

  private static final String LEVEL =
      """
      select layer, first_iteration, stride, points, chunk from history_chunk
      where job_id = ? and series = ? and layer = any (?) and chunk = ?
      order by layer
      """;

  /** Where epochs ended elsewhere than without repairs. */
  private static final String SHIFTS =
      """
      with ended as (
        select distinct iteration, epoch, iteration - epoch::bigint * ? as drift
        from epoch_metric
        where job_id = ?),
      compared as (
        select epoch, drift, lag(iteration, 1, 0) over by_iteration as after,
               lag(drift, 1, 0) over by_iteration as drift_before
        from ended window by_iteration as (order by iteration))
      select after, epoch, drift from compared where drift <> drift_before
      """;

  private final JdbcTemplate jdbc;

  Histories(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** A chunk of one layer's series. */
  record Chunk(int layer, long firstIteration, int stride, Double[] points, int number) {

    long iteration(int element) {
      return firstIteration + (long) element * stride;
    }
  }

  /** Takes the points of a series in order. */
  @FunctionalInterface
  interface Points {
    void point(long iteration, double value);
  }

  RecordedJob job(RecordedRun run) {
    return new RecordedJob(
        run.jobId(),
        run.layers().stream().filter(LayerShape::hasParameters).toList(),
        run.iterationsPerEpoch(),
        // A run without repairs is not searched.
        run.repaired() ? shifts(run) : Collections.emptyNavigableMap());
  }

  private NavigableMap<Long, EpochShift> shifts(RecordedRun run) {
    NavigableMap<Long, EpochShift> shifts = new TreeMap<>();
    jdbc.query(
        SHIFTS,
        row -> {
          shifts.put(row.getLong(1), new EpochShift(row.getInt(2), row.getLong(3)));
        },
        run.iterationsPerEpoch(),
        run.jobId());
    return shifts;
  }

  /** The last iteration whose loss is recorded, 0 where there is none. */
  long lastIteration(UUID jobId) {
    return jdbc
        .queryForList(
            """
            select first_iteration + cardinality(points) - 1 from history_chunk
            where job_id = ? and series = ? and layer = ? order by chunk desc limit 1
            """,
            Long.class,
            jobId,
            Series.LOSS.key(),
            Series.WHOLE_NETWORK)
        .stream()
        .findFirst()
        .orElse(0L);
  }

  /** Walks over one layer's series from iteration {@code from} to {@code to}, both included. */
  void forEach(SeriesKey key, long from, long to, Points sink) {
    int chunk = chunkOf(key, from);
    List<Chunk> page;
    do {
      page = page(key, chunk, to);
      for (Chunk each : page) {
        for (int i = 0; i < each.points().length; i++) {
          long iteration = each.iteration(i);
          if (iteration >= from && iteration <= to) {
            sink.point(iteration, each.points()[i]);
          }
        }
        chunk = each.number() + 1;
      }
    } while (page.size() == CHUNKS_AT_ONCE);
  }

  /** Which series of which job. */
  record SeriesKey(UUID jobId, Series series, int layer) {}

  int chunkOf(SeriesKey key, long iteration) {
    return Objects.requireNonNull(
        jdbc.queryForObject(
            CHUNK_OF, Integer.class, key.jobId(), key.series().key(), key.layer(), iteration));
  }

  /** The chunks of one number, one for each of the layers; none after the last. */
  List<Chunk> level(UUID jobId, Series series, List<Integer> layers, int number) {
    return jdbc.query(
        LEVEL,
        statement -> {
          statement.setObject(1, jobId);
          statement.setString(2, series.key());
          statement.setArray(3, statement.getConnection().createArrayOf("int4", layers.toArray()));
          statement.setInt(4, number);
        },
        (row, n) -> chunk(row));
  }

  private List<Chunk> page(SeriesKey key, int chunk, long to) {
    return jdbc.query(
        PAGE,
        (row, n) -> chunk(row),
        key.jobId(),
        key.series().key(),
        key.layer(),
        chunk,
        to,
        CHUNKS_AT_ONCE);
  }

  private static Chunk chunk(ResultSet row) throws SQLException {
    return new Chunk(
        row.getInt(1),
        row.getLong(2),
        row.getInt(3),
        (Double[]) row.getArray(4).getArray(),
        row.getInt(5));
  }
}
