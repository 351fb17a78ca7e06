package dev.evenkeel.history;

import dev.evenkeel.job.Attempt;
import dev.evenkeel.job.AttemptLostException;
import dev.evenkeel.job.EndedEpoch;
import dev.evenkeel.training.StepBatch;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Writes the numbers of a run into PostgreSQL in chunks of 1,024 points. Fenced by the attempt as
 * {@code JobLifecycle} is.
 *
 * <p>An append that is tried again overwrites what its first try has left. Thread-safe; called off
 * the training thread by the worker that reads the engine's events.
 */
@Component
public class HistoryWriter {

  /** Holds the job's row until the transaction ends, so that no new attempt begins in between. */
  private static final String FENCE =
      """
      select coalesce((select array_agg((layer ->> 'index')::int order by position)
                       from jsonb_array_elements(layers) with ordinality as l (layer, position)
                       where (layer ->> 'parameters')::bigint > 0), '{}')
      from training_job
      where id = ? and attempt = ? and status in ('running', 'cancelling')
      for share
      """;

  private static final String WRITE =
      """
      insert into history_chunk as h
        (job_id, series, layer, chunk, first_iteration, stride, points)
      select ?, ?, ?, ?, ?, ?, ?
      where ? = 0 or exists (
        select 1 from history_chunk where job_id = ? and series = ? and layer = ? and chunk = ?)
      on conflict (job_id, series, layer, chunk) do update
      set stride = excluded.stride,
          points = h.points[1:?] || excluded.points || h.points[?:]
      where cardinality(h.points) >= ?
      """;

  private static final String TAIL =
      """
      select chunk, first_iteration, stride, cardinality(points)
      from history_chunk where job_id = ? and series = ? and layer = ?
      order by chunk desc limit 2
      """;

  private final JdbcTemplate jdbc;

  HistoryWriter(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  private record Row(Series series, int layer, ChunkPiece piece, double[] points) {}

  /** Removes what an earlier attempt has left: a new one starts from iteration 1. */
  @Transactional
  public void begin(Attempt attempt) {
    fence(attempt);
    jdbc.update("delete from history_chunk where job_id = ?", attempt.jobId());
    jdbc.update("delete from epoch_metric where job_id = ?", attempt.jobId());
  }

  /** Appends consecutive iterations; a partly filled chunk is readable at once. */
  @Transactional
  public void append(Attempt attempt, StepBatch steps) {
    int[] layers = fence(attempt);
    if (layers.length != steps.layerGradientNorms().length) {
      throw new IllegalArgumentException(
          "The job has %d layers with parameters, the batch %d."
              .formatted(layers.length, steps.layerGradientNorms().length));
    }
    List<Row> rows = new ArrayList<>();
    addDense(rows, layers, steps);
    if (layers.length > 0 && steps.sampled().length > 0) {
      addSampled(rows, layers, steps, tail(attempt.jobId(), layers[0]));
    }
    write(attempt.jobId(), rows);
  }

  /** Notes the metrics of epochs. */
  @Transactional
  public void epochsEnded(Attempt attempt, List<EndedEpoch> epochs) {
    fence(attempt);
    List<Object[]> rows = new ArrayList<>();
    for (EndedEpoch one : epochs) {
      one.metrics()
          .forEach(
              (name, value) ->
                  rows.add(
                      new Object[] {attempt.jobId(), name, one.iteration(), one.epoch(), value}));
    }
    jdbc.batchUpdate(
        """
        insert into epoch_metric (job_id, name, iteration, epoch, value) values (?, ?, ?, ?, ?)
        on conflict (job_id, name, iteration) do update
        set epoch = excluded.epoch, value = excluded.value
        """,
        rows);
  }

  /** The indexes of the layers with parameters. */
  private int[] fence(Attempt attempt) {
    return jdbc
        .query(
            FENCE,
            (row, n) -> (Integer[]) row.getArray(1).getArray(),
            attempt.jobId(),
            attempt.number())
        .stream()
        .findFirst()
        .map(indexes -> Arrays.stream(indexes).mapToInt(Integer::intValue).toArray())
        .orElseThrow(() -> new AttemptLostException(attempt));
  }

  private static void addDense(List<Row> rows, int[] layers, StepBatch steps) {
    for (ChunkPiece piece : ChunkLayout.ofEvery(steps.firstIteration(), steps.steps())) {
      rows.add(row(Series.LOSS, Series.WHOLE_NETWORK, piece, steps.loss()));
      rows.add(row(Series.GRADIENT_NORM, Series.WHOLE_NETWORK, piece, steps.gradientNorm()));
      for (int i = 0; i < layers.length; i++) {
        rows.add(row(Series.GRADIENT_NORM, layers[i], piece, steps.layerGradientNorms()[i]));
      }
    }
  }

  private static void addSampled(
      List<Row> rows, int[] layers, StepBatch steps, List<ChunkLayout.Extent> tail) {
    for (ChunkPiece piece : ChunkLayout.ofSampled(tail, steps.sampled())) {
      for (int i = 0; i < layers.length; i++) {
        rows.add(row(Series.UPDATE_RATIO, layers[i], piece, steps.updateRatios()[i]));
        rows.add(row(Series.PARAMETER_NORM, layers[i], piece, steps.parameterNorms()[i]));
        rows.add(row(Series.ZERO_FRACTION, layers[i], piece, steps.zeroFractions()[i]));
      }
    }
  }

  private static Row row(Series series, int layer, ChunkPiece piece, double[] values) {
    return new Row(series, layer, piece, Arrays.copyOfRange(values, piece.from(), piece.to()));
  }

  /** The last two chunks of sampled points: every sampled series of every layer looks like this. */
  private List<ChunkLayout.Extent> tail(UUID jobId, int layer) {
    List<ChunkLayout.Extent> newestFirst =
        jdbc.query(
            TAIL,
            (row, n) ->
                new ChunkLayout.Extent(row.getInt(1), row.getLong(2), row.getInt(3), row.getInt(4)),
            jobId,
            Series.UPDATE_RATIO.key(),
            layer);
    List<ChunkLayout.Extent> tail = new ArrayList<>(newestFirst);
    Collections.reverse(tail);
    return tail;
  }

  private void write(UUID jobId, List<Row> rows) {
    int[][] written = jdbc.batchUpdate(WRITE, rows, rows.size(), (s, row) -> bind(s, jobId, row));
    for (int i = 0; i < rows.size(); i++) {
      if (written[0][i] == 0) {
        throw new IllegalStateException(
            "Iterations before %d of %s are missing."
                .formatted(rows.get(i).piece().firstIteration(), rows.get(i).series().key()));
      }
    }
  }

  private static void bind(PreparedStatement statement, UUID jobId, Row row) throws SQLException {
    ChunkPiece piece = row.piece();
    Object[] values = {
      jobId,
      row.series().key(),
      row.layer(),
      piece.chunk(),
      piece.firstIteration(),
      piece.stride(),
      row.points(),
      piece.offset(),
      jobId,
      row.series().key(),
      row.layer(),
      piece.chunk(),
      piece.offset(),
      piece.offset() + piece.points() + 1,
      piece.offset()
    };
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }
}
