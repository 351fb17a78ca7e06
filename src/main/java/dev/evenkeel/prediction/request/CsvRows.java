package dev.evenkeel.prediction.request;

import dev.evenkeel.prediction.RawExamples;
import dev.evenkeel.prediction.request.CsvPrediction.CsvPlace;
import java.util.ArrayList;
import java.util.List;

/** Answers each row of a file by the same row with the prediction beside it, block by block. */
final class CsvRows implements CsvPrediction.Answering {

  private final CsvRun run;
  private final CsvPredictionHeader header;
  private final RawExamples examples;
  private final List<List<String>> block = new ArrayList<>();

  CsvRows(CsvRun run, CsvPredictionHeader header) {
    this.run = run;
    this.header = header;
    this.examples = new RawExamples(run.model().schema().width());
    run.writeHeader(header.names());
  }

  @Override
  public void row(CsvRow row, CsvPlace place) {
    header.read(row, place, examples);
    block.add(row.fields());
    if (block.size() == run.model().blockSize()) {
      end();
    }
  }

  @Override
  public void end() {
    run.write(examples, block::get);
    block.clear();
    examples.clear();
  }
}
