package dev.evenkeel.dataset.column;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextDictionaryTest {

  private final TextDictionary dictionary = new TextDictionary();

  @Test
  void numbersTextsAsTheyAppear() {
    assertThat(dictionary.findOrAdd("b")).isZero();
    assertThat(dictionary.findOrAdd("")).isOne();
    assertThat(dictionary.findOrAdd("b")).isZero();
    assertThat(dictionary.find("a")).isEqualTo(TextDictionary.UNKNOWN);
    assertThat(dictionary.size()).isEqualTo(2);
    assertThat(dictionary.text(0)).isEqualTo("b");
    assertThat(dictionary.text(1)).isEmpty();
  }

  @Test
  void tellsHundredThousandsOfTextsApart() {
    for (int i = 0; i < 300_000; i++) {
      assertThat(dictionary.findOrAdd("täxt " + i)).isEqualTo(i);
    }
    for (int i = 0; i < 300_000; i += 997) {
      assertThat(dictionary.find("täxt " + i)).isEqualTo(i);
      assertThat(dictionary.text(i)).isEqualTo("täxt " + i);
    }
    assertThat(dictionary.find("täxt 300000")).isEqualTo(TextDictionary.UNKNOWN);
  }
}
