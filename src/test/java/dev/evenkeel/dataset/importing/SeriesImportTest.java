package dev.evenkeel.dataset.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenkeel.dataset.ImportFolder;
import dev.evenkeel.dataset.cells.DatasetSettings;
import dev.evenkeel.dataset.profile.Imported;
import dev.evenkeel.error.Fault;
import dev.evenkeel.error.ServiceException;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.data.DatasetSchema.FeatureColumn;
import dev.evenkeel.training.data.Layout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeriesImportTest {

  private static final String SPEC =
      """
      {"name":"s","format":"series_csv","task":"forecasting","target":"y","time":"t","window":2}""";

  @TempDir private Path parent;
  private ImportFolder folder;

  @Test
  void storesTheSeriesOnceWithItsTargetAsAChannel() throws IOException {
    Imported imported =
        run(
            with("\"horizon\":2,\"season\":3,\"columns\":{\"note\":{\"type\":\"ignore\"}}"),
            """
            t,y,wind,note
            2010-01-01T00:00:00,,NW,a
            2010-01-01T01:00:00,2,SE,b
            2010-01-01T02:00:00,3,NA,c
            2010-01-01T03:00:00,4,SE,d
            2010-01-01T04:00:00,5,NW,e
            """);

    DatasetSchema schema = imported.schema();
    assertThat(schema.layout()).isEqualTo(new Layout.Windows(5, 2, 2, 3, "t"));
    assertThat(schema.examples()).isEqualTo(2);
    assertThat(schema.features())
        .containsExactly(
            new FeatureColumn("y", List.of()), new FeatureColumn("wind", List.of("NW", "SE")));
    assertThat(schema.targets()).containsExactly("y");
    assertThat(schema.targetNames()).containsExactly("y[t+1]", "y[t+2]");
    assertThat(schema.classes()).isEmpty();
    assertThat(folder.features()).containsExactly(Float.NaN, 0, 2, 1, 3, Float.NaN, 4, 1, 5, 0);
    assertThat(imported.profile().inputShape()).containsExactly(2, 3);
    assertThat(imported.profile().missingCells().count()).isEqualTo(2);
    assertThat(folder.files()).containsExactly("content", "features.npy");
  }

  @Test
  void forecastsSeveralTargets() throws IOException {
    DatasetSchema schema =
        run(SPEC.replace("\"y\"", "[\"b\",\"a\"]"), "a,t,b\n1,1,2\n3,2,4\n5,3,6\n").schema();

    assertThat(schema.targets()).containsExactly("a", "b");
    assertThat(schema.features()).extracting(FeatureColumn::name).containsExactly("a", "b");
    assertThat(folder.features()).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void learnsFromTheTargetAlone() throws IOException {
    assertThat(run(SPEC, "t,y\n1949-01,1\n1949-02,2\n1949-03,3\n").schema().featureWidth())
        .isEqualTo(1);
  }

  @Test
  void refusesStepsThatDoNotAscend() {
    assertThatThrownBy(() -> run(SPEC, "t,y\n1,1\n3,2\n2,3\n2.0,4\n4,5\n"))
        .isInstanceOfSatisfying(
            ServiceException.class,
            e ->
                assertThat(e.faults())
                    .extracting(Fault::message)
                    .containsExactly(
                        "Line 4, column 't': '2' is not later than '3' in the row before; sort the rows by time, one a step.",
                        "Line 5, column 't': '2.0' is not later than '2' in the row before; sort the rows by time, one a step."));
  }

  @Test
  void refusesAWindowThatIsLongerThanTheSeries() {
    assertThatThrownBy(() -> run(SPEC, "t,y\n1,1\n2,2\n"))
        .isInstanceOfSatisfying(
            ServiceException.class,
            e -> {
              assertThat(e.faults().get(0).pointer()).isEqualTo("/window");
              assertThat(e.faults().get(0).message())
                  .startsWith("A window of 2 and a horizon of 1 need 3 steps, and the file has 2.");
            });
    assertThatThrownBy(() -> run(with("\"season\":3"), "t,y\n1,1\n2,2\n3,3\n"))
        .isInstanceOfSatisfying(
            ServiceException.class,
            e -> assertThat(e.faults().get(0).pointer()).isEqualTo("/season"));
  }

  private static String with(String fields) {
    return SPEC.replace("\"window\":2", "\"window\":2," + fields);
  }

  private Imported run(String spec, String csv) throws IOException {
    folder = ImportFolder.in(parent);
    return folder.run(spec, csv, DatasetSettings.defaults());
  }
}
