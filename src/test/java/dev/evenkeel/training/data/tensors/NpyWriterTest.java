package dev.evenkeel.training.data.tensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyWriterTest {

  @TempDir private Path folder;

  @Test
  void writesFormat1WithTheCountFilledInAtTheEnd() throws IOException {
    Path file = folder.resolve("a.npy");
    try (NpyWriter npy = new NpyWriter(file, 2)) {
      for (int i = 0; i < 200_000; i++) {
        npy.append(i);
      }
      npy.finish();
    }

    byte[] bytes = Files.readAllBytes(file);
    assertThat(bytes)
        .startsWith(0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0)
        .hasSize(128 + 800_000);
    assertThat(new String(bytes, 10, 118, StandardCharsets.US_ASCII))
        .startsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (100000, 2), } ")
        .endsWith(" \n");
    ByteBuffer data = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(data.getFloat(128)).isEqualTo(0f);
    assertThat(data.getFloat(128 + 4 * 199_999)).isEqualTo(199_999f);
  }

  @Test
  void refusesToFinishInTheMiddleOfARow() throws IOException {
    try (NpyWriter npy = new NpyWriter(folder.resolve("a.npy"), 2)) {
      npy.append(1);

      assertThatThrownBy(npy::finish).isInstanceOf(IllegalStateException.class);
    }
  }
}
