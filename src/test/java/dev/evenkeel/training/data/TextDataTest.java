package dev.evenkeel.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenkeel.training.TensorFolder;
import dev.evenkeel.training.TestSpecs;
import dev.evenkeel.training.data.DatasetSchema.FeatureColumn;
import dev.evenkeel.training.data.FittedPreprocessing.FittedColumn;
import dev.evenkeel.training.data.FittedPreprocessing.InputEncoding;
import dev.evenkeel.training.spec.Loss;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextDataTest {

  private static final float NAN = Float.NaN;

  @TempDir Path folder;
  private Path scratch;

  @BeforeEach
  void setUp() throws IOException {
    scratch = Files.createDirectory(folder.resolve("scratch"));
  }

  @Test
  void learnsTheMostFrequentWordsFirstAndTiesByTheirLetters() throws IOException {
    // b c | a b | d
    Path texts =
        store("texts", 10, List.of("b", "c", "a", "d"), new float[][] {{0, 1}, {2, 0}, {3}});

    try (RunData data = open(texts, "{}", null)) {
      assertThat(data.preprocessing().columns().get(0).vocabulary())
          .containsExactly("b", "a", "c", "d");
      assertThat(features(data.training(), 0)).containsExactly(2, 4);
      assertThat(features(data.training(), 1)).containsExactly(3, 2);
      assertThat(data.training().positions(2)).isEqualTo(1);
      assertThat(data.rawCells(2)).containsExactly(5);
    }
  }

  @Test
  void makesOneUnknownOfWordsBeyondTheVocabularyAndOfTheRest() throws IOException {
    // The dictionary was full: the empty word stands for whatever came later, however often.
    Path texts =
        store("texts", 1, List.of("b", "c", ""), new float[][] {{0, 1}, {2, 2, 2, 0}, {2}});

    try (RunData data = open(texts, "{}", null)) {
      assertThat(data.preprocessing().columns().get(0).vocabulary()).containsExactly("b");
      assertThat(features(data.training(), 0)).containsExactly(2, FittedColumn.UNKNOWN);
      assertThat(features(data.training(), 1)).containsExactly(1, 1, 1, 2);
    }
  }

  @Test
  void learnsFromTheTrainingSplitAlone() throws IOException {
    float[][] words = new float[20][];
    for (int i = 0; i < words.length; i++) {
      words[i] = new float[] {i};
    }
    List<String> tokens =
        java.util.stream.IntStream.range(0, 20).mapToObj(i -> "w" + i).collect(Collectors.toList());
    Path texts = store("texts", 100, tokens, words);

    try (RunData data = open(texts, "{'validation':0.5}", null)) {
      PreparedSplit validation = data.validation().orElseThrow();
      assertThat(data.preprocessing().columns().get(0).vocabulary()).hasSize(10);
      for (int i = 0; i < validation.size(); i++) {
        assertThat(features(validation, i)).containsExactly(FittedColumn.UNKNOWN);
      }
    }
  }

  @Test
  void readsTheWordsOfAnotherDatasetByTheirText() throws IOException {
    Path texts = store("texts", 10, List.of("b", "a"), new float[][] {{0, 1}, {0}, {0}});
    Path other = store("other", 10, List.of("new", "a", "b"), new float[][] {{0, 1}, {2}, {2}});

    try (RunData data = open(texts, "{'validation':0}", other)) {
      PreparedSplit validation = data.validation().orElseThrow();
      assertThat(features(validation, 0)).containsExactly(1, 3);
      assertThat(features(validation, 1)).containsExactly(2);
    }
  }

  @Test
  void rejectsEmptyTextsOrMakesThemUnknown() throws IOException {
    Path texts = store("texts", 10, List.of("b"), new float[][] {{0}, {NAN}, {0}});

    assertThatThrownBy(() -> open(texts, "{}", null).close())
        .isInstanceOf(UnusableDataException.class)
        .hasMessageContaining("1 of the training dataset's examples have missing");
    try (RunData data = open(texts, "{}", null, "{'missing':'mean'}")) {
      assertThat(features(data.training(), 1)).containsExactly(FittedColumn.UNKNOWN);
    }
    try (RunData data = open(texts, "{}", null, "{'missing':'drop'}")) {
      assertThat(data.training().size()).isEqualTo(2);
    }
  }

  private Path store(String name, int vocabulary, List<String> tokens, float[][] texts)
      throws IOException {
    Path stored = folder.resolve(name);
    int words = 0;
    for (float[] text : texts) {
      words += text.length;
    }
    float[][] features = new float[words][1];
    float[][] targets = new float[texts.length][1];
    Files.createDirectories(stored);
    try (OffsetsWriter offsets = new OffsetsWriter(stored.resolve(DatasetSchema.OFFSETS_FILE))) {
      int at = 0;
      for (float[] text : texts) {
        for (float word : text) {
          features[at++][0] = word;
        }
        offsets.append(text.length);
      }
      Layout layout = offsets.finish();
      DatasetSchema schema =
          new DatasetSchema(
              DatasetSchema.Task.REGRESSION,
              texts.length,
              layout,
              List.of(
                  new FeatureColumn(
                      "text", List.of(), new DatasetSchema.Text(tokens.size(), vocabulary))),
              List.of("y"),
              List.of());
      TensorFolder.write(stored, schema, features, targets);
    }
    Files.write(stored.resolve(DatasetSchema.TOKENS_FILE), tokens);
    return stored;
  }

  private RunData open(Path texts, String split, Path validation) throws IOException {
    return open(texts, split, validation, "{}");
  }

  private RunData open(Path texts, String split, Path validation, String preprocessing)
      throws IOException {
    String wanted = split.equals("{}") ? "{'validation':0}" : split;
    return RunData.open(
        new DataLocation(texts, validation, null),
        TestSpecs.spec("{'layers':[]}", "{}", wanted, preprocessing, "{}"),
        new RunData.Wanted(InputEncoding.CODES, 100, 1, Loss.MSE, null),
        scratch);
  }

  private static float[] features(PreparedSplit split, int example) {
    float[] into = new float[split.positions(example)];
    split.readFeatures(example, into, 0);
    return into;
  }
}
