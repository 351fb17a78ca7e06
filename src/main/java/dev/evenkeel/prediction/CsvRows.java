package dev.evenkeel.prediction;

import de.siegmar.fastcsv.reader.CsvRecord;
import dev.evenkeel.prediction.CsvPrediction.CsvPlace;
import java.util.ArrayList;
import java.util.List;

/** Answers each row of a file by the same row with the prediction beside it, block by block. */
final class CsvRows implements CsvPrediction.Answering {

  private final CsvRun run;
  private final CsvPredictionHeader header;
  private final RawExamples examples;
  private final List<CsvRecord> block = new ArrayList<>();

  CsvRows(CsvRun run, CsvPredictionHeader header) {
    this.run = run;
    this.header = header;
    this.examples = new RawExamples(run.model().schema().width());
    run.writeHeader(header.names());
  }

  @Override
  public void row(CsvRecord record, CsvPlace place) {
    header.read(record, place, examples);
    block.add(record);
    if (block.size() == run.model().blockSize()) {
      end();
    }
  }

  @Override
  public void end() {
    run.write(examples, row -> block.get(row).getFields());
    block.clear();
    examples.clear();
  }
}
