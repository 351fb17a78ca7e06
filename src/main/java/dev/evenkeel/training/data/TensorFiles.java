package dev.evenkeel.training.data;

import dev.evenkeel.training.data.tensors.NpyTensor;
import dev.evenkeel.training.data.tensors.SequenceOffsets;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The mapped files of a stored dataset, as many and as long as its schema says.
 *
 * @param targets null for windows, whose targets are columns of the series
 * @param offsets where sequences begin; null for all else
 */
record TensorFiles(
    Path folder, NpyTensor features, @Nullable NpyTensor targets, @Nullable SequenceOffsets offsets)
    implements AutoCloseable {

  /** Opens what is there to be opened, or nothing. */
  static TensorFiles open(Path folder, DatasetSchema schema) throws IOException {
    NpyTensor features = NpyTensor.open(folder.resolve(DatasetSchema.FEATURES_FILE));
    NpyTensor targets = null;
    SequenceOffsets offsets = null;
    try {
      if (!(schema.layout() instanceof Layout.Windows)) {
        targets = NpyTensor.open(folder.resolve(DatasetSchema.TARGETS_FILE));
      }
      if (schema.layout() instanceof Layout.Sequences) {
        offsets = SequenceOffsets.open(folder.resolve(DatasetSchema.OFFSETS_FILE));
      }
      TensorFiles files = new TensorFiles(folder, features, targets, offsets);
      files.check(schema);
      return files;
    } catch (IOException | RuntimeException e) {
      new TensorFiles(folder, features, targets, offsets).close();
      throw e;
    }
  }

  /** The files were written by the server; what doesn't fit has been damaged since. */
  private void check(DatasetSchema schema) throws IOException {
    long examples = schema.examples();
    Layout layout = schema.layout();
    long rows = examples;
    long columns = schema.features().size();
    if (layout instanceof Layout.Images) {
      columns *= layout.positions();
    } else if (layout instanceof Layout.Windows windows) {
      rows = windows.steps();
      require("windows", windows.windows(), examples);
    } else if (offsets != null) {
      rows = offsets.total();
      require("sequences", offsets.sequences(), examples);
    }
    require("rows", features.rows(), rows);
    require("columns", features.columns(), columns);
    if (targets != null) {
      boolean classes = schema.task() == DatasetSchema.Task.CLASSIFICATION;
      require("targets", targets.rows(), examples);
      require("target columns", targets.columns(), classes ? 1 : schema.targets().size());
    }
  }

  private static void require(String what, long found, long wanted) throws IOException {
    if (found != wanted) {
      throw new IOException(
          "The stored dataset has %d %s where its schema says %d.".formatted(found, what, wanted));
    }
  }

  @Override
  public void close() {
    features.close();
    if (targets != null) {
      targets.close();
    }
    if (offsets != null) {
      offsets.close();
    }
  }
}
