package dev.evenkeel;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
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

  /** Imports by package, both without {@code dev.evenkeel.}. */
  static Map<String, TreeSet<String>> read() throws IOException {
    Map<String, TreeSet<String>> table = new TreeMap<>();
    for (String line : Files.readAllLines(PAGE)) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        TreeSet<String> imports = new TreeSet<>();
        NAME.matcher(row.group(2)).results().forEach(name -> imports.add(name.group(1)));
        table.put(row.group(1), imports);
      }
    }
    return table;
  }

  static boolean isOurs(JavaClass type) {
    return type.getPackageName().startsWith(OURS);
  }

  static String shortened(JavaClass type) {
    String name = type.getPackageName();
    return name.equals(OURS) ? TOP : name.substring(OURS.length() + 1);
  }
}
