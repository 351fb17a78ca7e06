package dev.evenkeel.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.evenkeel.training.TensorFolder;
import dev.evenkeel.training.TestSpecs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DataFactsTest {

  private static final int ROWS = 2000;

  @TempDir Path folder;

  /** Columns without an outlier, however far their cells lie. */
  private enum Tail {
    NORMAL(Random::nextGaussian),
    UNIFORM(random -> random.nextDouble() * 16),
    EXPONENTIAL(random -> -Math.log(1 - random.nextDouble())),
    LOGNORMAL(random -> Math.exp(2 * random.nextGaussian())),
    PARETO(random -> Math.pow(1 - random.nextDouble(), -1 / 1.5)),
    STUDENT_3(random -> random.nextGaussian() / Math.sqrt(chiSquare(random, 3) / 3));

    private final ToDoubleFunction<Random> draw;

    Tail(ToDoubleFunction<Random> draw) {
      this.draw = draw;
    }

    private static double chiSquare(Random random, int degrees) {
      double sum = 0;
      for (int i = 0; i < degrees; i++) {
        sum += Math.pow(random.nextGaussian(), 2);
      }
      return sum;
    }
  }

  @ParameterizedTest
  @EnumSource(Tail.class)
  void takesAHeavyTailForWhatItIs(Tail tail) throws IOException {
    int named = 0;
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      named += facts(numbers(random, tail)).outliers().count();
    }

    assertThat(named).as("of 40,000 cells").isLessThanOrEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = Tail.class,
      names = {"NORMAL", "UNIFORM", "EXPONENTIAL"})
  void namesCellsThatAreAThousandTimesTheUsualSize(Tail tail) throws IOException {
    float[][] cells = numbers(new Random(3), tail);
    cells[17][0] = 5000;
    cells[403][0] = -8000;

    assertThat(facts(cells).outliers().first()).containsExactly(17, 403);
  }

  /**
   * The border of pictures: black, seldom a little grey, once in a while as bright as the middle.
   */
  @Test
  void measuresAColumnThatIsSeldomFilledByTheOthers() throws IOException {
    Random random = new Random(5);
    float[][] cells = new float[ROWS][8];
    for (float[] row : cells) {
      row[0] = random.nextInt(30) == 0 ? 1 + random.nextInt(3) : 0;
      for (int c = 1; c < 8; c++) {
        row[c] = random.nextInt(256);
      }
    }
    cells[300][0] = 230;
    cells[900][0] = 255;
    cells[1100][0] = 9e5f;
    TensorFolder.write(folder, TestSpecs.classification(ROWS, 8, "a", "b", "c"), cells, targets());

    assertThat(DataFacts.of(folder).outliers().first()).containsExactly(1100);
  }

  @Test
  void takesManyOddCellsForAnotherKindOfData() throws IOException {
    float[][] cells = numbers(new Random(3), Tail.NORMAL);
    for (int i = 0; i < ROWS / 10; i++) {
      cells[10 * i][0] = 5000;
    }

    assertThat(facts(cells).outliers().count()).isZero();
  }

  @Test
  void leavesOutliersOutOfWhatIsUsual() throws IOException {
    float[][] cells = numbers(new Random(3), Tail.NORMAL);
    cells[17][0] = 1e9f;

    DataFacts.Column column = facts(cells).columns().get(0);

    assertThat(column.mean()).isCloseTo(0, within(0.1));
    assertThat(column.std()).isCloseTo(1, within(0.1));
    assertThat(column.size()).isCloseTo(1, within(0.1));
    assertThat(column.large()).isLessThan(5);
  }

  @Test
  void namesRowsWithCellsOrTargetsThatAreNotFinite() throws IOException {
    float[][] cells = numbers(new Random(3), Tail.NORMAL);
    float[][] targets = targets();
    cells[5][0] = Float.NaN;
    cells[9][0] = Float.NEGATIVE_INFINITY;
    targets[12][0] = Float.NaN;
    TensorFolder.write(folder, TestSpecs.classification(ROWS, 1, "a", "b", "c"), cells, targets);

    DataFacts facts = DataFacts.of(folder);

    assertThat(facts.broken().first()).containsExactly(5, 9, 12);
    assertThat(facts.outliers().count()).as("broken, not far").isZero();
    assertThat(facts.looked()).isEqualTo(ROWS);
    assertThat(facts.labels()[12]).isEqualTo(-1);
  }

  @Test
  void tellsClassesInTheirOrderAndNoTargets() throws IOException {
    DataFacts facts = facts(numbers(new Random(3), Tail.NORMAL));

    assertThat(Arrays.copyOf(facts.labels(), 4)).containsExactly(0, 1, 2, 0);
    assertThat(facts.targets()).isEmpty();
  }

  @Test
  void tellsTheSizeOfTargetsAndNoClasses() throws IOException {
    float[][] targets = new float[ROWS][1];
    for (int i = 0; i < ROWS; i++) {
      targets[i][0] = 300 + i % 2;
    }
    TensorFolder.write(
        folder,
        TestSpecs.regression(ROWS, 1, "price"),
        numbers(new Random(3), Tail.NORMAL),
        targets);

    DataFacts facts = DataFacts.of(folder);

    assertThat(facts.labels()).isEmpty();
    assertThat(facts.targets())
        .singleElement()
        .satisfies(
            price -> {
              assertThat(price.name()).isEqualTo("price");
              assertThat(price.mean()).isCloseTo(300.5, within(1e-3));
              assertThat(price.std()).isCloseTo(0.5, within(1e-3));
            });
  }

  private static float[][] numbers(Random random, Tail tail) {
    float[][] cells = new float[ROWS][1];
    for (float[] row : cells) {
      row[0] = (float) tail.draw.applyAsDouble(random);
    }
    return cells;
  }

  private static float[][] targets() {
    float[][] targets = new float[ROWS][1];
    for (int i = 0; i < ROWS; i++) {
      targets[i][0] = i % 3;
    }
    return targets;
  }

  private DataFacts facts(float[][] cells) throws IOException {
    TensorFolder.write(folder, TestSpecs.classification(ROWS, 1, "a", "b", "c"), cells, targets());
    return DataFacts.of(folder);
  }
}
