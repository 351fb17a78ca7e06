package dev.evenkeel.training.data;

import dev.evenkeel.training.spec.Loss;
import dev.evenkeel.training.spec.TrainingSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything a run reads: its splits, preprocessed with the statistics of the training split.
 *
 * <p>The heap holds row numbers and one row; examples are in mapped files. Belongs to one thread.
 */
public final class RunData implements AutoCloseable {

  private final DatasetTensors tensors;
  private final FittedPreprocessing preprocessing;
  private final LabelEncoding labels;
  private final List<PreparedSplit> splits = new ArrayList<>();
  private final PreparedSplit training;
  private final @Nullable PreparedSplit validation;
  private final @Nullable PreparedSplit test;

  /** What the output layer wants to be compared with. */
  public record Labels(int units, Loss loss) {}

  /** The schema of the dataset in a folder. */
  public static DatasetSchema readSchema(Path folder) throws IOException {
    return DatasetTensors.readSchema(folder);
  }

  /**
   * Splits, fits and preprocesses.
   *
   * @param scratch an existing folder; nothing is left in it
   * @throws UnusableDataException where the data doesn't allow the run
   */
  public static RunData open(DataLocation location, TrainingSpec spec, Labels labels, Path scratch)
      throws IOException {
    DatasetTensors tensors = DatasetTensors.open(location.training());
    try {
      return new RunData(tensors, location, spec, labels, scratch);
    } catch (IOException | RuntimeException e) {
      tensors.close();
      throw e;
    }
  }

  private RunData(
      DatasetTensors tensors, DataLocation location, TrainingSpec spec, Labels wanted, Path scratch)
      throws IOException {
    this.tensors = tensors;
    var missing = spec.preprocessing().missing();
    UsableExamples usable = UsableExamples.of(tensors, missing, "training");
    DataSplit split = DataSplit.of(usable, tensors.schema(), spec.split(), spec.training().seed());
    preprocessing = PreprocessingFit.fit(tensors, split.training(), spec.preprocessing());
    labels = LabelEncoding.of(wanted.units(), wanted.loss(), preprocessing);
    Preparation preparation = new Preparation(scratch, new ExampleEncoding(preprocessing, labels));
    try {
      training = keep(preparation.write("training", tensors, split.training()));
      validation =
          prepare("validation", location.validation(), split.validation(), spec, preparation);
      test = prepare("test", location.test(), split.test(), spec, preparation);
    } catch (IOException | RuntimeException e) {
      splits.forEach(PreparedSplit::close);
      throw e;
    }
  }

  private record Preparation(Path scratch, ExampleEncoding encoding) {

    PreparedSplit write(String name, DatasetTensors data, int[] rows) throws IOException {
      return PreparedSplit.write(scratch.resolve(name + ".scratch"), data, rows, encoding);
    }
  }

  private @Nullable PreparedSplit prepare(
      String name, @Nullable Path separate, int[] rows, TrainingSpec spec, Preparation preparation)
      throws IOException {
    if (separate == null) {
      return rows.length == 0 ? null : keep(preparation.write(name, tensors, rows));
    }
    try (DatasetTensors other = DatasetTensors.open(separate, tensors.schema(), name)) {
      int[] usable = UsableExamples.of(other, spec.preprocessing().missing(), name).labelledRows();
      return keep(preparation.write(name, other, usable));
    }
  }

  private PreparedSplit keep(PreparedSplit split) {
    splits.add(split);
    return split;
  }

  public DatasetSchema schema() {
    return tensors.schema();
  }

  public FittedPreprocessing preprocessing() {
    return preprocessing;
  }

  public LabelEncoding labels() {
    return labels;
  }

  public PreparedSplit training() {
    return training;
  }

  public Optional<PreparedSplit> validation() {
    return Optional.ofNullable(validation);
  }

  public Optional<PreparedSplit> test() {
    return Optional.ofNullable(test);
  }

  /** The raw cells of a training example: numbers, and categories as indices. */
  public double[] rawCells(int example) {
    float[] cells = new float[tensors.featureColumns()];
    tensors.readFeatures(training.row(example), cells);
    double[] raw = new double[cells.length];
    for (int c = 0; c < raw.length; c++) {
      raw[c] = cells[c];
    }
    return raw;
  }

  @Override
  public void close() {
    splits.forEach(PreparedSplit::close);
    tensors.close();
  }
}
