package dev.evenkeel.dataset.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenkeel.dataset.ImportFolder;
import dev.evenkeel.dataset.cells.DatasetSettings;
import dev.evenkeel.dataset.cells.MissingCells;
import dev.evenkeel.dataset.profile.Imported;
import dev.evenkeel.dataset.profile.ProfileWarning;
import dev.evenkeel.error.Fault;
import dev.evenkeel.error.ServiceException;
import dev.evenkeel.training.data.DatasetSchema.FeatureColumn;
import dev.evenkeel.training.data.Layout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SequenceImportTest {

  private static final String CLASSES =
      """
      {"name":"s","format":"sequence_csv","task":"classification","target":"y","sequence_id":"id","time":"t"}""";
  private static final String NUMBERS = CLASSES.replace("classification", "regression");
  private static final float NAN = Float.NaN;

  @TempDir private Path parent;
  private ImportFolder folder;
  private DatasetSettings limits = DatasetSettings.defaults();

  @BeforeEach
  void makeFolder() {
    folder = ImportFolder.in(parent);
  }

  @Test
  void keepsRowsThatAreInOrder() throws IOException {
    Imported imported =
        run(CLASSES, "id,t,x,y\na,1,10,up\na,2,11,up\nb,1,20,down\nc,1,30,up\nc,5,,up\n");

    assertThat(folder.features()).containsExactly(10, 11, 20, 30, NAN);
    assertThat(folder.offsets()).containsExactly(0, 2, 3, 5);
    assertThat(folder.targets()).containsExactly(1, 0, 1);
    assertThat(imported.schema().layout()).isEqualTo(new Layout.Sequences(1, 2, "id", "t"));
    assertThat(imported.schema().examples()).isEqualTo(3);
    assertThat(imported.schema().classes()).containsExactly("down", "up");
    assertThat(imported.profile().inputShape()).containsExactly(null, 1);
    assertThat(imported.profile().missingCells().first())
        .containsExactly(new MissingCells.Place(6, "x", ""));
    assertThat(folder.files())
        .containsExactly("content", "features.npy", "offsets.npy", "targets.npy");
  }

  @Test
  void sortsRowsThatAreMixedAndOutOfOrder() throws IOException {
    Imported imported =
        run(
            NUMBERS,
            "t,wind,id,y,x\n2,NE,b,0.5,21\n10,SW,a,7,12\n1,SW,b,0.5,20\n9.5,NE,a,7,11\n-1,SW,a,7,10\n");

    assertThat(imported.schema().features())
        .containsExactly(
            new FeatureColumn("wind", List.of("NE", "SW")), new FeatureColumn("x", List.of()));
    assertThat(folder.features()).containsExactly(1, 20, 0, 21, 1, 10, 0, 11, 1, 12);
    assertThat(folder.offsets()).containsExactly(0, 2, 5);
    assertThat(folder.targets()).containsExactly(0.5f, 7);
    assertThat(folder.files())
        .containsExactly("content", "features.npy", "offsets.npy", "targets.npy");
  }

  @Test
  void bringsAnyOrderOfRowsIntoTheSameTensors() throws IOException {
    List<String> rows = new ArrayList<>();
    for (int sequence = 0; sequence < 60; sequence++) {
      for (int step = 0; step < 1 + sequence * 7; step++) {
        rows.add("s%d,%d,%d,%d\n".formatted(sequence, step, sequence * 1_000 + step, sequence));
      }
    }
    Collections.shuffle(rows, new Random(7));

    run(NUMBERS, "id,t,x,y\n" + String.join("", rows));

    float[] features = folder.features();
    long[] offsets = folder.offsets();
    float[] targets = folder.targets();
    assertThat(targets).hasSize(60);
    for (int example = 0; example < 60; example++) {
      int sequence = (int) targets[example];
      assertThat(offsets[example + 1] - offsets[example]).isEqualTo(1 + sequence * 7L);
      for (long step = offsets[example]; step < offsets[example + 1]; step++) {
        assertThat(features[(int) step]).isEqualTo(sequence * 1_000 + (step - offsets[example]));
      }
    }
  }

  @Test
  void ordersByDatesByNanosecondsAndByNumbersAsNumbers() throws IOException {
    run(NUMBERS, "id,t,x,y\na,2010-01-02,2,1\na,2009-12-31T23:00:00-03:00,1,1\na,2011-02,3,1\n");
    assertThat(folder.features()).containsExactly(1, 2, 3);

    makeFolder();
    run(NUMBERS, "id,t,x,y\na,1600000000000000002,2,1\na,1600000000000000001,1,1\n");
    assertThat(folder.features()).containsExactly(1, 2);

    makeFolder();
    run(NUMBERS, "id,t,x,y\na,10,3,1\na,9,2,1\na,1e-1,1,1\n");
    assertThat(folder.features()).containsExactly(1, 2, 3);
  }

  @Test
  void refusesASequenceWithTwoTargets() {
    String csv = "id,t,x,y\na,1,1,up\nb,1,1,down\na,2,1,down\n";

    assertThat(faults(CLASSES, csv))
        .containsExactly(
            "Line 4, column 'y': 'down' differs from 'up', the target of sequence 'a' in its rows before; a sequence has one.");
    assertThat(faults(NUMBERS, "id,t,x,y\na,1,1,2\na,2,1,2.5\n"))
        .containsExactly(
            "Line 3, column 'y': '2.5' differs from '2', the target of sequence 'a' in its rows before; a sequence has one.");
  }

  @Test
  void refusesTheSameStepTwiceAndNamesBothLines() {
    assertThat(faults(NUMBERS, "id,t,x,y\na,1,1,2\n\nb,1,1,3\na,2,1,2\na,1.0,1,2\nb,1,2,3\n"))
        .containsExactly(
            "Line 6: the sequence 'a' has a row with the same time already, in line 2.",
            "Line 7: the sequence 'b' has a row with the same time already, in line 4.");
  }

  @Test
  void refusesCellsThatAreNoIdAndNoTime() {
    assertThat(faults(NUMBERS, "id,t,x,y\n,1,1,2\na,noon,1,2\na,2010-02-30,1,2\na,3,1,2\na,,1,2\n"))
        .containsExactly(
            "Line 2, column 'id': '' is no id of a sequence; every row needs one.",
            "Line 3, column 't': 'noon' is no time; every row needs a number, as the first is.",
            "Line 4, column 't': '2010-02-30' is no time; every row needs a number, as the first is.",
            "Line 6, column 't': '' is no time; every row needs a number, as the first is.");
    assertThat(faults(NUMBERS, "id,t,x,y\na,1500-01-01,1,2\n"))
        .containsExactly(
            "Line 2, column 't': '1500-01-01' is no time; every row needs a number or an ISO 8601 date or date-time.");
  }

  @Test
  void goesOnLookingForFaultsBehindARaggedRow() {
    assertThat(faults(NUMBERS, "id,t,x,y\na,1,1,2\nb,1,1\nc,1,1,2,9\nc,1,1,2\nd,1,w,2\n"))
        .containsExactly(
            "Line 3 has 3 cells where the header has 4.",
            "Line 4 has 5 cells where the header has 4.");
  }

  @Test
  void stopsAtASequenceThatIsTooLongAndAtTooManySequences() {
    limits = new DatasetSettings(1_000_000, 1_000_000, 100, 10, 600, 10, 10, 10, 3, 4, 9, 9, 9, 9);

    assertThatThrownBy(() -> run(NUMBERS, "id,t,x,y\n" + "a,1,1,2\n".repeat(5)))
        .hasMessage("Line 6: the sequence 'a' has more than 4 steps, the most that is taken.");
    assertThatThrownBy(() -> run(NUMBERS, "id,t,x,y\na,1,1,2\nb,1,1,2\nc,1,1,2\nd,1,1,2\n"))
        .hasMessageContaining("more than 3 sequences");
    assertThat(faults(NUMBERS, "id,t,x,y\n" + "i".repeat(501) + ",1,1,2\n").get(0))
        .contains("too long for an id");
  }

  @Test
  void countsClassesBySequencesNotByRows() throws IOException {
    String csv = "id,t,x,y\n" + rows("a", 30, "up") + rows("b", 1, "down");

    assertThat(run(CLASSES, csv).profile().warnings())
        .extracting(ProfileWarning::code)
        .doesNotContain("class_imbalance");
  }

  private static String rows(String id, int steps, String label) {
    StringBuilder rows = new StringBuilder();
    for (int step = 0; step < steps; step++) {
      rows.append("%s,%d,%d,%s\n".formatted(id, step, step % 2, label));
    }
    return rows.toString();
  }

  private List<String> faults(String spec, String csv) {
    makeFolder();
    List<String> messages = new ArrayList<>();
    assertThatThrownBy(() -> run(spec, csv))
        .isInstanceOfSatisfying(
            ServiceException.class,
            e -> e.faults().stream().map(Fault::message).forEach(messages::add));
    return messages;
  }

  private Imported run(String spec, String csv) throws IOException {
    makeFolder();
    return folder.run(spec, csv, limits);
  }
}
