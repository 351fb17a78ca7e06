package dev.evenkeel.prediction.request;

import dev.evenkeel.prediction.InputColumn;
import dev.evenkeel.prediction.InputSchema;
import dev.evenkeel.prediction.RawExamples;
import dev.evenkeel.prediction.request.CsvPrediction.CsvPlace;
import dev.evenkeel.training.data.TimeReading;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Answers the rows of a series by a forecast for each window that fits, beside the time of the
 * window's last row. Keeps a window and a block of rows in memory; windows are views of them.
 */
final class CsvSeries implements CsvPrediction.Answering {

  private final CsvRun run;
  private final CsvPredictionHeader header;
  private final RawExamples row;
  private final String timeColumn;
  private final int timeField;
  private final int window;
  private final int columns;
  private final double[] values;
  private final String[] times;
  private final TimeReading reading = new TimeReading();
  private int rows;
  private long lastTime;
  private long rowsRead;

  CsvSeries(CsvRun run, CsvPredictionHeader header) {
    this.run = run;
    this.header = header;
    InputSchema schema = run.model().schema();
    timeColumn = Objects.requireNonNull(schema.time());
    timeField = header.field(timeColumn);
    window = schema.mostPositions();
    columns = schema.width();
    int capacity = window - 1 + run.model().blockSize();
    values = new double[Math.multiplyExact(capacity, columns)];
    times = new String[capacity];
    row = new RawExamples(columns);
    run.writeHeader(List.of(timeColumn));
  }

  @Override
  public void row(CsvRow read, CsvPlace place) {
    row.clear();
    if (!header.read(read, place, row)) {
      return;
    }
    String time = read.cell(timeField);
    requireLater(time, place);
    row.copyTo(values, rows * columns);
    times[rows++] = time;
    rowsRead++;
    if (rows == times.length) {
      answerWindows();
    }
  }

  private void requireLater(String time, CsvPlace place) {
    if (!reading.read(time)) {
      run.faults()
          .add(
              place.column(timeColumn),
              "wrong_type",
              "'%s' is no time; every row needs %s."
                  .formatted(InputColumn.shortened(time), reading.expected()));
    } else if (rowsRead > 0 && reading.key() <= lastTime) {
      run.faults()
          .add(
              place.column(timeColumn),
              "out_of_order",
              "'%s' is not later than the row before. Sort the rows by time, one a step."
                  .formatted(InputColumn.shortened(time)));
    }
    lastTime = reading.key();
  }

  private void answerWindows() {
    int count = rows - window + 1;
    int[] positions = new int[count];
    Arrays.fill(positions, window);
    run.write(
        RawExamples.of(columns, values, columns, positions),
        example -> List.of(times[example + window - 1]));
    int kept = window - 1;
    System.arraycopy(values, count * columns, values, 0, kept * columns);
    System.arraycopy(times, count, times, 0, kept);
    rows = kept;
  }

  @Override
  public void end() {
    if (rowsRead < window) {
      run.faults()
          .add(
              () -> "/rows",
              "out_of_range",
              "The model sees %d rows to forecast from, the CSV has %d."
                  .formatted(window, rowsRead));
    } else if (rows >= window) {
      answerWindows();
    }
  }
}
