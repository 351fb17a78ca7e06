package dev.evenkeel.dataset.column;

import dev.evenkeel.dataset.cells.Cells;
import dev.evenkeel.dataset.cells.ColumnSinks;
import dev.evenkeel.dataset.profile.ColumnProfile;
import dev.evenkeel.dataset.profile.ProfileWarning;
import dev.evenkeel.dataset.spec.ColumnType;
import dev.evenkeel.dataset.spec.TextLimits;
import dev.evenkeel.training.data.CellText;
import dev.evenkeel.training.data.OffsetsWriter;
import dev.evenkeel.training.data.Tokenizer;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A column of texts: each cell is a sequence of words, numbered in the order of their appearance.
 * Words that come when the dictionary is full share the number of the empty word.
 */
public final class TextColumn implements Column {

  /** Much longer than a category: so long may a cell be in a file with texts. */
  public static final int MOST_CELL_BYTES = 1 << 20;

  private static final String REST = "";

  private final String name;
  private final ColumnSinks sinks;
  private final OffsetsWriter offsets;
  private final TextLimits limits;
  private final int mostTokens;
  private final TextDictionary dictionary = new TextDictionary();
  private long missing;
  private long cut;
  private boolean full;

  /**
   * Where a text goes.
   *
   * @param words takes the numbers of its words
   * @param lengths takes their count
   */
  record TextIntake(ColumnSinks words, OffsetsWriter lengths) {}

  /**
   * @param mostTokens different words that are told apart
   */
  TextColumn(String name, TextLimits limits, TextIntake sinks, int mostTokens) {
    this.name = name;
    this.limits = limits;
    this.sinks = sinks.words();
    this.offsets = sinks.lengths();
    this.mostTokens = mostTokens;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void readFrom(Cells cells) throws IOException {
    cells.readCell();
    String text = cells.text();
    List<String> tokens =
        CellText.isMissing(text) ? List.of() : Tokenizer.tokens(text, limits.maxTokens() + 1);
    if (tokens.isEmpty()) {
      missing++;
      sinks.missing().note(cells, name);
      sinks.tensor().append(Float.NaN);
      offsets.append(1);
      return;
    }
    cut += tokens.size() > limits.maxTokens() ? 1 : 0;
    int kept = Math.min(tokens.size(), limits.maxTokens());
    for (String token : tokens.subList(0, kept)) {
      sinks.tensor().append(numberOf(token));
    }
    offsets.append(kept);
  }

  private int numberOf(String token) {
    if (!full) {
      int number = dictionary.findOrAdd(token);
      // The last place is for the words that find no other.
      full = dictionary.size() == mostTokens - 1;
      return number;
    }
    int number = dictionary.find(token);
    return number == TextDictionary.UNKNOWN ? dictionary.findOrAdd(REST) : number;
  }

  TextLimits limits() {
    return limits;
  }

  /** Different words, the one for the rest among them. */
  int tokens() {
    return dictionary.size();
  }

  /** Writes the words line by line. */
  public void writeTokens(Path file) throws IOException {
    try (BufferedWriter lines = Files.newBufferedWriter(file)) {
      for (int token = 0; token < dictionary.size(); token++) {
        lines.write(dictionary.text(token));
        lines.write('\n');
      }
    }
  }

  List<ProfileWarning> warnings() {
    List<ProfileWarning> warnings = new ArrayList<>();
    if (cut > 0) {
      warnings.add(
          new ProfileWarning(
              "texts_cut",
              "%d texts are longer than %d words and were cut. Raise columns.%s.max_tokens to keep more."
                  .formatted(cut, limits.maxTokens(), name)));
    }
    if (full && dictionary.find(REST) != TextDictionary.UNKNOWN) {
      warnings.add(
          new ProfileWarning(
              "many_words",
              "The texts have more than %d different words; those that appear last are not told apart."
                  .formatted(mostTokens - 1)));
    }
    return warnings;
  }

  @Override
  public ColumnProfile profile() {
    return new ColumnProfile(name, ColumnType.TEXT, null, null, null, null, missing, 0, null);
  }
}
