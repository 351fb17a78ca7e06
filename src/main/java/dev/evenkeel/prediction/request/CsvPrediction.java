package dev.evenkeel.prediction.request;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.evenkeel.csv.BadCsvException;
import dev.evenkeel.csv.CsvReader;
import dev.evenkeel.error.ErrorCode;
import dev.evenkeel.error.JsonPointer;
import dev.evenkeel.error.ServiceException;
import dev.evenkeel.prediction.FaultList;
import dev.evenkeel.prediction.InputSchema;
import dev.evenkeel.prediction.LoadedModel;
import dev.evenkeel.storage.BlobStore;
import dev.evenkeel.training.data.Layout;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Answers a CSV file with a CSV file; memory stays the same whatever its length. */
final class CsvPrediction {

  private static final int LONGEST_CELL = 1 << 20;

  private CsvPrediction() {}

  /** What becomes of the records of a file; each kind of model has its own. */
  interface Answering extends AutoCloseable {

    /** Takes a row of the file. */
    void row(CsvRow row, CsvPlace place) throws IOException;

    /** Answers what is left once the file has ended. */
    void end() throws IOException;

    @Override
    default void close() throws IOException {}
  }

  /** Writes the answer, or refuses the file with its faults. Closes {@code in} alone. */
  static void answer(LoadedModel model, InputStream in, OutputStream out, BlobStore blobs)
      throws IOException {
    requireCsv(model.schema());
    try (CsvReader csv = new CsvReader(in, LONGEST_CELL)) {
      CsvWriter writer =
          CsvWriter.builder().fieldSeparator(csv.separator()).build(out, StandardCharsets.UTF_8);
      answer(csv, new CsvRun(model, writer), blobs);
      writer.flush();
    } catch (BadCsvException e) {
      throw new ServiceException(
          ErrorCode.MALFORMED_REQUEST, "The CSV cannot be read: " + e.getMessage());
    }
  }

  private static void requireCsv(InputSchema schema) {
    if (!schema.takesRows() && schema.time() == null) {
      throw new ServiceException(ErrorCode.UNSUPPORTED_MEDIA_TYPE, schema.withoutCsv());
    }
  }

  private static void answer(CsvReader csv, CsvRun run, BlobStore blobs) throws IOException {
    if (!csv.nextRow()) {
      throw new ServiceException(
          ErrorCode.MALFORMED_REQUEST, "The CSV is empty. Its first line names the columns.");
    }
    FaultList faults = run.faults();
    CsvPredictionHeader header =
        CsvPredictionHeader.of(CsvRow.read(csv, Integer.MAX_VALUE), run.model().schema(), faults);
    faults.throwIfAny();
    try (Answering answering = answering(run, header, blobs)) {
      long rows = 0;
      while (csv.nextRow()) {
        CsvRow row = CsvRow.read(csv, header.names().size());
        answering.row(row, new CsvPlace(rows++, row.line()));
      }
      if (rows == 0) {
        faults.add(() -> "/rows", "out_of_range", "The CSV has no row after the column names.");
      }
      faults.throwIfAny();
      answering.end();
      faults.throwIfAny();
    }
  }

  private static Answering answering(CsvRun run, CsvPredictionHeader header, BlobStore blobs)
      throws IOException {
    Layout layout = run.model().schema().layout();
    if (run.model().schema().takesRows()) {
      return new CsvRows(run, header);
    }
    return layout instanceof Layout.Windows
        ? new CsvSeries(run, header)
        : new CsvSequences(run, header, blobs);
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
