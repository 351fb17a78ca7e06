package dev.evenkeel;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The table "Packages" of docs/architecture.md: which package may import which. */
final class PackageTable {

  private static final Path PAGE = Path.of("docs/architecture.md");
  private static final String OURS = "dev.evenkeel";

  /** A row: package, what it is for, what it may import. */
  private static final Pattern ROW = Pattern.compile("\\| `([\\w.]+)` \\| [^|]+ \\| ([^|]+) \\|");

  private static final Pattern NAME = Pattern.compile("`([\\w.]+)`");

  /** The application itself, which lies above all packages. */
  private static final String TOP = "evenkeel";

  private PackageTable() {}

  /** The packages, and each import of each, without {@code dev.evenkeel.}. */
  static Set<String> read() throws IOException {
    Set<String> rows = new TreeSet<>();
    for (String line : Files.readAllLines(PAGE)) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        String name = row.group(1);
        rows.add(name);
        NAME.matcher(row.group(2)).results().forEach(other -> rows.add(row(name, other.group(1))));
      }
    }
    return rows;
  }

  static String row(String name, String imported) {
    return name + " imports " + imported;
  }

  static boolean isOurs(JavaClass type) {
    return type.getPackageName().startsWith(OURS);
  }

  static String shortened(JavaClass type) {
    String name = type.getPackageName();
    return name.equals(OURS) ? TOP : name.substring(OURS.length() + 1);
  }
}
