package dev.evenkeel.training.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.training.TensorFolder;
import dev.evenkeel.training.TestSpecs;
import dev.evenkeel.training.data.DataFacts;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.stability.Cause;
import dev.evenkeel.training.stability.Severity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitChecksTest {

  private final Random random = new Random(4);

  @TempDir Path folder;

  /** Pixels of 0 to 1, of which the first column is black but for one row in fifty. */
  private double pixel(int column) {
    return column == 0 && random.nextInt(50) > 0 ? 0 : random.nextInt(17) / 16.0;
  }

  private DataFacts facts(String name, int rows, IntToDoubleFunction cell) throws IOException {
    float[][] cells = new float[rows][6];
    float[][] labels = new float[rows][1];
    for (int i = 0; i < rows; i++) {
      for (int c = 0; c < 6; c++) {
        cells[i][c] = (float) cell.applyAsDouble(c);
      }
      labels[i][0] = i % 3;
    }
    return DataFacts.of(
        TensorFolder.write(
            folder.resolve(name), TestSpecs.classification(rows, 6, "a", "b", "c"), cells, labels));
  }

  private List<PreflightWarning> found(DataFacts training, DataFacts validation) {
    return new SplitChecks(new SplitFacts(training, validation, DataFacts.none())).found();
  }

  @Test
  void namesColumnsOfAnotherScaleWithTheirNumbers() throws IOException {
    DataFacts training = facts("training", 2000, this::pixel);
    DataFacts validation = facts("validation", 500, c -> 256 * pixel(c));

    assertThat(found(training, validation))
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.cause()).isEqualTo(Cause.VALIDATION_MISMATCH);
              assertThat(one.severity()).isEqualTo(Severity.WARNING);
              assertThat(one.pointer()).isEqualTo("/split/validation_dataset_id");
              assertThat(one.fix()).isEmpty();
              assertThat(one.message()).contains("x1 has a mean of 1", "where training has 0.");
            });
    assertThat(new SplitChecks(new SplitFacts(training, DataFacts.none(), validation)).found())
        .extracting(PreflightWarning::pointer)
        .containsExactly("/split/test_dataset_id");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 20, 60, 500})
  void saysNothingOfTheSameKindOfExamplesHoweverFewTheyAre(int rows) throws IOException {
    DataFacts training = facts("training", 2000, this::pixel);

    for (int i = 0; i < 10; i++) {
      assertThat(found(training, facts("validation", rows, this::pixel))).isEmpty();
    }
  }

  @Test
  void takesHeavyTailsForNoOtherScale() throws IOException {
    IntToDoubleFunction lognormal = c -> Math.exp(1.5 * random.nextGaussian());
    DataFacts training = facts("training", 2000, lognormal);

    for (int i = 0; i < 10; i++) {
      assertThat(found(training, facts("validation", 40, lognormal)))
          .noneMatch(one -> one.severity() == Severity.WARNING);
    }
  }

  @Test
  void aWeakerDifferenceIsOnlyNamed() throws IOException {
    DataFacts training = facts("training", 2000, c -> random.nextGaussian());

    assertThat(found(training, facts("validation", 300, c -> 5 + random.nextGaussian())))
        .extracting(PreflightWarning::severity)
        .containsExactly(Severity.INFO);
  }

  @Test
  void namesColumnsOfOtherCategories() throws IOException {
    DataFacts training = cities("training", 2000, i -> i % 3);

    assertThat(found(training, cities("validation", 200, i -> i % 10 == 0 ? 0 : 3)))
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.cause()).isEqualTo(Cause.VALIDATION_MISMATCH);
              assertThat(one.severity()).as("it may be meant").isEqualTo(Severity.INFO);
              assertThat(one.pointer()).isEqualTo("/split/validation_dataset_id");
              assertThat(one.message())
                  .contains("in column city 90 % of the cells would have to change theirs");
            });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 50, 500})
  void takesTheSameCategoriesForNoOthersHoweverFewThereAre(int rows) throws IOException {
    DataFacts training = cities("training", 2000, i -> random.nextInt(40));

    for (int i = 0; i < 10; i++) {
      assertThat(found(training, cities("validation", rows, j -> random.nextInt(40)))).isEmpty();
    }
  }

  private DataFacts cities(String name, int rows, IntUnaryOperator city) throws IOException {
    List<String> names = IntStream.range(0, 40).mapToObj("c%02d"::formatted).toList();
    var schema =
        DatasetSchema.table(
            DatasetSchema.Task.CLASSIFICATION,
            rows,
            List.of(new DatasetSchema.FeatureColumn("city", names)),
            List.of("label"),
            List.of("a", "b"));
    float[][] cells = new float[rows][1];
    float[][] labels = new float[rows][1];
    for (int i = 0; i < rows; i++) {
      cells[i][0] = city.applyAsInt(i);
      labels[i][0] = i % 2;
    }
    return DataFacts.of(TensorFolder.write(folder.resolve(name), schema, cells, labels));
  }
}
