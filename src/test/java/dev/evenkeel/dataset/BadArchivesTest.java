package dev.evenkeel.dataset;

import static dev.evenkeel.dataset.Uploads.body;
import static dev.evenkeel.dataset.Uploads.json;
import static dev.evenkeel.dataset.Uploads.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.evenkeel.dataset.Uploads.Part;
import dev.evenkeel.storage.DataDirectory;
import dev.evenkeel.testing.ServerTest;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** Zips, arrays and Parquet files that must not be taken, and of which nothing may be left. */
@ServerTest
// The same as BadUploadsTest has, so that one server serves both.
@TestPropertySource(
    properties = {
      "evenkeel.datasets.max-bytes=1000000",
      "evenkeel.datasets.max-decompressed-bytes=2000000",
      "evenkeel.datasets.max-zip-entries=50"
    })
class BadArchivesTest {

  private static final String IMAGES =
      """
      {"name":"i","format":"images","task":"classification","height":4,"width":4,"channels":1}""";
  private static final String NPZ =
      """
      {"name":"n","format":"npz","task":"classification"}""";
  private static final String PARQUET =
      """
      {"name":"p","format":"parquet","task":"classification","target":"cultivar"}""";
  private static final byte[] PIXEL = Zips.png(1, 1, 0);
  private static final byte[] X = Npys.floats("(2, 1)", 1, 2);
  private static final byte[] Y = Npys.ints("(2,)", 0, 1);

  @LocalServerPort private int port;
  @Autowired private DataDirectory directory;
  @Autowired private JdbcClient jdbc;

  private long rows;

  /**
   * @param pointer of the first fault; empty for 413, which has none
   * @param says what the first fault's message, or else the detail, must contain
   */
  private record Bad(
      String name, String spec, byte[] file, int status, String pointer, String code, String says) {

    @Override
    public String toString() {
      return name;
    }
  }

  @BeforeEach
  void countWhatThereIs() {
    rows = count();
  }

