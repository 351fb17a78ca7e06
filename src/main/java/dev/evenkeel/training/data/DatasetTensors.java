package dev.evenkeel.training.data;

import dev.evenkeel.training.data.DatasetSchema.FeatureColumn;
import dev.evenkeel.training.spec.SpecJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stored dataset, opened for reading example by example: numbers, category indices and class
 * indices of the schema of the run. A window is read where it lies in the series, never copied.
 *
 * <p>Belongs to one thread.
 */
final class DatasetTensors implements AutoCloseable {

  private final DatasetSchema schema;
  private final TensorFiles files;
  private final @Nullable SchemaTranslation translation;
  private final float[] step;
  private final int[] targetColumns;

  private DatasetTensors(
      DatasetSchema schema, TensorFiles files, @Nullable SchemaTranslation translation) {
    this.schema = schema;
    this.files = files;
    this.translation = translation;
    this.step = new float[schema.features().size()];
    this.targetColumns = schema.targets().stream().mapToInt(this::column).toArray();
  }

  private int column(String name) {
    for (int c = 0; c < schema.features().size(); c++) {
      if (schema.features().get(c).name().equals(name)) {
        return c;
      }
    }
    return -1;
  }

  /**
   * Opens the dataset that gives the run its schema.
   *
   * @param learned the input columns of the model that is trained further, or null
   */
  static DatasetTensors open(Path folder, @Nullable List<FeatureColumn> learned)
      throws IOException {
    DatasetSchema own = readSchema(folder);
    if (learned == null) {
      return load(folder, own, null);
    }
    DatasetSchema schema = own.withFeatures(learned);
    return load(folder, schema, SchemaTranslation.between(own, schema, "training"));
  }

  /**
   * Opens a dataset that must say the same as {@code wanted}.
   *
   * @param name what the dataset is to the run, for messages: {@code validation}
   */
  static DatasetTensors open(Path folder, DatasetSchema wanted, String name) throws IOException {
    DatasetSchema own = readSchema(folder);
    return load(folder, own, SchemaTranslation.between(own, wanted, name));
  }

  static DatasetSchema readSchema(Path folder) throws IOException {
    Path file = folder.resolve(DatasetSchema.FILE);
    return SpecJson.mapper().readValue(Files.readAllBytes(file), DatasetSchema.class);
  }

  private static DatasetTensors load(
      Path folder, DatasetSchema schema, @Nullable SchemaTranslation translation)
      throws IOException {
    if (schema.examples() > Integer.MAX_VALUE - 8) {
      throw new UnusableDataException(
          "too_many_examples",
          "A run takes at most %d examples; the dataset has %d."
              .formatted(Integer.MAX_VALUE - 8, schema.examples()));
    }
    return new DatasetTensors(schema, TensorFiles.open(folder, schema), translation);
  }

  DatasetSchema schema() {
    return schema;
  }

  int examples() {
    return (int) schema.examples();
  }

  /** Cells at one position. */
  int columns() {
    return schema.features().size();
  }

  /** The most cells of an example: room for {@link #readFeatures}. */
  int mostCells() {
    return Math.multiplyExact(schema.layout().positions(), columns());
  }

  /** Numbers of {@link #readTargets}. */
  int targets() {
    return schema.task() == DatasetSchema.Task.CLASSIFICATION ? 1 : schema.outputs();
  }

  int positions(int example) {
    return files.offsets() == null ? schema.layout().positions() : files.offsets().steps(example);
  }

  /** Bytes are always finite. */
  boolean holdsBytes() {
    return files.features().holdsBytes();
  }

  /** The words of a dataset of texts. */
  TokenList tokens() {
    return TokenList.in(files.folder());
  }

  /** Raw cells of one example [positions, columns]; NaN where missing. */
  void readFeatures(int example, float[] into) {
    int positions = positions(example);
    if (files.offsets() != null) {
      files.features().readRows(files.offsets().first(example), positions, into);
    } else if (schema.layout() instanceof Layout.Windows) {
      files.features().readRows(example, positions, into);
    } else {
      files.features().readRow(example, into, 0);
    }
    if (translation != null) {
      translation.translateFeatures(into, positions);
    }
  }

  /** The class index, or the raw targets, of one example; NaN where missing. */
  void readTargets(int example, float[] into) {
    if (schema.layout() instanceof Layout.Windows windows) {
      readTargetsAhead(example + windows.window(), windows.horizon(), into);
      return;
    }
    files.targets().readRow(example, into, 0);
    if (translation != null) {
      translation.translateTargets(into);
    }
  }

  private void readTargetsAhead(long first, int steps, float[] into) {
    int at = 0;
    for (int ahead = 0; ahead < steps; ahead++) {
      files.features().readRow(first + ahead, step, 0);
      for (int column : targetColumns) {
        into[at++] = step[column];
      }
    }
  }

  /** One position of some example. */
  @FunctionalInterface
  interface PositionVisitor {

    /**
     * @param cells reused: copy what you keep
     */
    void visit(float[] cells);
  }

  /** Shows every position of the given examples once, also where windows overlap. */
  void visitPositions(int[] examples, PositionVisitor visitor) {
    if (schema.layout() instanceof Layout.Windows windows) {
      visitSteps(examples, windows.window() + windows.horizon(), visitor);
      return;
    }
    float[] cells = new float[mostCells()];
    for (int example : examples) {
      readFeatures(example, cells);
      for (int position = 0; position < positions(example); position++) {
        System.arraycopy(cells, position * step.length, step, 0, step.length);
        visitor.visit(step);
      }
    }
  }

  private void visitSteps(int[] windows, int span, PositionVisitor visitor) {
    BitSet seen = new BitSet((int) files.features().rows());
    for (int first : windows) {
      seen.set(first, first + span);
    }
    for (int row = seen.nextSetBit(0); row >= 0; row = seen.nextSetBit(row + 1)) {
      files.features().readRow(row, step, 0);
      if (translation != null) {
        translation.translateFeatures(step, 1);
      }
      visitor.visit(step);
    }
  }

  /** The raw cells of one step of a series. */
  void readStep(long row, float[] into) {
    files.features().readRow(row, into, 0);
  }

  /** Where the targets of a series lie among its columns. */
  int[] targetColumns() {
    return targetColumns.clone();
  }

  @Override
  public void close() {
    files.close();
  }
}
