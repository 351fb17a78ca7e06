package dev.evenkeel.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EntityTagTest {

  @Test
  void matchesTheVersionWhateverLiesBesideTheRow() {
    assertThat(EntityTag.matches(EntityTag.of(17, 1), 17)).isTrue();
    assertThat(EntityTag.matches(EntityTag.of(17, -9), 17)).isTrue();
    assertThat(EntityTag.matches(EntityTag.of(7, 1), 17)).isFalse();
    assertThat(EntityTag.matches("*", 17)).isTrue();
    assertThat(EntityTag.matches("\"3-a\", \"17-b\"", 17)).isTrue();
  }

  @Test
  void aWeakOrForeignTagNeverMatches() {
    assertThat(EntityTag.matches("W/" + EntityTag.of(17, 1), 17)).isFalse();
    assertThat(EntityTag.matches("\"17\"", 17)).isFalse();
    assertThat(EntityTag.matches("17", 17)).isFalse();
  }
}
