package dev.evenkeel.dataset.archive;

import dev.evenkeel.dataset.cells.CellFaults;
import dev.evenkeel.dataset.cells.DatasetSettings;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * An uploaded zip. Nothing of it is ever written to a path that it names; a name that tries is
 * refused all the same, since it says that the file was not made for this.
 *
 * <p>One thread.
 */
public final class ZipArchive implements Closeable {

  private static final int LONGEST_NAME = 1_000;

  private final ZipFile zip;
  private final Map<String, ZipEntry> entries;
  private final DecompressionBudget budget;

  private ZipArchive(ZipFile zip, DatasetSettings limits) {
    this.zip = zip;
    this.entries = entries(zip);
    budget = new DecompressionBudget(limits.maxDecompressedBytes());
  }

  public static ZipArchive open(Path file, DatasetSettings limits) throws IOException {
    ZipDirectory.check(file, limits.maxZipEntries());
    ZipFile zip;
    try {
      zip = new ZipFile(file.toFile());
    } catch (ZipException | IllegalArgumentException e) {
      throw ZipDirectory.notZip(CellFaults.abbreviated(String.valueOf(e.getMessage())));
    }
    try {
      return new ZipArchive(zip, limits);
    } catch (RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  private static Map<String, ZipEntry> entries(ZipFile zip) {
    Map<String, ZipEntry> entries = new LinkedHashMap<>();
    CellFaults faults = new CellFaults("File");
    for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
      ZipEntry entry = all.nextElement();
      String problem = problem(entry.getName());
      if (problem != null) {
        faults.badEntry("bad_entry_name", printable(entry.getName()), problem);
      } else if (entries.put(entry.getName(), entry) != null) {
        faults.badEntry("duplicate_entry", entry.getName(), "is there twice");
      }
    }
    faults.refuseIfAny();
    return entries;
  }

  /** What is wrong with a name, or null. */
  private static @Nullable String problem(String name) {
    if (name.isBlank() || name.length() > LONGEST_NAME) {
      return "must have 1 to %d characters as a name".formatted(LONGEST_NAME);
    }
    if (name.chars().anyMatch(Character::isISOControl)) {
      return "has control characters in its name";
    }
    if (name.indexOf('\\') >= 0) {
      return "has a backslash in its name; folders are parted by /";
    }
    if (name.startsWith("/") || name.indexOf(':') == 1 || leavesItsFolder(name)) {
      return "is a path out of the zip";
    }
    return null;
  }

  private static boolean leavesItsFolder(String name) {
    return ("/" + name + "/").contains("/../") || ("/" + name).contains("/./");
  }

  private static String printable(String name) {
    return CellFaults.tail(name.replaceAll("\\p{Cntrl}", "\uFFFD"));
  }

  /** Names of all files and folders, in the order of the zip; those of folders end in a slash. */
  public Iterable<String> names() {
    return entries.keySet();
  }

  public boolean has(String name) {
    return entries.containsKey(name);
  }

  /** The decompressed bytes of a file, its checksum verified at the end. */
  public InputStream open(String name) throws IOException {
    ZipEntry entry = entries.get(name);
    try {
      return new ZipEntryStream(zip.getInputStream(entry), entry, budget);
    } catch (ZipException e) {
      throw ZipEntryStream.corrupt(name);
    }
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
