package dev.evenkeel.training.preflight;

import static dev.evenkeel.training.TestSpecs.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.training.TensorFolder;
import dev.evenkeel.training.TestSpecs;
import dev.evenkeel.training.data.DataFacts;
import dev.evenkeel.training.stability.Cause;
import dev.evenkeel.training.stability.Severity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that are far away by mistake, beside rows that are far because they are what is sought. */
class OutlierChecksTest {

  private static final int ROWS = 1000;

  private final Random random = new Random(50);
  private final float[][] cells = new float[ROWS][3];
  private final float[][] targets = new float[ROWS][1];

  @TempDir Path folder;

  OutlierChecksTest() {
    for (int i = 0; i < ROWS; i++) {
      for (int c = 0; c < 3; c++) {
        cells[i][c] = (float) random.nextGaussian();
      }
      targets[i][0] = random.nextInt(2);
    }
  }

  private PreflightWarning ofClasses() throws IOException {
    TensorFolder.write(
        folder, TestSpecs.classification(ROWS, 3, "busy", "idle", "fault"), cells, targets);
    return outliers();
  }

  private PreflightWarning ofNumbers() throws IOException {
    TensorFolder.write(folder, TestSpecs.regression(ROWS, 3, "price"), cells, targets);
    return outliers();
  }

  private PreflightWarning outliers() throws IOException {
    return PreFlight.ofData(spec("{'layers':[]}", "{}"), DataFacts.of(folder)).stream()
        .filter(one -> one.cause() == Cause.OUTLIER_DATA)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void rowsThatAreARareClassAreNoMistake() throws IOException {
    for (int i = 20; i < ROWS; i += 45) {
      cells[i][0] = 200 + cells[i][0];
      targets[i][0] = 2;
    }

    PreflightWarning found = ofClasses();

    assertThat(found.severity()).isEqualTo(Severity.INFO);
    assertThat(found.fix()).isEmpty();
    assertThat(found.message()).contains("22 of them are of class fault, which has 22 rows in all");
  }

  @Test
  void noClassLosesMoreThanAThirdOfItsRows() throws IOException {
    for (int i = 0; i < 5; i++) {
      targets[100 * i][0] = 2;
    }
    cells[100][0] = 900;
    cells[200][0] = -900;

    assertThat(ofClasses().fix()).isEmpty();
  }

  @Test
  void rowsThatShareALabelFarTooOftenAreNoMistake() throws IOException {
    int changed = 0;
    for (int i = 0; i < ROWS && changed < 25; i += 7) {
      if (targets[i][0] == 1) {
        cells[i][1] = 500;
        changed++;
      }
    }

    assertThat(ofClasses().severity()).isEqualTo(Severity.INFO);
  }

  @Test
  void rowsOfAnyClassAreLeftOutOfTrainingAlone() throws IOException {
    for (int i = 7; i < ROWS; i += 50) {
      for (int c = 0; c < 3; c++) {
        cells[i][c] *= 5000;
      }
    }

    PreflightWarning found = ofClasses();

    assertThat(found.severity()).isEqualTo(Severity.WARNING);
    assertThat(found.fix().get(0).pointer()).isEqualTo("/preprocessing/exclude_from_training");
    assertThat((List<?>) found.fix().get(0).to()).hasSize(20).first().isEqualTo(7);
  }

  @Test
  void farRowsWhoseTargetsGoWithThemAreKept() throws IOException {
    for (int i = 0; i < ROWS; i++) {
      cells[i][0] = i % 50 == 7 ? 400 : cells[i][0];
      targets[i][0] = 3 * cells[i][0];
    }

    assertThat(ofNumbers().severity()).isEqualTo(Severity.INFO);
  }

  @Test
  void farRowsWhoseTargetsAreLikeAllOthersAreMistakes() throws IOException {
    for (int i = 7; i < ROWS; i += 200) {
      cells[i][0] = 400;
    }

    assertThat(ofNumbers().severity()).isEqualTo(Severity.WARNING);
  }

  @Test
  void manyRowsThatAreNotAbsurdAreOnlySuspected() throws IOException {
    for (int i = 7; i < ROWS; i += 50) {
      cells[i][0] = 120 + random.nextInt(10);
    }

    assertThat(ofNumbers().severity()).isEqualTo(Severity.INFO);
  }
}
