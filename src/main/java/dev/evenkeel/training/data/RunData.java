package dev.evenkeel.training.data;

import dev.evenkeel.training.data.DatasetSchema.FeatureColumn;
import dev.evenkeel.training.data.FittedPreprocessing.FittedColumn;
import dev.evenkeel.training.data.FittedPreprocessing.InputEncoding;
import dev.evenkeel.training.spec.Loss;
import dev.evenkeel.training.spec.TrainingSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Everything a run reads: its splits, preprocessed with the statistics of the training split.
 *
 * <p>The heap holds row numbers and one example; examples are in mapped files. Belongs to one
 * thread.
 */
public final class RunData implements AutoCloseable {

  private final DatasetTensors tensors;
  private final FittedPreprocessing preprocessing;
  private final LabelEncoding labels;
  private final List<PreparedSplit> splits = new ArrayList<>();
  private final PreparedSplit training;
  private final @Nullable PreparedSplit validation;
  private final @Nullable PreparedSplit test;
  private boolean seasonSought;
  private @Nullable Integer foundSeason;

  /**
   * What the network wants of its data.
   *
   * @param inputs numbers and one-hot vectors, or codes
   * @param codes how many codes there are; 0 where there are none
   * @param units numbers that the output layer answers with
   * @param loss what compares them with the labels
   * @param learned how a model that is trained further has its inputs, or null
   */
  public record Wanted(
      InputEncoding inputs, int codes, int units, Loss loss, @Nullable Learned learned) {

    /** Numbers and one-hot vectors in, labels for an output layer out. */
    public static Wanted values(int units, Loss loss) {
      return new Wanted(InputEncoding.VALUES, 0, units, loss, null);
    }
  }

  /** The input columns of a trained model, and what it does to them. */
  public record Learned(List<FeatureColumn> features, List<FittedColumn> columns) {}

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
  public static RunData open(DataLocation location, TrainingSpec spec, Wanted wanted, Path scratch)
      throws IOException {
    Learned learned = wanted.learned();
    DatasetTensors tensors =
        DatasetTensors.open(location.training(), learned == null ? null : learned.features());
    try {
      return new RunData(tensors, location, spec, wanted, scratch);
    } catch (IOException | RuntimeException e) {
      tensors.close();
      throw e;
    }
  }

  private RunData(
      DatasetTensors tensors, DataLocation location, TrainingSpec spec, Wanted wanted, Path scratch)
      throws IOException {
    this.tensors = tensors;
    var missing = spec.preprocessing().missing();
    UsableExamples usable =
        UsableExamples.of(tensors, missing, spec.preprocessing().excludeRows(), "training");
    DataSplit split =
        DataSplit.of(usable, tensors.schema(), spec.split(), spec.training().seed())
            .trainingWithout(spec.preprocessing().excludeFromTraining());
    FittedPreprocessing fitted =
        PreprocessingFit.fit(tensors, split.training(), spec.preprocessing(), wanted.inputs());
    preprocessing =
        wanted.learned() == null ? fitted : fitted.withColumns(wanted.learned().columns());
    labels = LabelEncoding.of(wanted.units(), wanted.loss(), preprocessing);
    Preparation preparation = new Preparation(scratch, preprocessing, labels, codes(wanted));
    try {
      training = keep(preparation.prepare("training", tensors, split.training(), false));
      validation =
          prepare("validation", location.validation(), split.validation(), spec, preparation);
      test = prepare("test", location.test(), split.test(), spec, preparation);
    } catch (IOException | RuntimeException e) {
      splits.forEach(PreparedSplit::close);
      throw e;
    }
  }

  private static @Nullable CodeCheck codes(Wanted wanted) {
    return wanted.inputs() == InputEncoding.CODES ? new CodeCheck(wanted.codes()) : null;
  }

  private record Preparation(
      Path scratch,
      FittedPreprocessing preprocessing,
      LabelEncoding labels,
      @Nullable CodeCheck codes) {

    /** Rows of a table are written out; what is larger is encoded when it is asked for. */
    PreparedSplit prepare(String name, DatasetTensors data, int[] rows, boolean owned)
        throws IOException {
      ExampleEncoding encoding = ExampleEncoding.of(data, preprocessing, labels);
      PreparedSplit split =
          data.schema().layout() instanceof Layout.Table
              ? ScratchSplit.write(scratch.resolve(name + ".scratch"), data, rows, encoding)
              : new EncodedSplit(data, rows, encoding, owned);
      if (codes != null) {
        codes.check(split, name);
      }
      return split;
    }
  }

  private @Nullable PreparedSplit prepare(
      String name, @Nullable Path separate, int[] rows, TrainingSpec spec, Preparation preparation)
      throws IOException {
    if (separate == null) {
      return rows.length == 0 ? null : keep(preparation.prepare(name, tensors, rows, false));
    }
    DatasetTensors other = DatasetTensors.open(separate, tensors.schema(), name);
    boolean kept = false;
    try {
      int[] usable = UsableExamples.of(other, spec.preprocessing().missing(), name).labelledRows();
      PreparedSplit split = keep(preparation.prepare(name, other, usable, true));
      kept = split instanceof EncodedSplit;
      return split;
    } finally {
      if (!kept) {
        other.close();
      }
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

  /** What a forecast on a split has to beat; empty where nothing is forecast. */
  public Optional<NaiveForecasts> naiveForecasts(PreparedSplit split) {
    return split instanceof EncodedSplit encoded
            && encoded.data().schema().layout() instanceof Layout.Windows windows
        ? Optional.of(new NaiveForecasts(encoded.data(), windows, season()))
        : Optional.empty();
  }

  /** As the dataset says, or as the training split shows. */
  private @Nullable Integer season() {
    if (!(tensors.schema().layout() instanceof Layout.Windows windows)) {
      return null;
    }
    if (windows.season() != null) {
      return windows.season();
    }
    if (!seasonSought) {
      long seen = (long) training.row(training.size() - 1) + windows.window() + windows.horizon();
      OptionalInt found = Seasonality.find(tensors, windows.window(), seen);
      foundSeason = found.isPresent() ? found.getAsInt() : null;
      seasonSought = true;
    }
    return foundSeason;
  }

  /** The raw cells of a training example, position by position; codes where those go in. */
  public double[] rawCells(int example) {
    int positions = training.positions(example);
    float[] cells = new float[positions * tensors.columns()];
    if (preprocessing.encoding() == InputEncoding.CODES) {
      training.readFeatures(example, cells, 0);
    } else {
      tensors.readFeatures(training.row(example), cells);
    }
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
