package dev.evenkeel.history;

import dev.evenkeel.history.Histories.Chunk;
import dev.evenkeel.history.Histories.SeriesKey;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.stereotype.Component;

/** Writes every raw row of a layer-wise history as CSV, iteration by iteration. */
@Component
final class HistoryCsv {

  private final Histories histories;

  HistoryCsv(Histories histories) {
    this.histories = histories;
  }

  void write(RecordedJob job, Series series, HistoryQuery query, OutputStream out)
      throws IOException {
    Writer writer =
        new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
    writer.write("iteration,epoch,layer," + series.key() + "\n");
    if (!query.layers().isEmpty()) {
      writeRows(job, series, query, writer);
    }
    writer.flush();
  }

  private void writeRows(RecordedJob job, Series series, HistoryQuery query, Writer writer)
      throws IOException {
    SeriesKey first = new SeriesKey(job.id(), series, query.layers().get(0));
    int number = histories.chunkOf(first, query.from());
    List<Chunk> level = histories.level(job.id(), series, query.layers(), number);
    while (!level.isEmpty() && level.get(0).firstIteration() <= query.to()) {
      writeLevel(job, query, level, writer);
      number++;
      level = histories.level(job.id(), series, query.layers(), number);
    }
  }

  /** All layers of a series are cut into chunks alike, so that their rows can be woven. */
  private static void writeLevel(
      RecordedJob job, HistoryQuery query, List<Chunk> level, Writer writer) throws IOException {
    int points = level.stream().mapToInt(chunk -> chunk.points().length).min().orElse(0);
    for (int i = 0; i < points; i++) {
      long iteration = level.get(0).iteration(i);
      if (iteration < query.from() || iteration > query.to()) {
        continue;
      }
      String start = iteration + "," + job.epochOf(iteration) + ",";
      for (Chunk chunk : level) {
        writer.write(start);
        writer.write(HistoryJson.layerName(chunk.layer()));
        writer.write(',');
        writer.write(Double.toString(chunk.points()[i]));
        writer.write('\n');
      }
    }
  }
}
