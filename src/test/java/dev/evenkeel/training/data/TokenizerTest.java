package dev.evenkeel.training.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TokenizerTest {

  @Test
  void takesRunsOfLettersAndDigitsInLowerCase() {
    assertThat(Tokenizer.tokens("Hello, WORLD! 2 e-mails/day_3", 100))
        .containsExactly("hello", "world", "2", "e", "mails", "day", "3");
    assertThat(Tokenizer.tokens(" … \t!?", 100)).isEmpty();
    assertThat(Tokenizer.tokens("", 100)).isEmpty();
  }

  @Test
  void keepsApostrophesInsideWordsAndMakesThemOne() {
    assertThat(Tokenizer.tokens("Don't 'quote' the dogs' rock ’n’ roll; l’été", 100))
        .containsExactly("don't", "quote", "the", "dogs", "rock", "n", "roll", "l'été");
  }

  @Test
  void readsComposedAndDecomposedLettersAlikeAndKeepsMarks() {
    assertThat(Tokenizer.tokens("e\u0301te\u0301", 9))
        .isEqualTo(Tokenizer.tokens("\u00e9t\u00e9", 9));
    assertThat(Tokenizer.tokens("हिन्दी ÇA 東京へ 𝒳 🦄x", 9))
        .containsExactly("हिन्दी", "ça", "東京へ", "𝒳", "x");
  }

  @Test
  void stopsWhenEnoughAreFoundAndCutsEndlessWords() {
    assertThat(Tokenizer.tokens("a b c d", 3)).containsExactly("a", "b", "c");
    assertThat(Tokenizer.tokens("x".repeat(100_000), 3)).containsExactly("x".repeat(64));
  }
}
