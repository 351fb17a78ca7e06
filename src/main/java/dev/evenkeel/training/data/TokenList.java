package dev.evenkeel.training.data;

import dev.evenkeel.training.data.FittedPreprocessing.FittedColumn;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * The words of a stored text dataset, {@code tokens.txt}: read line by line, because there may be
 * many more than a model learns.
 */
record TokenList(Path file) {

  /** Stands in the file for all words that came when it was full. */
  private static final String REST = "";

  private record Token(String text, long count) {}

  private static final Comparator<Token> BEST_FIRST =
      Comparator.comparingLong(Token::count).reversed().thenComparing(Token::text);

  static TokenList in(Path folder) {
    return new TokenList(folder.resolve(DatasetSchema.TOKENS_FILE));
  }

  /**
   * The words that occur most, those of the same frequency in the order of their letters.
   *
   * @param counts how often each word of the file occurs; a word beyond its end never does
   */
  List<String> mostFrequent(long[] counts, int most) throws IOException {
    PriorityQueue<Token> best = new PriorityQueue<>(BEST_FIRST.reversed());
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      String line = lines.readLine();
      for (int id = 0; id < counts.length && line != null; id++, line = lines.readLine()) {
        if (counts[id] > 0 && !line.equals(REST)) {
          best.add(new Token(line, counts[id]));
        }
        if (best.size() > most) {
          best.remove();
        }
      }
    }
    return best.stream().sorted(BEST_FIRST).map(Token::text).toList();
  }

  /** What each word of the file is to a model that has learned {@code vocabulary}. */
  int[] idsIn(List<String> vocabulary) throws IOException {
    Map<String, Integer> known = new HashMap<>();
    for (String token : vocabulary) {
      known.put(token, FittedColumn.FIRST_TOKEN + known.size());
    }
    int[] ids = new int[1 << 10];
    int count = 0;
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        ids = count < ids.length ? ids : Arrays.copyOf(ids, count * 2);
        ids[count++] = known.getOrDefault(line, FittedColumn.UNKNOWN);
      }
    }
    return Arrays.copyOf(ids, count);
  }
}
