package dev.evenkeel.dataset.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenkeel.dataset.Npys;
import dev.evenkeel.dataset.Zips;
import dev.evenkeel.dataset.cells.DatasetSettings;
import dev.evenkeel.dataset.cells.MissingCells;
import dev.evenkeel.dataset.profile.ColumnProfile;
import dev.evenkeel.dataset.profile.DatasetProfile;
import dev.evenkeel.dataset.profile.Imported;
import dev.evenkeel.dataset.profile.ProfileWarning;
import dev.evenkeel.dataset.spec.DatasetSpec;
import dev.evenkeel.dataset.spec.FileFormat;
import dev.evenkeel.error.ErrorCode;
import dev.evenkeel.error.ServiceException;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.data.DatasetSchema.Task;
import dev.evenkeel.training.data.Layout;
import dev.evenkeel.training.data.tensors.NpyTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpzImportTest {

  private static final byte[] LABELS = Npys.ints("(2,)", 0, 1);
  private static final float NAN = Float.NaN;

  @TempDir private Path folder;
  private DatasetSettings limits = DatasetSettings.defaults();

  @Test
  void readsATableAndItsLabels() throws IOException {
    Imported imported =
        run(
            Task.CLASSIFICATION,
            Npys.floats("(3, 2)", 1, 2, 3, 4, 5, 6),
            Npys.ints("(3,)", 10, 9, 10));

    DatasetSchema schema = imported.schema();
    assertThat(schema.layout()).isEqualTo(new Layout.Table());
    assertThat(schema.features()).extracting("name").containsExactly("x0", "x1");
    assertThat(schema.targets()).containsExactly("y");
    assertThat(schema.classes()).containsExactly("9", "10");
    assertThat(schema.examples()).isEqualTo(3);
    assertThat(tensor("features.npy")).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(tensor("targets.npy")).containsExactly(1, 0, 1);
    ColumnProfile x1 = imported.profile().columns().get(1);
    assertThat(x1.min()).isEqualTo(2.0);
    assertThat(x1.mean()).isEqualTo(4.0);
    assertThat(x1.std()).isEqualTo(Math.sqrt(8.0 / 3));
  }

  @Test
  void readsSequencesOfOneLength() throws IOException {
    DatasetSchema schema =
        run(Task.CLASSIFICATION, Npys.floats("(2, 3, 1)", 1, 2, 3, 4, 5, 6), LABELS).schema();

    assertThat(schema.layout()).isEqualTo(new Layout.Sequences(3, 3));
    assertThat(schema.inputShape()).containsExactly(3, 1);
    assertThat(tensor("features.npy")).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(Files.size(folder.resolve("offsets.npy"))).isEqualTo(128 + 3 * 8);
  }

  @Test
  void keepsImagesOfBytesAsBytesAndOthersAsFloats() throws IOException {
    byte[] pixels = Npys.npy("|u1", "(2, 1, 2, 1)", new byte[] {0, (byte) 255, 7, 8});

    Imported imported = run(Task.CLASSIFICATION, pixels, LABELS);

    assertThat(imported.schema().layout()).isEqualTo(new Layout.Images(1, 2, true));
    assertThat(imported.schema().features()).extracting("name").containsExactly("channel_0");
    assertThat(imported.profile().inputShape()).containsExactly(1, 2, 1);
    assertThat(imported.profile().columns().get(0).max()).isEqualTo(255.0);
    assertThat(imported.profile().columns().get(0).mean()).isEqualTo(67.5);
    assertThat(tensor("features.npy")).containsExactly(0, 255, 7, 8);
    assertThat(Files.size(folder.resolve("features.npy"))).isEqualTo(128 + 4);

    clear();
    run(Task.CLASSIFICATION, Npys.floats("(2, 1, 2, 1)", 0, 0.5, 1, 2), LABELS);
    assertThat(tensor("features.npy")).containsExactly(0, 0.5f, 1, 2);
  }

  @ParameterizedTest
  @CsvSource({
    "<f8, 1.5, -2", ">f8, 1.5, -2", ">f4, 1.5, -2", "|i1, 127, -128", "|u1, 255, 0",
    "<i2, 300, -300", ">i2, 300, -300", "<u2, 65535, 1", "<i4, 70000, -1", ">i4, 70000, -1",
    "<u4, 4294967295, 0", "<i8, 5, -5", ">i8, 5, -5", "|b1, 1, 0", "=f8, 2.25, 0"
  })
  void readsEveryTypeOfNumber(String descr, double first, double second) throws IOException {
    byte[] elements = Npys.elements(descr, first, second);

    run(Task.CLASSIFICATION, Npys.npy(descr, "(2, 1)", elements), LABELS);

    assertThat(tensor("features.npy")).containsExactly((float) first, (float) second);
  }

  @Test
  void readsHalfPrecisionAndLargeUnsignedNumbers() throws IOException {
    // 1.5, the smallest subnormal, -65504, infinity, NaN.
    byte[] halves = {0, 0x3E, 1, 0, (byte) 0xFF, (byte) 0xFB, 0, 0x7C, 0, 0x7E};
    run(Task.CLASSIFICATION, Npys.npy("<f2", "(5, 1)", halves), Npys.ints("(5,)", 0, 1, 0, 1, 0));
    assertThat(tensor("features.npy"))
        .containsExactly(1.5f, (float) Math.pow(2, -24), -65504, Float.POSITIVE_INFINITY, NAN);

    clear();
    byte[] unsigned = Npys.elements("<u8", -1, 1);
    Imported imported = run(Task.CLASSIFICATION, Npys.npy("<u8", "(2, 1)", unsigned), LABELS);
    assertThat(tensor("features.npy")).containsExactly(0x1p64f, 1);
    assertThat(imported.profile().warnings()).extracting("code").doesNotContain("lost_digits");
  }

  @ParameterizedTest
  @ValueSource(strings = {"(3, 2)", "(3, 2, 2)", "(2, 3, 2, 2)"})
  void bringsFortranOrderIntoCOrder(String shape) throws IOException {
    int[] sizes = IntStream.of(sizes(shape)).toArray();
    int elements = IntStream.of(sizes).reduce(1, (a, b) -> a * b);
    double[] stored = new double[elements];
    float[] expected = new float[elements];
    for (int c = 0; c < elements; c++) {
      int rest = c;
      int fortran = 0;
      int[] index = new int[sizes.length];
      for (int d = sizes.length - 1; d >= 0; d--) {
        index[d] = rest % sizes[d];
        rest /= sizes[d];
      }
      for (int d = sizes.length - 1; d >= 0; d--) {
        fortran = fortran * sizes[d] + index[d];
      }
      stored[fortran] = c;
      expected[c] = c;
    }
    double[] labels = IntStream.range(0, sizes[0]).mapToDouble(i -> i % 2).toArray();

    run(
        Task.CLASSIFICATION,
        Npys.npy("'>f4'", shape, true, Npys.elements(">f4", stored)),
        Npys.ints("(%d,)".formatted(sizes[0]), labels));

    assertThat(tensor("features.npy")).containsExactly(expected);
    assertThat(folder.resolve("x.fortran")).doesNotExist();
  }

  private static int[] sizes(String shape) {
    return java.util.Arrays.stream(shape.replaceAll("[() ]", "").split(","))
        .mapToInt(Integer::parseInt)
        .toArray();
  }

  @Test
  void takesLabelsOfEveryKind() throws IOException {
    assertThat(classes(Npys.texts("(2,)", 5, "später", "früh"))).containsExactly("früh", "späte");
    assertThat(classes(Npys.texts("(2, 1)", 2, "b", "a"))).containsExactly("a", "b");
    assertThat(classes(Npys.npy("|S2", "(2,)", new byte[] {'n', 'o', 'y', 0})))
        .containsExactly("no", "y");
    assertThat(classes(Npys.npy("|b1", "(2,)", new byte[] {1, 0})))
        .containsExactly("False", "True");
    assertThat(classes(Npys.floats("(2,)", 10, 2))).containsExactly("2", "10");
    assertThat(classes(Npys.npy("<u8", "(2,)", Npys.elements("<u8", -1, 7))))
        .containsExactly("7", "18446744073709551615");
  }

  private List<String> classes(byte[] y) throws IOException {
    clear();
    return run(Task.CLASSIFICATION, Npys.floats("(2, 1)", 1, 2), y).schema().classes();
  }

  @Test
  void learnsOneOrSeveralNumbers() throws IOException {
    byte[] x = Npys.floats("(2, 1)", 1, 2);
    DatasetSchema one = run(Task.REGRESSION, x, Npys.floats("(2,)", 0.5, 1.5)).schema();
    assertThat(one.targets()).containsExactly("y");
    assertThat(one.classes()).isEmpty();
    assertThat(tensor("targets.npy")).containsExactly(0.5f, 1.5f);

    clear();
    DatasetSchema two = run(Task.REGRESSION, x, Npys.floats("(2, 2)", 1, 2, 3, 4)).schema();
    assertThat(two.targets()).containsExactly("y0", "y1");
    assertThat(tensor("targets.npy")).containsExactly(1, 2, 3, 4);
  }

  @Test
  void countsWhatIsNotFiniteAndSaysInWhichExample() throws IOException {
    byte[] x =
        Npys.npy(
            "<f8",
            "(2, 2, 1)",
            Npys.elements("<f8", 1, Double.NaN, 1e300, Double.NEGATIVE_INFINITY));

    DatasetProfile profile = run(Task.CLASSIFICATION, x, LABELS).profile();

    assertThat(profile.columns().get(0).missing()).isEqualTo(1);
    assertThat(profile.columns().get(0).nonFinite()).isEqualTo(2);
    assertThat(profile.missingCells().first())
        .containsExactly(
            new MissingCells.Place(0, "x0", "NaN"),
            new MissingCells.Place(1, "x0", "1.0E300"),
            new MissingCells.Place(1, "x0", "-Infinity"));
    assertThat(tensor("features.npy"))
        .containsExactly(1, NAN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY);
  }

  @Test
  void warnsOfOtherArraysAndOfNumbersThatLoseDigits() throws IOException {
    Zips zip =
        Zips.zip()
            .with("x.npy", Npys.ints("(2, 1)", 16_777_217, 0))
            .with("y.npy", LABELS)
            .with("weights.npy", "not looked at");

    List<ProfileWarning> warnings = run(Task.CLASSIFICATION, zip).profile().warnings();

    assertThat(warnings).extracting("code").contains("ignored_arrays", "lost_digits");
    assertThat(warnings.toString()).contains("weights");
  }

  @Test
  void readsStoredAndDeflatedFiles() throws IOException {
    Zips zip = Zips.zip().with("x.npy", Npys.floats("(2, 1)", 3, 4)).with("y.npy", LABELS);

    run(Task.CLASSIFICATION, zip.stored());

    assertThat(tensor("features.npy")).containsExactly(3, 4);
  }

  @Test
  void stopsAtAnArrayThatGrowsBeyondTheLimit() {
    limits =
        new DatasetSettings(
            1_000_000, 200_000, 1_000_000, 10, 600, 10, 10, 10, 10, 10, 10, 10, 10, 100_000);
    byte[] large = Npys.npy("<f4", "(100000, 1)", new byte[400_000]);
    byte[] lying = Npys.npy("<f4", "(2, 1)", new byte[400_000]);
    byte[] labels = Npys.npy("|u1", "(100000,)", new byte[100_000]);

    assertThatThrownBy(() -> run(Task.CLASSIFICATION, large, labels))
        .isInstanceOfSatisfying(
            ServiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_LARGE));
    assertThatThrownBy(() -> run(Task.CLASSIFICATION, lying, LABELS))
        .hasMessage("Array 'x' holds more bytes than its shape (2, 1) says.");
  }

  private Imported run(Task task, byte[] x, byte[] y) throws IOException {
    return run(task, Zips.zip().with("x.npy", x).with("y.npy", y));
  }

  private Imported run(Task task, Zips zip) throws IOException {
    Path file = folder.resolve("content");
    Files.write(file, zip.bytes());
    DatasetSpec spec = new DatasetSpec("a", task, List.of(), false, Map.of(), new FileFormat.Npz());
    return new NpzImport(spec, limits).run(file, folder);
  }

  private void clear() throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  private float[] tensor(String name) throws IOException {
    try (NpyTensor tensor = NpyTensor.open(folder.resolve(name))) {
      float[] all = new float[(int) tensor.rows() * tensor.columns()];
      tensor.readRows(0, (int) tensor.rows(), all);
      return all;
    }
  }
}