  private long count() {
    return jdbc.sql("select count(*) from dataset").query(Long.class).single();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"zips", "images", "imageSpecs", "archives", "arrays", "labels", "parquets"})
  void refusesWithTheRightProblemAndKeepsNothing(Bad bad) throws IOException {
    Part file = new Part("file", "data.bin", "application/octet-stream", bad.file());

    HttpResponse<String> answer = new Uploads(port).post(body(Part.spec(bad.spec()), file));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(bad.status());
    JsonNode problem = json(answer);
    JsonNode fault = problem.path("errors").path(0);
    if (bad.status() == 413) {
      assertThat(problem.path("code").asString()).isEqualTo("too_large");
      fault = problem.path("detail");
    } else {
      assertThat(fault.path("pointer").asString()).as(answer.body()).isEqualTo(bad.pointer());
      assertThat(fault.path("code").asString()).as(answer.body()).isEqualTo(bad.code());
      fault = fault.path("message");
    }
    assertThat(fault.asString()).contains(bad.says());
    assertThat(count()).isEqualTo(rows);
    await().untilAsserted(() -> assertThat(entries(directory.folder("work"))).isZero());
    Path stored = directory.folder("blobs").resolve("datasets");
    assertThat(Files.exists(stored) ? entries(stored) : 0).isEqualTo(rows);
  }

  private static long entries(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.count();
    }
  }

  private static Bad data(String name, String spec, byte[] file, String code, String says) {
    return new Bad(name, spec, file, 422, "/file", code, says);
  }

  private static Bad tooLarge(String name, String spec, byte[] file, String says) {
    return new Bad(name, spec, file, 413, "", "", says);
  }

  private static Bad spec(String name, String spec, byte[] file, String pointer, String says) {
    String code = says.substring(0, says.indexOf(' '));
    return new Bad(name, spec, file, 422, pointer, code, says.substring(code.length() + 1));
  }

  static Stream<Bad> zips() {
    byte[] zip = twoClasses().bytes();
    byte[] twice = twoClasses().with("b/2.png", PIXEL).bytes();
    byte[] encrypted = zip.clone();
    byte[] method = zip.clone();
    int directory = indexOf(zip, "PK\1\2");
    encrypted[directory + 8] |= 1;
    method[directory + 10] = 12;
    byte[] lying = zip.clone();
    lying[zip.length - 22 + 15] = 0x7F;
    Zips many = twoClasses();
    IntStream.range(0, 60).forEach(i -> many.with("a/x%d.png".formatted(i), PIXEL));
    return Stream.of(
        data("an empty file", IMAGES, new byte[0], "bad_zip", "no directory"),
        data("text instead of a zip", IMAGES, utf8("a,b\n1,2\n"), "bad_zip", "no directory"),
        data("a zip cut off", IMAGES, Arrays.copyOf(zip, zip.length - 30), "bad_zip", "cut off"),
        data("an encrypted zip", IMAGES, encrypted, "bad_zip", "encrypted"),
        data("a zip compressed with bzip2", IMAGES, method, "bad_zip", "compression method"),
        tooLarge("a zip whose directory claims 2 GB", IMAGES, lying, "more than 50 files"),
        tooLarge("a zip with too many files", IMAGES, many.bytes(), "more than 50 files"),
        data(
            "a file that is there twice",
            IMAGES,
            replaced(twice, "b/2.png", "b/1.png"),
            "duplicate_entry",
            "'b/1.png' is there twice"),
        named("a path up", "../1.png", "'../1.png' is a path out of the zip"),
        named("a path up, further in", "a/../../1.png", "is a path out of the zip"),
        named("an absolute path", "/etc/passwd", "'/etc/passwd' is a path out of the zip"),
        named("a drive", "C:/1.png", "'C:/1.png' is a path out of the zip"),
        named("a backslash", "a\\1.png", "has a backslash"),
        named("a NUL", "a/1.png\0.txt", "has control characters"),
        named("a line end", "a/1\n.png", "has control characters"),
        named("an endless name", "a/" + "n".repeat(2_000) + ".png", "must have 1 to 1000"));
  }

  private static Bad named(String what, String name, String says) {
    byte[] zip = twoClasses().with(name, PIXEL).bytes();
    return data(what + " as a name", IMAGES, zip, "bad_entry_name", says);
  }

  static Stream<Bad> images() throws IOException {
    byte[] large = Zips.png(30, 30, 0x102030);
    byte[] cmyk = Files.readAllBytes(Path.of("src/test/resources/samples/cmyk.jpg"));
    byte[] flipped = twoClasses().with("b/2.png", large).bytes();
    flipped[indexOf(flipped, "b/2.png") + 30] ^= 0x55;
    byte[] stored = twoClasses().stored().bytes();
    stored[indexOf(stored, "b/1.png") + 20] ^= 0x55;
    return Stream.of(
        data("a zip of nothing", IMAGES, Zips.zip().bytes(), "no_examples", "no images"),
        data(
            "one class",
            IMAGES,
            Zips.zip().with("a/1.png", PIXEL).bytes(),
            "too_few_classes",
            "is 'a'"),
        image("a text called an image", utf8("hello"), "'b/2.png' is neither PNG nor JPEG"),
        image("a link", utf8("../../../etc/passwd"), "'b/2.png' is neither PNG nor JPEG"),
        image("an empty image", new byte[0], "'b/2.png' is empty"),
        image("an image cut off", Arrays.copyOf(large, 60), "'b/2.png' is truncated"),
        image("a CMYK image", cmyk, "'b/2.png' has 4 colour components"),
        tooLarge(
            "an image of three megabytes of zeros",
            IMAGES,
            twoClasses().with("b/2.png", new byte[3_000_000]).bytes(),
            "more than 2000000 bytes"),
        data("a damaged zip entry", IMAGES, flipped, "corrupt_entry", "'b/2.png'"),
        data("a wrong checksum", IMAGES, stored, "corrupt_entry", "'b/1.png'"),
        data(
            "a text beside the images",
            IMAGES,
            twoClasses().with("a/notes.txt", "x").bytes(),
            "not_an_image",
            "'a/notes.txt'"),
        data(
            "an image beside the class folders",
            IMAGES,
            twoClasses().with("c.png", PIXEL).bytes(),
            "not_an_image",
            "'c.png' lies beside the class folders"),
        data(
            "a folder in a class folder",
            IMAGES,
            twoClasses().with("a/b/3.png", PIXEL).bytes(),
            "nested_folder",
            "'a/b/3.png' lies deeper"));
  }

  private static Bad image(String name, byte[] image, String says) {
    return data(name, IMAGES, twoClasses().with("b/2.png", image).bytes(), "bad_image", says);
  }

  private static Zips twoClasses() {
    return Zips.zip().with("a/1.png", PIXEL).with("b/1.png", PIXEL);
  }

  static Stream<Bad> imageSpecs() {
    return Stream.of(
        imageSpec("a root that is not there", "\"root\":\"test\",", "/root", "unknown_folder a, b"),
        imageSpec("a root outside", "\"root\":\"../a\",", "/root", "unknown_folder no folder"),
        imageSpec("a target for images", "\"target\":\"a\",", "/target", "unknown_field 'target'"),
        spec(
            "two channels",
            IMAGES.replace("channels\":1", "channels\":2"),
            twoClasses().bytes(),
            "/channels",
            "not_allowed 1 (gray) or 3"),
        spec(
            "images of twelve million numbers",
            IMAGES.replace("\"height\":4,\"width\":4", "\"height\":4000,\"width\":3000"),
            twoClasses().bytes(),
            "/height",
            "out_of_range 12000000"),
        spec(
            "images without a height",
            IMAGES.replace("\"height\":4,", ""),
            twoClasses().bytes(),
            "/height",
            "required height"),
        spec(
            "images for a regression",
            IMAGES.replace("classification", "regression"),
            twoClasses().bytes(),
            "/task",
            "not_allowed regression"),
        tooLarge(
            "small images that become too many numbers",
            IMAGES
                .replace("\"height\":4,\"width\":4", "\"height\":999,\"width\":1000")
                .replace("\"a\"", "\"b\""),
            twoClasses().with("a/2.png", PIXEL).bytes(),
            "make more than 2000000 bytes"));
  }

  private static Bad imageSpec(String name, String field, String pointer, String says) {
    return spec(name, IMAGES.replace("{", "{" + field), twoClasses().bytes(), pointer, says);
  }

  static Stream<Bad> archives() {
    return Stream.of(
        data("a single array", NPZ, X, "bad_zip", "no directory"),
        data("no y", NPZ, Zips.zip().with("x.npy", X).bytes(), "missing_array", "It has: x."),
        data(
            "arrays without names",
            NPZ,
            Zips.zip().with("arr_0.npy", X).with("arr_1.npy", Y).bytes(),
            "missing_array",
            "np.savez"),
        spec(
            "a target for arrays",
            NPZ.replace("{", "{\"target\":\"y\","),
            npz(X, Y),
            "/target",
            "unknown_field 'target'"),
        x("text instead of an array", utf8("hello, this is no array"), "bad_npy", "'x'"),
        x("an array that ends in its header", Arrays.copyOf(X, 40), "bad_npy", "'x'"),
        x(
            "an array that ends early",
            Arrays.copyOf(X, X.length - 3),
            "npy_truncated",
            "1 elements"),
        x("an array that goes on", Arrays.copyOf(X, X.length + 4), "npy_too_long", "(2, 1)"),
        x(
            "a shape beyond 64 bits",
            Npys.npy("<f4", "(99999999999999999999, 1)", new byte[8]),
            "bad_npy",
            "too large"),
        tooLarge(
            "a shape of 2^63 - 1",
            NPZ,
            npz(Npys.npy("<f4", "(9223372036854775807, 2)", new byte[8]), Y),
            "(9223372036854775807, 2)"),
        tooLarge(
            "three megabytes of zeros",
            NPZ,
            npz(Npys.npy("|u1", "(3000000, 1)", new byte[3_000_000]), Y),
            "more than 2000000 bytes"),
        tooLarge(
            "bytes that are too many as float32",
            NPZ,
            npz(
                Npys.npy("|u1", "(600000, 1)", new byte[600_000]),
                Npys.npy("|u1", "(600000,)", new byte[600_000])),
            "more than 2000000 bytes as float32"));
  }

  private static Bad x(String name, byte[] x, String code, String says) {
    return data(name, NPZ, npz(x, Y), code, says);
  }

  private static byte[] npz(byte[] x, byte[] y) {
    return Zips.zip().with("x.npy", x).with("y.npy", y).bytes();
  }

  static Stream<Bad> arrays() {
    byte[] eight = new byte[8];
    return Stream.of(
        x("Python objects", Npys.npy("|O", "(2, 1)", eight), "unsupported_dtype", "objects"),
        x("complex numbers", Npys.npy("<c8", "(2, 1)", eight), "unsupported_dtype", "x.real"),
        x("dates", Npys.npy("<M8[D]", "(2, 1)", eight), "unsupported_dtype", "astype('int64')"),
        x("long doubles", Npys.npy("<f16", "(2, 1)", eight), "unsupported_dtype", "float32"),
        x("text", Npys.texts("(2, 1)", 1, "a", "b"), "unsupported_dtype", "holds text"),
        x("texts of a gigabyte", Npys.npy("<U268435456", "(2, 1)", eight), "unsupported_dtype", ""),
        x(
            "records",
            Npys.npy("[('a', '<f4'), ('b', '<i4')]", "(1,)", false, eight),
            "bad_npy",
            "one type"),
        x("one dimension", Npys.floats("(2,)", 1, 2), "bad_shape", "x.reshape(-1, 1)"),
        x("no dimension", Npys.floats("()", 1), "bad_shape", "[n, features]"),
        x("five dimensions", Npys.floats("(2, 1, 1, 1, 1)", 1, 2), "bad_shape", "(2, 1, 1, 1, 1)"),
        x("no features", Npys.floats("(2, 0)"), "bad_shape", "side of length 0"),
        x("no steps", Npys.floats("(2, 0, 3)"), "bad_shape", "side of length 0"),
        data(
            "no examples",
            NPZ,
            npz(Npys.floats("(0, 2)"), Npys.ints("(0,)")),
            "no_examples",
            "(0, 2)"),
        x(
            "too many features",
            Npys.npy("|u1", "(2, 100001)", new byte[200_002]),
            "bad_shape",
            "more than 100000 features"),
        data(
            "another number of labels",
            NPZ,
            npz(X, Npys.ints("(3,)", 0, 1, 0)),
            "lengths_differ",
            "'x' of shape (2, 1) and 'y' of shape (3,)"));
  }

  static Stream<Bad> labels() {
    String regression = NPZ.replace("classification", "regression");
    byte[] nan = Npys.floats("(2,)", Double.NaN, 1);
    double[] many = IntStream.range(0, 1_001).asDoubleStream().toArray();
    return Stream.of(
        y("one class", Npys.ints("(2,)", 1, 1), "too_few_classes", "one class"),
        y("fractions as labels", Npys.floats("(2,)", 0.5, 1), "bad_label", "0.5 at example 0"),
        y("an infinite label", Npys.floats("(2,)", 1, 1 / 0.0), "bad_label", "at example 1"),
        y("a label that is missing", nan, "bad_cell", "Example 0, column 'y': 'NaN' is no label"),
        y("an empty label", Npys.texts("(2,)", 1, "a", ""), "bad_cell", "Example 1, column 'y'"),
        y("one-hot labels", Npys.ints("(2, 2)", 1, 0, 0, 1), "bad_shape", "y.argmax(axis=1)"),
        y("labels of three dimensions", Npys.ints("(2, 1, 1)", 0, 1), "bad_shape", "[n] labels"),
        y("objects as labels", Npys.npy("|O", "(2,)", new byte[16]), "unsupported_dtype", "str"),
        data(
            "too many classes",
            NPZ,
            npz(Npys.floats("(1001, 1)", many), Npys.ints("(1001,)", many)),
            "too_many_classes",
            "'y' has more than 1000 classes"),
        data(
            "text for a regression",
            regression,
            npz(X, Npys.texts("(2,)", 1, "a", "b")),
            "unsupported_dtype",
            "task classification"),
        data(
            "no targets",
            regression,
            npz(X, Npys.floats("(2, 0)")),
            "bad_shape",
            "1 to 1000 targets"));
  }

  private static Bad y(String name, byte[] y, String code, String says) {
    return data(name, NPZ, npz(X, y), code, says);
  }

  static Stream<Bad> parquets() throws IOException {
    byte[] wine = sample("wine");
    byte[] longFooter = wine.clone();
    longFooter[wine.length - 6] = 0x7F;
    byte[] noFooter = wine.clone();
    Arrays.fill(noFooter, wine.length - 400, wine.length - 20, (byte) 0x19);
    byte[] damaged = wine.clone();
    Arrays.fill(damaged, 200, 260, (byte) 0x55);
    String xy = PARQUET.replace("cultivar", "y");
    return Stream.of(
        data("text instead of Parquet", PARQUET, utf8("a,b\n1,2\n3,4\n"), "not_parquet", "PAR1"),
        data("an empty Parquet file", PARQUET, new byte[0], "not_parquet", "too short"),
        data("Parquet cut off", PARQUET, Arrays.copyOf(wine, 5_000), "not_parquet", "cut off"),
        data("a footer that is too long", PARQUET, longFooter, "corrupt_parquet", "footer"),
        data("a damaged footer", PARQUET, noFooter, "corrupt_parquet", "damaged"),
        data("a damaged page", PARQUET, damaged, "corrupt_parquet", "damaged"),
        data("an encrypted file", xy, sample("encrypted"), "encrypted", "file is encrypted"),
        data("encrypted columns", xy, sample("encrypted_columns"), "encrypted", "Column 'x'"),
        data("Parquet compressed with Brotli", xy, sample("brotli"), "unsupported_codec", "BROTLI"),
        spec("a target that is no column", xy, wine, "/target", "unknown_column alcohol"),
        spec(
            "a list as a column", xy, sample("nested"), "/columns/tags", "unsupported_column list"),
        spec(
            "a field of another format",
            PARQUET.replace("{", "{\"window\":3,"),
            wine,
            "/window",
            "unknown_field 'window'"));
  }

  private static byte[] sample(String name) throws IOException {
    return Files.readAllBytes(
        Path.of("src/test/resources/samples/parquet/%s.parquet".formatted(name)));
  }

  private static int indexOf(byte[] bytes, String text) {
    return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
  }

  private static byte[] replaced(byte[] bytes, String from, String to) {
    return new String(bytes, StandardCharsets.ISO_8859_1)
        .replace(from, to)
        .getBytes(StandardCharsets.ISO_8859_1);
  }
}
