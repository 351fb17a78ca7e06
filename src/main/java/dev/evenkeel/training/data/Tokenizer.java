package dev.evenkeel.training.data;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Cuts texts into words, when a dataset is stored and when a prediction is asked for: the one place
 * that says what a word is.
 *
 * <p>A word is a run of letters, digits and the marks that belong to them (Unicode), in lower case
 * and composed form (NFC); an apostrophe between two of them is part of it. All else separates
 * words. A word's first {@value #LONGEST} characters count.
 */
public final class Tokenizer {

  static final int LONGEST = 64;

  private final String text;
  private final int most;
  private final List<String> tokens = new ArrayList<>();
  private final StringBuilder token = new StringBuilder();
  private int length;

  private Tokenizer(String text, int most) {
    this.text = text;
    this.most = most;
  }

  /**
   * The first words of a text.
   *
   * @param most how many are wanted
   */
  public static List<String> tokens(String text, int most) {
    String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
    return new Tokenizer(composed.toLowerCase(Locale.ROOT), most).split();
  }

  private List<String> split() {
    int at = 0;
    while (at < text.length() && tokens.size() < most) {
      int character = text.codePointAt(at);
      at += Character.charCount(character);
      if (isOfWord(character)) {
        take(character);
      } else if (isApostrophe(character) && length > 0 && isWordAt(at)) {
        take('\'');
      } else {
        end();
      }
    }
    end();
    return tokens;
  }

  private boolean isWordAt(int at) {
    return at < text.length() && isOfWord(text.codePointAt(at));
  }

  private void take(int character) {
    if (length++ < LONGEST) {
      token.appendCodePoint(character);
    }
  }

  private void end() {
    if (length > 0 && tokens.size() < most) {
      tokens.add(token.toString());
    }
    token.setLength(0);
    length = 0;
  }

  private static boolean isApostrophe(int character) {
    return character == '\'' || character == '\u2019';
  }

  private static boolean isOfWord(int character) {
    return switch (Character.getType(character)) {
      case Character.UPPERCASE_LETTER,
          Character.LOWERCASE_LETTER,
          Character.TITLECASE_LETTER,
          Character.MODIFIER_LETTER,
          Character.OTHER_LETTER,
          Character.DECIMAL_DIGIT_NUMBER,
          Character.NON_SPACING_MARK,
          Character.COMBINING_SPACING_MARK ->
          true;
      default -> false;
    };
  }
}
