package dev.evenkeel.training.data;

import dev.evenkeel.training.spec.SpecJson;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A stored dataset, opened for reading row by row: numbers, category indices and class indices of
 * the schema of the run.
 *
 * <p>Belongs to one thread.
 */
final class DatasetTensors implements AutoCloseable {

  private final DatasetSchema schema;
  private final NpyTensor features;
  private final NpyTensor targets;
  private final @Nullable SchemaTranslation translation;

  private DatasetTensors(
      DatasetSchema schema,
      NpyTensor features,
      NpyTensor targets,
      @Nullable SchemaTranslation translation) {
    this.schema = schema;
    this.features = features;
    this.targets = targets;
    this.translation = translation;
  }

  /** Opens the dataset that gives the run its schema. */
  static DatasetTensors open(Path folder) throws IOException {
    return load(folder, readSchema(folder), null);
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
    return SpecJson.mapper().readValue(java.nio.file.Files.readAllBytes(file), DatasetSchema.class);
  }

  private static DatasetTensors load(
      Path folder, DatasetSchema schema, @Nullable SchemaTranslation translation)
      throws IOException {
    NpyTensor features = NpyTensor.open(folder.resolve(DatasetSchema.FEATURES_FILE));
    try {
      NpyTensor targets = NpyTensor.open(folder.resolve(DatasetSchema.TARGETS_FILE));
      check(schema, features, targets);
      return new DatasetTensors(schema, features, targets, translation);
    } catch (IOException | RuntimeException e) {
      features.close();
      throw e;
    }
  }

  private static void check(DatasetSchema schema, NpyTensor features, NpyTensor targets)
      throws IOException {
    boolean classes = schema.task() == DatasetSchema.Task.CLASSIFICATION;
    int targetColumns = classes ? 1 : schema.targets().size();
    if (features.columns() != schema.features().size()
        || targets.columns() != targetColumns
        || features.rows() != schema.examples()
        || targets.rows() != schema.examples()) {
      throw new IOException(
          "Features [%d, %d] and targets [%d, %d] don't fit the schema's %d examples."
              .formatted(
                  features.rows(),
                  features.columns(),
                  targets.rows(),
                  targets.columns(),
                  schema.examples()));
    }
    if (schema.examples() > Integer.MAX_VALUE - 8) {
      throw new UnusableDataException(
          "too_many_examples",
          "A run takes at most %d examples; the dataset has %d."
              .formatted(Integer.MAX_VALUE - 8, schema.examples()));
    }
  }

  DatasetSchema schema() {
    return schema;
  }

  int rows() {
    return (int) features.rows();
  }

  int featureColumns() {
    return features.columns();
  }

  int targetColumns() {
    return targets.columns();
  }

  /** Raw cells of one row; NaN where missing. */
  void readFeatures(int row, float[] into) {
    features.readRow(row, into, 0);
    if (translation != null) {
      translation.translateFeatures(into);
    }
  }

  /** The class index, or the raw targets, of one row; NaN where missing. */
  void readTargets(int row, float[] into) {
    targets.readRow(row, into, 0);
    if (translation != null) {
      translation.translateTargets(into);
    }
  }

  @Override
  public void close() {
    features.close();
    targets.close();
  }
}
