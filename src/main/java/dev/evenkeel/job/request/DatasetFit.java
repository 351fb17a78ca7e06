package dev.evenkeel.job.request;

import dev.evenkeel.error.Excerpt;
import dev.evenkeel.error.Fault;
import dev.evenkeel.error.JsonPointer;
import dev.evenkeel.job.JobSpec;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.data.DatasetSchema.Task;
import dev.evenkeel.training.data.SchemaDifferences;
import dev.evenkeel.training.spec.ClassWeights;
import dev.evenkeel.training.spec.EarlyStoppingSpec;
import dev.evenkeel.training.spec.PreprocessingSpec.MissingPolicy;
import dev.evenkeel.training.spec.ScheduleSpec;
import dev.evenkeel.training.spec.SplitSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whether a spec that is right in itself fits the datasets it names. */
final class DatasetFit {

  /** A long list of rows that don't exist is one mistake. */
  private static final int MOST_ROWS_TOLD = 20;

  private final JobSpec spec;
  private final SubmissionChecks.Found found;
  private final DatasetSchema schema;
  private final List<Fault> faults = new ArrayList<>();

  DatasetFit(JobSpec spec, SubmissionChecks.Found found) {
    this.spec = spec;
    this.found = found;
    this.schema = found.training().schema();
  }

  List<Fault> faults() {
    excludedRows("/preprocessing/exclude_rows", spec.preprocessing().excludeRows());
    excludedRows(
        "/preprocessing/exclude_from_training", spec.preprocessing().excludeFromTraining());
    split();
    sameSchema("/split/validation_dataset_id", found.validation());
    sameSchema("/split/test_dataset_id", found.test());
    missingCells();
    earlyStopping();
    classWeights();
    piecewise(spec.training().schedule());
    return faults;
  }

  private void excludedRows(String pointer, List<Integer> rows) {
    int told = 0;
    for (int i = 0; i < rows.size() && told < MOST_ROWS_TOLD; i++) {
      if (rows.get(i) >= schema.examples()) {
        told++;
        add(
            pointer + "/" + i,
            "out_of_range",
            "There is no row %d: the dataset's %d examples are counted from 0."
                .formatted(rows.get(i), schema.examples()));
      }
    }
    if (told == 0 && !rows.isEmpty() && rows.stream().distinct().count() >= schema.examples()) {
      add(
          pointer,
          "out_of_range",
          "This leaves none of the dataset's %d examples.".formatted(schema.examples()));
    }
  }

  /** Those that take part. */
  private long examples() {
    return schema.examples() - spec.preprocessing().excludeRows().stream().distinct().count();
  }

  private void split() {
    SplitSpec split = spec.split();
    double validation = split.validation();
    double test = split.test();
    exclusive("validation", validation, found.validation());
    exclusive("test", test, found.test());
    if (validation + test >= 1) {
      add(
          "/split",
          "out_of_range",
          "validation (%s) and test (%s) leave nothing to train on: together they must be less than 1."
              .formatted(validation, test));
      return;
    }
    sizes(validation, test);
  }

  private void exclusive(String part, double fraction, DatasetCatalog.@Nullable Facts separate) {
    if (separate != null && fraction > 0) {
      add(
          "/split/%s_dataset_id".formatted(part),
          "conflict",
          "Give either split.%1$s or split.%1$s_dataset_id, not both.".formatted(part));
    }
  }

  private void sizes(double validation, double test) {
    long examples = examples();
    if (examples < 1) {
      return;
    }
    long validating = Math.round(examples * validation);
    long testing = Math.round(examples * test);
    nonEmpty("validation", validation, validating);
    nonEmpty("test", test, testing);
    if (examples - validating - testing < 1) {
      add(
          "/split",
          "out_of_range",
          "There are %d examples: this split leaves none to train on.".formatted(examples));
    }
  }

  private void nonEmpty(String part, double fraction, long count) {
    if (fraction > 0 && count < 1) {
      add(
          "/split/" + part,
          "out_of_range",
          "%s of %d examples is none. Give a larger share, or 0 for no %s split."
              .formatted(fraction, examples(), part));
    }
  }

