package dev.evenkeel.prediction;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import dev.evenkeel.error.ErrorCode;
import dev.evenkeel.error.JsonPointer;
import dev.evenkeel.error.ServiceException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers a CSV file with the same rows and the predictions beside them, block by block: memory
 * stays the same whatever the file's length.
 */
final class CsvPrediction {

  private static final int LONGEST_FIELD = 1 << 20;

  private final LoadedModel model;
  private final Answers answers;
  private final FaultList faults = new FaultList();
  private final RawExamples rows;
  private final List<CsvRecord> block = new ArrayList<>();
  private final double[] outputs;
  private long rowsRead;

  private CsvPrediction(LoadedModel model) {
    this.model = model;
    this.answers = model.answers();
    this.rows = new RawExamples(model.schema().width());
    this.outputs = new double[model.blockSize() * answers.outputs()];
  }

  /** Writes the answer, or refuses the file with its faults. Closes {@code in} alone. */
  static void answer(LoadedModel model, InputStream in, OutputStream out) throws IOException {
    try (CsvReader<CsvRecord> csv = reader(in);
        CloseableIterator<CsvRecord> records = csv.iterator()) {
      CsvWriter writer = CsvWriter.builder().build(out, StandardCharsets.UTF_8);
      new CsvPrediction(model).answer(records, writer);
      writer.flush();
    } catch (UncheckedIOException e) {
      throw unreadable(e.getCause());
    } catch (CharacterCodingException e) {
      throw unreadable(e);
    } catch (CsvParseException e) {
      throw new ServiceException(
          ErrorCode.MALFORMED_REQUEST, "The CSV cannot be read: " + e.getMessage());
    }
  }

  private static CsvReader<CsvRecord> reader(InputStream in) {
    // Anything but UTF-8 is refused, not replaced.
    Reader text =
        new InputStreamReader(
            in,
            StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT));
    return CsvReader.builder()
        .skipEmptyLines(true)
        .allowExtraFields(true)
        .allowMissingFields(true)
        .maxBufferSize(LONGEST_FIELD)
        .ofCsvRecord(text);
  }

  private static RuntimeException unreadable(IOException e) {
    return e instanceof CharacterCodingException
        ? new ServiceException(ErrorCode.MALFORMED_REQUEST, "The CSV is not encoded in UTF-8.")
        : new UncheckedIOException(e);
  }

  private void answer(CloseableIterator<CsvRecord> records, CsvWriter writer) throws IOException {
    if (!records.hasNext()) {
      throw new ServiceException(
          ErrorCode.MALFORMED_REQUEST, "The CSV is empty. Its first line names the columns.");
    }
    CsvPredictionHeader header = CsvPredictionHeader.of(records.next(), model.schema(), faults);
    faults.throwIfAny();
    writer.writeRecord(header.answered(answers));
    while (records.hasNext()) {
      CsvRecord record = records.next();
      rows.addRow();
      header.read(record, new CsvPlace(rowsRead++, record.getStartingLineNumber()), rows, faults);
      block.add(record);
      if (block.size() == model.blockSize()) {
        flush(writer);
      }
    }
    if (rowsRead == 0) {
      faults.add(() -> "/rows", "out_of_range", "The CSV has no row after the column names.");
    }
    flush(writer);
    faults.throwIfAny();
  }

  private void flush(CsvWriter writer) {
    // After a fault the answer is void: the rest is only looked over for more of them.
    if (faults.isEmpty() && !block.isEmpty()) {
      for (int from = 0; from < rows.count(); ) {
        int to = model.blockEnd(rows, from);
        model.run(rows, from, to, outputs);
        for (int row = from; row < to; row++) {
          List<String> fields = new ArrayList<>(block.get(row).getFields());
          addAnswer(fields, (row - from) * answers.outputs());
          writer.writeRecord(fields);
        }
        from = to;
      }
    }
    block.clear();
    rows.clear();
  }

  private void addAnswer(List<String> fields, int at) {
    if (!answers.isClassification()) {
      for (int i = 0; i < answers.outputs(); i++) {
        fields.add(text(outputs[at + i]));
      }
      return;
    }
    int label = answers.label(outputs, at);
    fields.add(label == Answers.NO_LABEL ? "" : answers.classes().get(label));
    for (int i = 0; answers.givesProbabilities() && i < answers.classes().size(); i++) {
      fields.add(text(answers.probability(outputs, at, i)));
    }
  }

  private String text(double value) {
    return model.isSinglePrecision() ? Float.toString((float) value) : Double.toString(value);
  }

  /** A row of the file, for messages. */
  record CsvPlace(long row, long line) {

    FaultList.Place column(String name) {
      return new FaultList.Place() {
        @Override
        public String pointer() {
          return "/rows/" + row + JsonPointer.of(name);
        }

        @Override
        public String prefix() {
          return "Line " + line + ": ";
        }
      };
    }
  }
}
