package dev.evenkeel.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExcerptTest {

  @Test
  void repeatsAShortTextAndCutsALongOne() {
    assertThat(Excerpt.of("abc", 3)).isEqualTo("abc");
    assertThat(Excerpt.of("abcd", 3)).isEqualTo("abc…");
  }

  @Test
  void neverCutsACharacterInTwo() {
    assertThat(Excerpt.of("ab😀d", 3)).isEqualTo("ab…");
    assertThat(Excerpt.of("a😀cd", 3)).isEqualTo("a😀…");
  }
}
