package dev.evenkeel.training.data.tensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenkeel.training.TensorFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyTensorTest {

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void setUp() {
    file = folder.resolve("x.npy");
  }

  @Test
  void readsRowsInAnyOrder() throws IOException {
    TensorFolder.npy(file, new float[][] {{1, 2}, {3, Float.NaN}, {-5, 6.5f}});

    try (NpyTensor tensor = NpyTensor.open(file)) {
      assertThat(tensor.rows()).isEqualTo(3);
      assertThat(tensor.columns()).isEqualTo(2);
      assertThat(row(tensor, 2)).containsExactly(-5, 6.5f);
      assertThat(row(tensor, 0)).containsExactly(1, 2);
      assertThat(row(tensor, 1)).containsExactly(3, Float.NaN);
    }
  }

  @Test
  void readsAFileThatIsMappedInPieces() throws IOException {
    float[][] rows = new float[100][3];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new float[] {i, i + 0.25f, i + 0.5f};
    }
    TensorFolder.npy(file, rows);

    try (NpyTensor tensor = NpyTensor.open(file, 7 * 12)) {
      for (int i = 0; i < rows.length; i++) {
        assertThat(row(tensor, i)).containsExactly(rows[i]);
      }
    }
  }

  @Test
  void readsWhatTheWriterOfDatasetsWrites() throws IOException {
    try (NpyWriter writer = new NpyWriter(file, 2)) {
      for (float value : new float[] {1, 2, 3, 4}) {
        writer.append(value);
      }
      writer.finish();
    }

    try (NpyTensor tensor = NpyTensor.open(file)) {
      assertThat(tensor.rows()).isEqualTo(2);
      assertThat(row(tensor, 1)).containsExactly(3, 4);
    }
  }

  @Test
  void refusesATruncatedFile() throws IOException {
    TensorFolder.npy(file, new float[][] {{1, 2}, {3, 4}});
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 4));

    assertThatThrownBy(() -> NpyTensor.open(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("140 bytes where its header says 144");
  }

  @Test
  void refusesWhatIsNoFloatMatrix() throws IOException {
    Files.writeString(file, "sepal_length,species\n5.1,setosa\n");

    assertThatThrownBy(() -> NpyTensor.open(file)).hasMessageContaining("not an .npy array");
  }

  @Test
  void failsWithAnExceptionOnceItIsClosed() throws IOException {
    TensorFolder.npy(file, new float[][] {{1, 2}});
    NpyTensor tensor = NpyTensor.open(file);
    tensor.close();

    assertThatThrownBy(() -> row(tensor, 0)).isInstanceOf(RuntimeException.class);
  }

  private static float[] row(NpyTensor tensor, long row) {
    float[] into = new float[tensor.columns()];
    tensor.readRow(row, into, 0);
    return into;
  }
}
