package dev.evenkeel.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenkeel.training.TestSpecs;
import dev.evenkeel.training.spec.SplitSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DataSplitTest {

  private static final SplitSpec A_FIFTH = new SplitSpec(0.2, 0.1, null, null);

  @Test
  void keepsTheSharesOfTheClasses() {
    int[] strata = IntStream.range(0, 150).map(i -> i < 90 ? 0 : i < 140 ? 1 : 2).toArray();

    DataSplit split = split(strata, A_FIFTH, 42);

    assertThat(count(split.validation(), strata)).containsExactly(18, 10, 2);
    assertThat(count(split.test(), strata)).containsExactly(9, 5, 1);
    assertThat(count(split.training(), strata)).containsExactly(63, 35, 7);
  }

  @Test
  void givesEveryRowToExactlyOneSplit() {
    int[] strata = IntStream.range(0, 997).map(i -> i * 31 % 7).toArray();

    DataSplit split = split(strata, A_FIFTH, 1);

    List<Integer> all = new ArrayList<>();
    for (int[] rows : List.of(split.training(), split.validation(), split.test())) {
      assertThat(rows).isSorted();
      IntStream.of(rows).forEach(all::add);
    }
    assertThat(all).containsExactlyInAnyOrderElementsOf(IntStream.range(0, 997).boxed().toList());
    assertThat(split.validation()).hasSize(199);
  }

  @Test
  void dependsOnTheSeedAlone() {
    int[] strata = new int[100];

    assertThat(split(strata, A_FIFTH, 7).validation())
        .isEqualTo(split(strata, A_FIFTH, 7).validation())
        .isNotEqualTo(split(strata, A_FIFTH, 8).validation());
  }

  @Test
  void leavesEveryClassATrainingExample() {
    int[] strata = {0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 2};

    DataSplit split = split(strata, new SplitSpec(0.5, 0.3, null, null), 3);

    assertThat(count(split.training(), strata)).doesNotContain(0);
  }

  @Test
  void trainsOnUnlabelledRowsAndNeverValidatesOnThem() {
    int[] strata = new int[50];
    java.util.Arrays.fill(strata, 0, 25, UsableExamples.UNLABELLED);

    DataSplit split = split(strata, A_FIFTH, 3);

    assertThat(IntStream.of(split.validation()).boxed()).hasSize(5).allMatch(row -> row >= 25);
    assertThat(split.training()).contains(0, 24);
  }

  @Test
  void validatesAForecastOnTheRowsThatFollow() {
    var schema =
        DatasetSchema.table(
            DatasetSchema.Task.FORECASTING, 10, List.of(), List.of("value"), List.of());

    DataSplit split = DataSplit.of(examples(new int[10]), schema, A_FIFTH, 1);

    assertThat(split.training()).containsExactly(0, 1, 2, 3, 4, 5, 6);
    assertThat(split.validation()).containsExactly(7, 8);
    assertThat(split.test()).containsExactly(9);
  }

  @Test
  void refusesASplitThatComesOutEmpty() {
    assertThatThrownBy(() -> split(new int[4], new SplitSpec(0.1, 0.0, null, null), 1))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageContaining("validation split of 0.1000 of 4 examples is empty");
  }

  private static DataSplit split(int[] strata, SplitSpec spec, long seed) {
    return DataSplit.of(
        examples(strata), TestSpecs.classification(strata.length, 1, labels(strata)), spec, seed);
  }

  private static String[] labels(int[] strata) {
    int classes = IntStream.of(strata).max().orElseThrow() + 1;
    return IntStream.range(0, classes).mapToObj(Integer::toString).toArray(String[]::new);
  }

  private static UsableExamples examples(int[] strata) {
    return new UsableExamples(IntStream.range(0, strata.length).toArray(), strata);
  }

  private static int[] count(int[] rows, int[] strata) {
    int[] counts = new int[IntStream.of(strata).max().orElseThrow() + 1];
    for (int row : rows) {
      counts[strata[row]]++;
    }
    return counts;
  }
}
