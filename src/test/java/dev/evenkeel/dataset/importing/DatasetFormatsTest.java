package dev.evenkeel.dataset.importing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.dataset.spec.FileFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DatasetFormatsTest {

  @Test
  void hasAReaderForEachFormatThatASpecCanName() {
    assertThat(DatasetFormats.readable())
        .isEqualTo(Set.of(FileFormat.class.getPermittedSubclasses()));
  }
}
