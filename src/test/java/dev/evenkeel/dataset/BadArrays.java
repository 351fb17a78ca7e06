package dev.evenkeel.dataset;

import static dev.evenkeel.dataset.BadArchive.data;
import static dev.evenkeel.dataset.BadArchive.spec;
import static dev.evenkeel.dataset.BadArchive.tooLarge;
import static dev.evenkeel.dataset.Uploads.utf8;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** NumPy archives that must not be taken. */
final class BadArrays {

  private static final String NPZ =
      """
      {"name":"n","format":"npz","task":"classification"}""";
  private static final byte[] X = Npys.floats("(2, 1)", 1, 2);
  private static final byte[] Y = Npys.ints("(2,)", 0, 1);

  private BadArrays() {}

  static Stream<BadArchive> all() {
    return Stream.of(archives(), arrays(), labels()).flatMap(s -> s);
  }

  private static Stream<BadArchive> archives() {
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
            "unknown_field There is no field target"),
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

  private static BadArchive x(String name, byte[] x, String code, String says) {
    return data(name, NPZ, npz(x, Y), code, says);
  }

  private static byte[] npz(byte[] x, byte[] y) {
    return Zips.zip().with("x.npy", x).with("y.npy", y).bytes();
  }

  private static Stream<BadArchive> arrays() {
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

  private static Stream<BadArchive> labels() {
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

  private static BadArchive y(String name, byte[] y, String code, String says) {
    return data(name, NPZ, npz(X, y), code, says);
  }
}
