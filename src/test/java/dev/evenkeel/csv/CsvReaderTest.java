package dev.evenkeel.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenkeel.training.data.CellText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvReaderTest {

  @Test
  void readsQuotesEscapesAndLineEndsInsideOfCells() throws IOException {
    assertThat(rows("a,\"b,\"\"c\"\"\nd\",e\nf,,\n"))
        .containsExactly(List.of("a", "b,\"c\"\nd", "e"), List.of("f", "", ""));
  }

  @Test
  void findsSemicolonsAndTabsWhereTheFirstLineHasNoComma() throws IOException {
    assertThat(reader("a;b\n1,5;2\n").separator()).isEqualTo(';');
    assertThat(reader("a\tb\n").separator()).isEqualTo('\t');
    assertThat(reader("a;b,c\n").separator()).isEqualTo(',');
    assertThat(reader("a;b\tc\n").separator()).isEqualTo(',');
    assertThat(reader("\"a,b\";c\n").separator()).isEqualTo(';');
    assertThat(rows("a;b\n1,5;2\n")).containsExactly(List.of("a", "b"), List.of("1,5", "2"));
  }

  @Test
  void knowsACellAsItStandsThereAndAsItIsMeant() throws IOException {
    CsvReader csv = reader(" a ,\" b \"\n");
    csv.nextRow();

    csv.readCell();
    assertThat(List.of(csv.raw(), csv.text())).containsExactly(" a ", "a");
    csv.readCell();
    assertThat(List.of(csv.raw(), csv.text())).containsExactly(" b ", " b ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void takesAnyLineEndAndSkipsBlankLines(String end) throws IOException {
    assertThat(rows(String.join(end, "a,b", "", "1,2", "3,4")))
        .containsExactly(List.of("a", "b"), List.of("1", "2"), List.of("3", "4"));
  }

  @Test
  void readsTheSameWhereverTheBufferEnds() throws IOException {
    Random random = new Random(1);
    List<List<String>> expected = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 60_000; i++) {
      String word = "w".repeat(random.nextInt(20)) + "ü\"\n,";
      expected.add(List.of("%d".formatted(i), word, "x"));
      text.append(i).append(",\"").append(word.replace("\"", "\"\"")).append("\",x\r\n");
    }

    assertThat(rows(text.toString())).isEqualTo(expected);
  }

  @Test
  void knowsTheLineOfEveryCell() throws IOException {
    CsvReader csv = reader("a,\"x\ny\"\n\n1,2\r\n3.5,z");
    List<Long> lines = new ArrayList<>();
    while (csv.nextRow()) {
      while (csv.hasCell()) {
        csv.readNumber();
        lines.add(csv.line());
      }
    }

    assertThat(lines).containsExactly(1L, 1L, 4L, 4L, 5L, 5L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "7",
        "+7",
        "-12.50",
        ".5",
        "5.",
        "0.1",
        "3.4028234663852886e38",
        "1e-3",
        "1E5",
        "123456789012345",
        "1234567890123456",
        "0.30000000000000004",
        "1e-400",
        "000000000000000001"
      })
  void readsNumbersExactlyAsParseDoubleDoes(String text) throws IOException {
    for (String file :
        List.of(text, text + "\n", text + ",x", " " + text + " \n", '"' + text + '"')) {
      CsvReader csv = reader(file);
      csv.nextRow();

      assertThat(csv.readNumber()).as(file).isEqualTo(CellText.NUMBER);
      assertThat(csv.number()).as(file).isEqualTo(Double.parseDouble(text));
    }
  }

  @Test
  void readsRandomDecimalsExactlyAsParseDoubleDoes() throws IOException {
    Random random = new Random(2);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 200_000; i++) {
      double value = random.nextGaussian() * Math.pow(10, random.nextInt(12) - 6);
      texts.add(("%." + random.nextInt(10) + "f").formatted(value));
    }
    CsvReader csv = reader(texts.stream().collect(Collectors.joining("\n")));

    for (String text : texts) {
      csv.nextRow();
      csv.readNumber();
      assertThat(csv.number()).isEqualTo(Double.parseDouble(text));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "NA,MISSING",
    "NaN,MISSING",
    "nan,MISSING",
    "NAN,MISSING",
    "N/A,MISSING",
    "null,MISSING",
    "Null,MISSING",
    "n/a,TEXT",
    "na,TEXT",
    "'',MISSING",
    "Infinity,NON_FINITE",
    "-inf,NON_FINITE",
    "1e39,NON_FINITE",
    "-1e400,NON_FINITE",
    "0x10,TEXT",
    "1f,TEXT",
    "1d,TEXT",
    "1_000,TEXT",
    "--1,TEXT",
    "1e,TEXT",
    "e5,TEXT",
    ".,TEXT",
    "-,TEXT",
    "1 2,TEXT",
    "١,TEXT"
  })
  void tellsNumbersFromWhatOnlyLooksLikeOne(String text, CellText kind) throws IOException {
    CsvReader csv = reader(text + ",x\n");
    csv.nextRow();

    assertThat(csv.readNumber()).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource({
    "'a,b\n1,\"2\n',unclosed_quote,Line 2",
    "'a,b\n1,\"2\"x\n',text_after_quote,Line 2",
    "'a,b\n1,\u0000\n',binary,offset 6 (line 2)",
    "'a,b\n1,\u0001\n',binary,Byte 0x01"
  })
  void refusesWhatIsNoCsvAndSaysWhere(String text, String code, String where) {
    assertThatThrownBy(() -> rows(text))
        .isInstanceOfSatisfying(BadCsvException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(where);
  }

  @Test
  void namesTheByteThatIsNotUtf8() {
    byte[] latin1 = "name\nM\u00fcller\n".getBytes(StandardCharsets.ISO_8859_1);

    assertThatThrownBy(() -> rows(new ByteArrayInputStream(latin1)))
        .hasMessage("Line 2 is not UTF-8 at byte 6. Save the file as UTF-8.");
  }

  @Test
  void refusesACellThatNeverEnds() {
    assertThatThrownBy(() -> rows("x".repeat(2_000)))
        .hasMessageContaining("a cell is longer than 1000 bytes");
  }

  @Test
  void skipsAByteOrderMarkAndRefusesUtf16() throws IOException {
    assertThat(rows("\ufeffa,b\n")).containsExactly(List.of("a", "b"));
    byte[] utf16 = "a,b\n".getBytes(StandardCharsets.UTF_16);
    assertThatThrownBy(() -> rows(new ByteArrayInputStream(utf16))).hasMessageContaining("UTF-16");
  }

  private static List<List<String>> rows(String text) throws IOException {
    return rows(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<List<String>> rows(InputStream in) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    try (CsvReader csv = new CsvReader(in, 1_000)) {
      while (csv.nextRow()) {
        List<String> row = new ArrayList<>();
        while (csv.hasCell()) {
          csv.readCell();
          row.add(csv.text());
        }
        rows.add(row);
      }
    }
    return rows;
  }

  private static CsvReader reader(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new CsvReader(new ByteArrayInputStream(bytes), 1_000);
  }
}
