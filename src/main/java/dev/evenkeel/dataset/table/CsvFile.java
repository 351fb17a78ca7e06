package dev.evenkeel.dataset.table;

import dev.evenkeel.dataset.cells.Cells;
import dev.evenkeel.dataset.cells.DatasetSettings;
import dev.evenkeel.dataset.cells.UnreadableFile;
import dev.evenkeel.dataset.column.TextColumn;
import dev.evenkeel.dataset.spec.DatasetSpec;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** An uploaded CSV file, plain or gzipped, that can be read from its start again and again. */
public record CsvFile(Path path, DatasetSettings limits, int maxCellBytes) implements TableFile {

  private static final int GZIP_BUFFER = 1 << 16;

  public CsvFile(Path path, DatasetSettings limits) {
    this(path, limits, limits.maxCellBytes());
  }

  /** A file in which cells may be as long as texts are where the spec says that there are some. */
  public static CsvFile of(Path path, DatasetSpec spec, DatasetSettings limits) {
    return spec.textColumn().isEmpty()
        ? new CsvFile(path, limits)
        : new CsvFile(path, limits, Math.max(limits.maxCellBytes(), TextColumn.MOST_CELL_BYTES));
  }

  @Override
  public TableHeader header() throws IOException {
    try (CsvCells csv = openAtHeader()) {
      if (!csv.nextRow()) {
        throw UnreadableFile.because(
            "empty_file", "The file is empty. It needs a header row and one example a row.");
      }
      TableHeader.Names names = new TableHeader.Names(limits);
      while (csv.hasCell()) {
        csv.readCell();
        names.add(csv.text());
      }
      return names.header();
    }
  }

  @Override
  public Cells open() throws IOException {
    CsvCells csv = openAtHeader();
    csv.nextRow();
    return csv;
  }

  private CsvCells openAtHeader() throws IOException {
    InputStream text = text();
    try {
      return new CsvCells(text, maxCellBytes);
    } catch (IOException | RuntimeException e) {
      text.close();
      throw e;
    }
  }

  /**
   * @param file at its beginning
   */
  public static boolean isGzip(InputStream file) throws IOException {
    return file.read() == 0x1F && file.read() == 0x8B;
  }

  private boolean isGzip() throws IOException {
    try (InputStream file = Files.newInputStream(path)) {
      return isGzip(file);
    }
  }

  private InputStream text() throws IOException {
    return isGzip() ? gunzipped() : Files.newInputStream(path);
  }

  private InputStream gunzipped() throws IOException {
    InputStream file = Files.newInputStream(path);
    try {
      return new Gunzipped(new GZIPInputStream(file, GZIP_BUFFER), limits.maxDecompressedBytes());
    } catch (EOFException | ZipException e) {
      file.close();
      throw brokenGzip(e);
    }
  }

  private static RuntimeException brokenGzip(IOException e) {
    return e instanceof EOFException
        ? UnreadableFile.because(
            "gzip_truncated", "The .gz file ends in the middle. Upload it again.")
        : UnreadableFile.because(
            "gzip_corrupt", "The .gz file is corrupt. Compress and upload it again.");
  }

  /** Stops at a gzip bomb, and says what is wrong with a broken file. */
  private static final class Gunzipped extends FilterInputStream {

    private final long most;
    private long bytes;

    Gunzipped(InputStream in, long most) {
      super(in);
      this.most = most;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      try {
        int read = super.read(target, offset, length);
        bytes += Math.max(read, 0);
        if (bytes > most) {
          throw UnreadableFile.tooLarge(
              "The file is larger than %d bytes when decompressed, the most that is taken."
                  .formatted(most));
        }
        return read;
      } catch (EOFException | ZipException e) {
        throw brokenGzip(e);
      }
    }
  }
}
