package dev.evenkeel.dataset.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenkeel.dataset.ImportFolder;
import dev.evenkeel.dataset.cells.DatasetSettings;
import dev.evenkeel.dataset.cells.MissingCells;
import dev.evenkeel.dataset.profile.Imported;
import dev.evenkeel.dataset.profile.ProfileWarning;
import dev.evenkeel.dataset.spec.ColumnType;
import dev.evenkeel.error.ServiceException;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.data.DatasetSchema.FeatureColumn;
import dev.evenkeel.training.data.Layout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextImportTest {

  private static final String SPEC =
      """
      {"name":"t","format":"csv","task":"classification","target":"y",
       "columns":{"id":{"type":"ignore"},"text":{"type":"text","vocabulary":500,"max_tokens":4}}}""";

  @TempDir private Path parent;
  private ImportFolder folder;
  private DatasetSettings limits = DatasetSettings.defaults();

  @Test
  void numbersWordsInTheOrderOfTheirAppearance() throws IOException {
    Imported imported =
        run("id,y,text\n1,pos,\"Good, good film\"\n2,neg,Not good\n3,pos,\n4,neg,!!!\n");

    assertThat(folder.features()).containsExactly(0, 0, 1, 2, 0, Float.NaN, Float.NaN);
    assertThat(folder.offsets()).containsExactly(0, 3, 5, 6, 7);
    assertThat(folder.tokens()).containsExactly("good", "film", "not");
    assertThat(folder.targets()).containsExactly(1, 0, 1, 0);
    DatasetSchema schema = imported.schema();
    assertThat(schema.layout()).isEqualTo(new Layout.Sequences(1, 3));
    assertThat(schema.features())
        .containsExactly(new FeatureColumn("text", List.of(), new DatasetSchema.Text(3, 500, 4)));
    assertThat(schema.isText()).isTrue();
    assertThat(imported.profile().inputShape()).containsExactly(null, 1);
    assertThat(imported.profile().missingCells().first())
        .containsExactly(
            new MissingCells.Place(4, "text", ""), new MissingCells.Place(5, "text", "!!!"));
    assertThat(imported.profile().columns().get(2).type()).isEqualTo(ColumnType.TEXT);
    assertThat(folder.files())
        .containsExactly("content", "features.npy", "offsets.npy", "targets.npy", "tokens.txt");
  }

  @Test
  void cutsLongTextsAndSaysSo() throws IOException {
    Imported imported = run("id,y,text\n1,a,a b c d\n2,b,a b c d e\n");

    assertThat(folder.offsets()).containsExactly(0, 4, 8);
    assertThat(imported.profile().warnings())
        .extracting(ProfileWarning::message)
        .containsExactly(
            "1 texts are longer than 4 words and were cut. Raise columns.text.max_tokens to keep more.");
  }

  @Test
  void givesAllWordsThatComeWhenTheDictionaryIsFullOneNumber() throws IOException {
    limits = new DatasetSettings(1_000_000, 1_000_000, 9, 10, 100, 9, 9, 9, 9, 9, 3, 9, 9, 9);

    Imported imported = run("id,y,text\n1,a,u v w\n2,b,x v u\n");

    assertThat(folder.features()).containsExactly(0, 1, 2, 2, 1, 0);
    assertThat(folder.tokens()).containsExactly("u", "v", "");
    assertThat(imported.profile().warnings())
        .extracting(ProfileWarning::code)
        .containsExactly("many_words");
  }

  @Test
  void takesTextsThatAreLongerThanOtherCells() throws IOException {
    String text = "word ".repeat(100_000);

    run("id,y,text\n1,a,\"" + text + "\"\n2,b,\"" + text + "\"\n");

    assertThat(folder.offsets()).containsExactly(0, 4, 8);
    assertThatThrownBy(() -> run("id,y,text\n1,a,\"" + text.repeat(3) + "\"\n"))
        .hasMessageContaining("a cell is longer than 1048576 bytes");
  }

  @Test
  void wantsTheTextToBeTheOnlyInput() {
    assertThatThrownBy(() -> run("id,y,text,stars,source\n1,a,b,5,web\n2,b,c,1,web\n"))
        .isInstanceOfSatisfying(
            ServiceException.class,
            e -> {
              assertThat(e.faults().get(0).pointer()).isEqualTo("/columns/text");
              assertThat(e.faults().get(0).message())
                  .isEqualTo(
                      "A text must be the only input, and the file has others: stars, source. Give them the type ignore, or this column.");
            });
  }

  private Imported run(String csv) throws IOException {
    folder = ImportFolder.in(parent);
    return folder.run(SPEC, csv, limits);
  }
}
