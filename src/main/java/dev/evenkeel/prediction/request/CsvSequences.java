package dev.evenkeel.prediction.request;

import dev.evenkeel.error.ErrorCode;
import dev.evenkeel.error.ServiceException;
import dev.evenkeel.prediction.InputColumn;
import dev.evenkeel.prediction.InputSchema;
import dev.evenkeel.prediction.RawExamples;
import dev.evenkeel.prediction.request.CsvPrediction.CsvPlace;
import dev.evenkeel.prediction.request.StepStore.Step;
import dev.evenkeel.storage.BlobStore;
import dev.evenkeel.training.data.CellText;
import dev.evenkeel.training.data.TimeReading;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Answers the rows of sequences, which may lie in any order, by one record a sequence: its id and
 * the prediction. Rows go through files; the heap holds the ids, and a block of sequences.
 */
final class CsvSequences implements CsvPrediction.Answering {

  private static final int LONGEST_ID = 500;
  private static final int MOST_SEQUENCES = 500_000;
  private static final int MOST_ID_CHARACTERS = 1 << 24;

  private final CsvRun run;
  private final CsvPredictionHeader header;
  private final RawExamples row;
  private final String idColumn;
  private final int idField;
  private final String timeColumn;
  private final int timeField;
  private final StepStore store;
  private final TimeReading reading = new TimeReading();
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> ids = new ArrayList<>();
  private int idCharacters;

  private final RawExamples block;
  private int blockStart;
  private int blockLongest;

  CsvSequences(CsvRun run, CsvPredictionHeader header, BlobStore blobs) throws IOException {
    this.run = run;
    this.header = header;
    InputSchema schema = run.model().schema();
    idColumn = Objects.requireNonNull(schema.sequenceId());
    timeColumn = Objects.requireNonNull(schema.time());
    idField = header.field(idColumn);
    timeField = header.field(timeColumn);
    row = new RawExamples(schema.width());
    block = new RawExamples(schema.width());
    run.writeHeader(List.of(idColumn));
    store = new StepStore(blobs.newWorkFolder("predict"), schema.width());
  }

  @Override
  public void row(CsvRow read, CsvPlace place) throws IOException {
    row.clear();
    if (!header.read(read, place, row)) {
      return;
    }
    String time = read.cell(timeField);
    if (!reading.read(time)) {
      run.faults()
          .add(
              place.column(timeColumn),
              "wrong_type",
              "'%s' is no time; every row needs %s."
                  .formatted(InputColumn.shortened(time), reading.expected()));
      return;
    }
    String id = read.cell(idField);
    if (CellText.isMissing(id) || id.length() > LONGEST_ID) {
      run.faults()
          .add(
              place.column(idColumn),
              "missing_value",
              "Every row needs the id of its sequence, of at most %d characters."
                  .formatted(LONGEST_ID));
    } else if (run.faults().isEmpty()) {
      store.append(number(id), reading.key(), place, row);
    }
  }

  private int number(String id) {
    Integer number = numbers.get(id);
    if (number != null) {
      return number;
    }
    idCharacters += id.length();
    if (ids.size() == MOST_SEQUENCES || idCharacters > MOST_ID_CHARACTERS) {
      throw new ServiceException(
          ErrorCode.TOO_LARGE,
          "The CSV names more than %d sequences, or ids of more than %d characters in all. Send it in parts."
              .formatted(MOST_SEQUENCES, MOST_ID_CHARACTERS));
    }
    ids.add(id);
    numbers.put(id, ids.size() - 1);
    return ids.size() - 1;
  }

  @Override
  public void end() throws IOException {
    numbers.clear();
    store.finish();
    for (int sequence = 0; sequence < ids.size(); sequence++) {
      int length = store.length(sequence);
      if (fits(sequence, length)) {
        makeRoom(sequence, length);
        read(sequence);
      }
    }
    answerBlock();
  }

  private boolean fits(int sequence, int length) throws IOException {
    InputSchema schema = run.model().schema();
    if (length >= schema.fewestPositions() && length <= schema.mostPositions()) {
      return true;
    }
    String bound = schema.fewestPositions() == schema.mostPositions() ? "exactly" : "at most";
    run.faults()
        .add(
            store.first(sequence).column(idColumn),
            "wrong_length",
            "The sequence '%s' has %d steps; the model takes %s %d."
                .formatted(
                    InputColumn.shortened(ids.get(sequence)),
                    length,
                    bound,
                    schema.mostPositions()));
    return false;
  }

  /** Answers the block where another sequence of this length would make it too large. */
  private void makeRoom(int sequence, int length) {
    int longest = Math.max(blockLongest, length);
    if (block.count() > 0 && !run.model().fitsBlock(block.count() + 1, longest)) {
      answerBlock();
    }
    if (block.count() == 0) {
      blockStart = sequence;
    }
    blockLongest = Math.max(blockLongest, length);
  }

  private void read(int sequence) throws IOException {
    block.addExample();
    List<Step> steps = store.steps(sequence);
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      if (i > 0 && steps.get(i - 1).time() == step.time()) {
        run.faults()
            .add(
                step.place().column(timeColumn),
                "not_allowed",
                "The sequence '%s' has another row of this time, in line %d."
                    .formatted(
                        InputColumn.shortened(ids.get(sequence)), steps.get(i - 1).place().line()));
      }
      block.addPosition();
      step.copyTo(block);
    }
  }

  private void answerBlock() {
    run.write(block, example -> List.of(ids.get(blockStart + example)));
    block.clear();
    blockLongest = 0;
  }

  @Override
  public void close() throws IOException {
    store.close();
  }
}