  private void sameSchema(String pointer, DatasetCatalog.@Nullable Facts other) {
    if (other != null) {
      List<String> differences = SchemaDifferences.between(other.schema(), schema);
      if (!differences.isEmpty()) {
        add(
            pointer,
            "schema_differs",
            "Dataset %s does not fit the training dataset: %s."
                .formatted(other.name(), String.join("; ", differences)));
      }
    }
  }

  private void missingCells() {
    if (spec.preprocessing().missing() != MissingPolicy.REJECT) {
      return;
    }
    refuseMissing(found.training());
    refuseMissing(found.validation());
    refuseMissing(found.test());
  }

  private void refuseMissing(DatasetCatalog.@Nullable Facts dataset) {
    if (dataset == null || dataset.badCells() == 0) {
      return;
    }
    String lines =
        dataset.badLines().stream().map(String::valueOf).collect(Collectors.joining(", "));
    add(
        "/preprocessing/missing",
        "missing_values",
        "Dataset %s has %d missing or non-finite cells, first in lines %s of its file. Choose mean, drop or keep, or repair the file.%s"
            .formatted(
                dataset.name(),
                dataset.badCells(),
                lines,
                spec.preprocessing().excludeRows().isEmpty()
                    ? ""
                    : " Cells of rows in exclude_rows count too: with drop they are left out all the same."));
  }

  private void earlyStopping() {
    EarlyStoppingSpec stopping = spec.training().earlyStopping();
    if (stopping == null) {
      return;
    }
    if (spec.split().validation() == 0 && found.validation() == null) {
      add(
          "/training/early_stopping",
          "conflict",
          "Early stopping watches the validation split, and there is none. Give split.validation, or leave early_stopping out.");
    }
    boolean fits =
        switch (Objects.requireNonNull(stopping.metric())) {
          case VALIDATION_LOSS -> true;
          case VALIDATION_ACCURACY, VALIDATION_BALANCED_ACCURACY ->
              schema.task() == Task.CLASSIFICATION;
          case VALIDATION_R2, VALIDATION_RMSE, VALIDATION_MAE ->
              schema.task() != Task.CLASSIFICATION;
        };
    if (!fits) {
      add(
          "/training/early_stopping/metric",
          "wrong_task",
          "There is no %s in %s. Choose validation_loss or %s."
              .formatted(
                  lower(stopping.metric()),
                  lower(schema.task()),
                  schema.task() == Task.CLASSIFICATION
                      ? "validation_accuracy"
                      : "validation_rmse"));
    }
  }

  private void classWeights() {
    ClassWeights weights = Objects.requireNonNull(spec.training().classWeights());
    if (weights.type() == ClassWeights.Type.NONE) {
      return;
    }
    if (schema.task() != Task.CLASSIFICATION) {
      add(
          "/training/class_weights",
          "wrong_task",
          "There are no classes in %s: leave class_weights out.".formatted(lower(schema.task())));
      return;
    }
    for (String label : weights.weights().keySet()) {
      if (!schema.classes().contains(label)) {
        add(
            "/training/class_weights" + JsonPointer.of(label),
            "unknown_class",
            "There is no class %s. The classes: %s."
                .formatted(Excerpt.of(label), listed(schema.classes())));
      }
    }
  }

  private void piecewise(@Nullable ScheduleSpec schedule) {
    if (schedule == null || schedule.boundaries() == null || schedule.factors() == null) {
      return;
    }
    List<Integer> boundaries = schedule.boundaries();
    if (boundaries.size() != schedule.factors().size()) {
      add(
          "/training/schedule/factors",
          "conflict",
          "There must be one factor for each boundary: %d boundaries, %d factors."
              .formatted(boundaries.size(), schedule.factors().size()));
    }
    for (int i = 1; i < boundaries.size(); i++) {
      if (boundaries.get(i) <= boundaries.get(i - 1)) {
        add(
            "/training/schedule/boundaries/" + i,
            "out_of_range",
            "Boundaries must ascend: %d comes after %d."
                .formatted(boundaries.get(i), boundaries.get(i - 1)));
        return;
      }
    }
  }

  private static String listed(List<String> names) {
    int shown = Math.min(names.size(), 20);
    return String.join(", ", names.subList(0, shown)) + (shown < names.size() ? ", …" : "");
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(java.util.Locale.ROOT);
  }

  private void add(String pointer, String code, String message) {
    faults.add(new Fault(pointer, code, message));
  }
}
