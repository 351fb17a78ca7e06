package dev.evenkeel.history;

import dev.evenkeel.error.Fault;
import dev.evenkeel.error.ServiceException;
import dev.evenkeel.history.Histories.SeriesKey;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Reads metrics over the run: the loss of every iteration as {@code train_loss}, the others of
 * every epoch. A point that stands for several is their mean; a value that is not finite is null.
 */
@Component
class MetricHistory {

  static final String TRAIN_LOSS = "train_loss";

  private static final Set<String> SPLITS = Set.of("train", "validation", "test");
  private static final Set<String> MEASURES =
      Set.of("loss", "accuracy", "balanced_accuracy", "r2", "rmse", "mae");

  private static final String EPOCHS =
      """
      with numbered as (
        select iteration, epoch, value,
               row_number() over (order by iteration) - 1 as position,
               count(*) over () as total
        from epoch_metric where job_id = ? and name = ?)
      select min(iteration), min(epoch),
             avg(value) filter (where value not in ('NaN', 'Infinity', '-Infinity'))
      from numbered
      group by position / greatest(1, (total + ? - 1) / ?)
      order by 1
      """;

  private final Histories histories;
  private final JdbcTemplate jdbc;

  MetricHistory(Histories histories, JdbcTemplate jdbc) {
    this.histories = histories;
    this.jdbc = jdbc;
  }

  /** All the metrics that were asked for. */
  record Answer(List<MetricSeries> series) {}

  /** One metric over the run. */
  record MetricSeries(String name, List<MetricPoint> points) {}

  /** A metric's value at an iteration; the first one of a range. */
  record MetricPoint(long iteration, long epoch, @Nullable Double value) {}

  Answer read(RecordedJob job, @Nullable String names, @Nullable String maxPoints) {
    List<Fault> faults = new ArrayList<>();
    Set<String> wanted = names(job.id(), names, faults);
    int points = HistoryQuery.maxPoints(maxPoints, faults);
    if (!faults.isEmpty()) {
      throw ServiceException.invalid(faults);
    }
    return new Answer(
        wanted.stream().map(name -> new MetricSeries(name, points(job, name, points))).toList());
  }

  private Set<String> names(UUID jobId, @Nullable String names, List<Fault> faults) {
    Set<String> recorded = new TreeSet<>(recorded(jobId));
    recorded.remove(TRAIN_LOSS);
    Set<String> known = new LinkedHashSet<>(List.of(TRAIN_LOSS));
    known.addAll(recorded);
    if (names == null || names.isBlank()) {
      return known;
    }
    Set<String> wanted = new LinkedHashSet<>();
    for (String name : names.split(",", -1)) {
      if (known.contains(name.strip()) || isMetric(name.strip())) {
        wanted.add(name.strip());
      } else {
        faults.add(unknown(name, known));
      }
    }
    return wanted;
  }

  /** Whether a job may record it, be it not yet. */
  private static boolean isMetric(String name) {
    int split = name.indexOf('_');
    return split > 0
        && SPLITS.contains(name.substring(0, split))
        && MEASURES.contains(name.substring(split + 1));
  }

  private static Fault unknown(String name, Set<String> known) {
    return new Fault(
        "/names",
        "unknown_metric",
        "There is no metric '%s'. There are: %s.".formatted(name, String.join(", ", known)));
  }

  private List<String> recorded(UUID jobId) {
    return jdbc.queryForList(
        "select distinct name from epoch_metric where job_id = ?", String.class, jobId);
  }

  private List<MetricPoint> points(RecordedJob job, String name, int maxPoints) {
    return name.equals(TRAIN_LOSS) ? losses(job, maxPoints) : epochs(job.id(), name, maxPoints);
  }

  private List<MetricPoint> losses(RecordedJob job, int maxPoints) {
    List<MetricPoint> points = new ArrayList<>();
    long to = histories.lastIteration(job.id());
    Downsampler downsampler =
        new Downsampler(
            1,
            Downsampler.width(1, to, maxPoints),
            point ->
                points.add(
                    new MetricPoint(
                        point.iteration(),
                        job.epochOf(point.iteration()),
                        point.finite() == 0 ? null : point.mean())));
    histories.forEach(
        new SeriesKey(job.id(), Series.LOSS, Series.WHOLE_NETWORK), 1, to, downsampler::add);
    downsampler.flush();
    return points;
  }

  private List<MetricPoint> epochs(UUID jobId, String name, int maxPoints) {
    return jdbc.query(
        EPOCHS,
        (row, n) -> new MetricPoint(row.getLong(1), row.getLong(2), (Double) row.getObject(3)),
        jobId,
        name,
        maxPoints,
        maxPoints);
  }
}
