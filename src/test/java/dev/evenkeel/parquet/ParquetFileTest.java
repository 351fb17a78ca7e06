package dev.evenkeel.parquet;

import static dev.evenkeel.parquet.ParquetBytes.dataPage;
import static dev.evenkeel.parquet.ParquetBytes.dictionary;
import static dev.evenkeel.parquet.ParquetBytes.file;
import static dev.evenkeel.parquet.ParquetBytes.joined;
import static dev.evenkeel.parquet.ParquetBytes.oneColumn;
import static dev.evenkeel.parquet.ParquetBytes.page;
import static dev.evenkeel.parquet.ParquetBytes.struct;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ParquetFileTest {

  private static final int INT32 = 1;
  private static final int DOUBLE = 5;
  private static final int BYTE_ARRAY = 6;
  private static final int PLAIN = 0;
  private static final int GZIP = 2;
  private static final long MOST_BYTES = 100_000_000;

  @TempDir private Path folder;

  @Test
  void readsAFileThatSaysNoMoreThanItMust() throws IOException {
    byte[] two = ints(7, -8);

    assertThat(read(oneColumn(INT32, 0, 2, 0, dataPage(2, PLAIN, two.length, two))))
        .containsExactly(7L, -8L);
  }

  @Test
  void readsPagesOfADictionaryAndThenPlainOnes() throws IOException {
    byte[] words = joined(ints(1), text("a"), ints(2), text("bc"));
    byte[] dictionary = dictionary(2, words);
    // One bit an index; a packed group of 8: 1, 0, 1.
    byte[] indices = dataPage(3, 8, 3, new byte[] {1, 3, 0b101});
    byte[] plain = dataPage(1, PLAIN, 5, joined(ints(1), text("z")));

    assertThat(
            read(
                oneColumn(BYTE_ARRAY, 0, 4, dictionary.length, joined(dictionary, indices, plain))))
        .containsExactly("bc", "a", "bc", "z");
  }

  /** An array as large as some of these claim would end in an error of the virtual machine. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("lies")
  void believesNoClaimThatTheBytesDoNotBearOut(byte[] bytes, String message) {
    assertThatThrownBy(() -> read(bytes))
        .isInstanceOf(BadParquetException.class)
        .hasMessageContaining(message);
  }

  static Stream<Arguments> lies() throws IOException {
    byte[] four = ints(1);
    byte[] dictionary = dictionary(Integer.MAX_VALUE, four);
    byte[] oneWord = dictionary(1, joined(ints(1), text("a")));
    byte[] endless = joined(ints(Integer.MAX_VALUE), text("a"));
    return Stream.of(
        lie(
            "a page of 2 GB",
            "a page of 2147483647 bytes",
            oneColumn(INT32, GZIP, 1, 0, dataPage(1, PLAIN, Integer.MAX_VALUE, four))),
        lie(
            "a page of less than nothing",
            "larger than the file",
            oneColumn(INT32, GZIP, 1, 0, dataPage(1, PLAIN, -5, four))),
        lie(
            "a page that unpacks to more than it says",
            "a page has 5 bytes where it claims 4",
            oneColumn(INT32, GZIP, 1, 0, dataPage(1, PLAIN, 4, gzip(new byte[1_000_000])))),
        lie(
            "a page that unpacks to less",
            "where it claims 900",
            oneColumn(INT32, GZIP, 1, 0, dataPage(1, PLAIN, 900, gzip(four)))),
        lie(
            "two billion values in four bytes",
            "ends",
            oneColumn(INT32, 0, 2_000_000_000, 0, dataPage(2_000_000_000, PLAIN, 4, four))),
        lie(
            "more values in a page than rows",
            "claims 9 values",
            oneColumn(INT32, 0, 1, 0, dataPage(9, PLAIN, 4, four))),
        lie(
            "fewer values in all pages than rows",
            "it ends 1 bytes early",
            oneColumn(INT32, 0, 3, 0, dataPage(1, PLAIN, 4, four))),
        lie(
            "a dictionary of two billion entries",
            "claims 2147483647 entries",
            oneColumn(
                INT32,
                0,
                1,
                dictionary.length,
                joined(dictionary, dataPage(1, 8, 2, new byte[] {0, 2})))),
        lie(
            "an index beyond the dictionary",
            "the index 7 into a dictionary of 1",
            oneColumn(
                BYTE_ARRAY,
                0,
                1,
                oneWord.length,
                joined(oneWord, dataPage(1, 8, 3, new byte[] {3, 2, 7})))),
        lie(
            "indices without a dictionary",
            "lacks its dictionary",
            oneColumn(INT32, 0, 1, 0, dataPage(1, 8, 3, new byte[] {3, 2, 0}))),
        lie(
            "a text of 2 GB",
            "bytes early",
            oneColumn(BYTE_ARRAY, 0, 1, 0, dataPage(1, PLAIN, endless.length, endless))),
        lie(
            "two billion packed differences",
            "it counts 2147483647 where at most 1",
            oneColumn(
                INT32,
                0,
                1,
                0,
                dataPage(1, 5, 9, bytes(0x80, 1, 4, 0xFF, 0xFF, 0xFF, 0xFF, 7, 0)))),
        lie(
            "a block of a billion differences",
            "it counts 1073741824",
            oneColumn(
                INT32, 0, 1, 0, dataPage(1, 5, 9, bytes(0x80, 0x80, 0x80, 0x80, 4, 4, 1, 0, 0)))),
        lie(
            "levels larger than their page",
            "larger than the page",
            oneColumn(
                INT32,
                0,
                1,
                0,
                page(3, 4, struct().number(1, 1).number(4, 0).number(5, 900).number(6, 0), four))),
        lie(
            "an encoding that nobody knows",
            "encoding 77",
            oneColumn(INT32, 0, 1, 0, dataPage(1, 77, 4, four))),
        lie(
            "a codec that nobody knows",
            "codec 55",
            oneColumn(INT32, 55, 1, 0, dataPage(1, PLAIN, 4, four))),
        lie(
            "a type that nobody knows",
            "type number 9",
            oneColumn(9, 0, 1, 0, dataPage(1, PLAIN, 4, four))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("footers")
  void readsNoMoreOfAFooterThanThereIs(byte[] footer, String message) {
    assertThatThrownBy(() -> read(file(new byte[0], footer)))
        .isInstanceOf(BadParquetException.class)
        .hasMessageContaining(message);
  }

  static Stream<Arguments> footers() {
    byte[] deep = new byte[1_000_000];
    java.util.Arrays.fill(deep, (byte) 0x1C);
    return Stream.of(
        lie("nothing", "no schema", struct().bytes()),
        lie("no bytes", "ends", new byte[0]),
        lie("structs in structs", "nested without an end", deep),
        lie(
            "two billion columns",
            "it counts 2000000000",
            struct().number(1, 1).listOf(2, 2_000_000_000).bytes()),
        lie(
            "a schema that does not fit",
            "does not fit together",
            struct()
                .list(2, struct().text(4, "r").number(5, 3), struct().number(1, 1).text(4, "x"))
                .bytes()),
        lie(
            "a group with more children than there are",
            "does not fit together",
            struct()
                .list(
                    2,
                    struct().text(4, "r").number(5, 1),
                    struct().text(4, "g").number(5, 2_000_000_000),
                    struct().number(1, 1).text(4, "x"))
                .bytes()));
  }

  @Test
  void comesToAnEndOfAFileOfEmptyPages() {
    byte[] empty = dataPage(0, PLAIN, 0, new byte[0]);
    ByteArrayOutputStream pages = new ByteArrayOutputStream();
    for (int i = 0; i < 200_000; i++) {
      pages.writeBytes(empty);
    }

    assertThatThrownBy(() -> read(oneColumn(DOUBLE, 0, 5, 0, pages.toByteArray())))
        .isInstanceOf(BadParquetException.class)
        .hasMessageContaining("more than 100000000 bytes decompressed");
  }

  private static Arguments lie(String name, String message, byte[] bytes) {
    return arguments(named(name, bytes), message);
  }

  private List<Object> read(byte[] bytes) throws IOException {
    Path path = Files.write(folder.resolve("file.parquet"), bytes);
    List<Object> cells = new ArrayList<>();
    try (ParquetFile file = ParquetFile.open(path, MOST_BYTES)) {
      for (int group = 0; group < file.rowGroups(); group++) {
        file.read(group, file.columns().get(0), Long.MAX_VALUE, new Collecting(cells));
      }
    }
    return cells;
  }

  private record Collecting(List<Object> cells) implements CellSink {

    @Override
    public void none() {
      cells.add("none");
    }

    @Override
    public void whole(long value) {
      cells.add(value);
    }

    @Override
    public void number(double value) {
      cells.add(value);
    }

    @Override
    public void bool(boolean value) {
      cells.add(value);
    }

    @Override
    public void text(byte[] bytes, int from, int length) {
      cells.add(new String(bytes, from, length, StandardCharsets.UTF_8));
    }
  }

  private static byte[] ints(int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    for (int value : values) {
      bytes.putInt(value);
    }
    return bytes.array();
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }
}
