package dev.evenkeel.dataset.importing;

import dev.evenkeel.dataset.spec.FileFormat;
import java.util.Map;
import java.util.Set;

/** Who reads the files of each {@link FileFormat}. */
public final class DatasetFormats {

  private static final Map<Class<? extends FileFormat>, DatasetFormat> READERS =
      Map.of(
          FileFormat.Csv.class,
          CsvFormat.table(),
          FileFormat.SequenceCsv.class,
          CsvFormat.sequences(),
          FileFormat.SeriesCsv.class,
          CsvFormat.series(),
          FileFormat.Images.class,
          new ImagesFormat(),
          FileFormat.Npz.class,
          new NpzFormat(),
          FileFormat.Parquet.class,
          new ParquetFormat());

  private DatasetFormats() {}

  static Set<Class<? extends FileFormat>> readable() {
    return READERS.keySet();
  }

  public static DatasetFormat of(FileFormat format) {
    DatasetFormat reader = READERS.get(format.getClass());
    if (reader == null) {
      throw new IllegalStateException("Nobody reads files of the format %s.".formatted(format));
    }
    return reader;
  }
}
