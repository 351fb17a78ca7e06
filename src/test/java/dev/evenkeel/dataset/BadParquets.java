package dev.evenkeel.dataset;

import static dev.evenkeel.dataset.BadArchive.data;
import static dev.evenkeel.dataset.BadArchive.spec;
import static dev.evenkeel.dataset.Uploads.utf8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/** Parquet files that must not be taken. */
final class BadParquets {

  private static final String PARQUET =
      """
      {"name":"p","format":"parquet","task":"classification","target":"cultivar"}""";

  private BadParquets() {}

  static Stream<BadArchive> all() throws IOException {
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
            "unknown_field There is no field window"));
  }

  private static byte[] sample(String name) throws IOException {
    return Files.readAllBytes(
        Path.of("src/test/resources/samples/parquet/%s.parquet".formatted(name)));
  }
}
