package dev.evenkeel.dataset.importing;

import dev.evenkeel.dataset.archive.ZipArchive;
import dev.evenkeel.dataset.cells.CellFaults;
import dev.evenkeel.dataset.cells.DatasetSettings;
import dev.evenkeel.dataset.cells.UnreadableFile;
import dev.evenkeel.dataset.column.LabelOrder;
import dev.evenkeel.error.Fault;
import dev.evenkeel.error.ServiceException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The images of a zip by class: the folders directly below the root, each with its images, both
 * sorted. Files outside the root, hidden ones and what operating systems leave are not looked at.
 *
 * @param images names of the zip's files by class, in the order of the classes
 * @param empty names of class folders without an image
 */
record ImageFolders(Map<String, List<String>> images, List<String> empty) {

  private static final int MOST_SHOWN = 20;
  private static final Pattern IMAGE = Pattern.compile(".*\\.(png|jpe?g)");
  private static final Set<String> LEFTOVERS = Set.of("__MACOSX", "Thumbs.db", "desktop.ini");

  static ImageFolders of(ZipArchive zip, String root, DatasetSettings limits) {
    String folder = root.replaceAll("/+$", "");
    return new Sorting(folder.isEmpty() ? "" : folder + "/", limits).sort(zip);
  }

  /** Sorts the files of a zip. One use. */
  private static final class Sorting {

    private final String prefix;
    private final DatasetSettings limits;
    private final Map<String, List<String>> images = new TreeMap<>();
    private final Set<String> tops = new TreeSet<>();
    private final CellFaults faults = new CellFaults("File");
    private boolean found;

    Sorting(String prefix, DatasetSettings limits) {
      this.prefix = prefix;
      this.limits = limits;
    }

    ImageFolders sort(ZipArchive zip) {
      zip.names().forEach(this::take);
      requireRoot();
      faults.refuseIfAny();
      List<String> classes =
          LabelOrder.sorted(
              images.keySet().stream().filter(name -> !images.get(name).isEmpty()).toList());
      requireClasses(classes);
      Map<String, List<String>> sorted = new LinkedHashMap<>();
      for (String name : classes) {
        Collections.sort(images.get(name));
        sorted.put(name, images.get(name));
      }
      return new ImageFolders(
          sorted, images.keySet().stream().filter(name -> images.get(name).isEmpty()).toList());
    }

    private void take(String name) {
      String[] path = name.split("/");
      if (List.of(path).stream()
          .anyMatch(part -> part.startsWith(".") || LEFTOVERS.contains(part))) {
        return;
      }
      if (tops.size() < MOST_SHOWN && (path.length > 1 || name.endsWith("/"))) {
        tops.add(path[0]);
      }
      if (name.startsWith(prefix)) {
        found = true;
        if (name.length() > prefix.length()) {
          sortIn(name, name.substring(prefix.length()).split("/"));
        }
      }
    }

    /**
     * @param path below the root
     */
    private void sortIn(String name, String[] path) {
      if (name.endsWith("/") && path.length == 1) {
        classFolder(path[0]);
      } else if (path.length > 2 || name.endsWith("/")) {
        faults.badEntry(
            "nested_folder",
            name,
            "lies deeper than a class folder%s. Class folders hold images, and no folders; if they lie deeper in the zip, say where with 'root'"
                .formatted(prefix.isEmpty() ? "" : " of " + CellFaults.tail(prefix)));
      } else if (path.length == 1 || !IMAGE.matcher(path[1].toLowerCase(Locale.ROOT)).matches()) {
        faults.badEntry(
            "not_an_image",
            name,
            path.length == 1
                ? "lies beside the class folders. Each image lies in the folder of its class, and nothing else in the zip's 'root'"
                : "is neither .png nor .jpg. Class folders hold images only");
      } else {
        classFolder(path[0]).add(name);
      }
    }

    private List<String> classFolder(String name) {
      List<String> known = images.get(name);
      if (known == null) {
        if (images.size() == limits.maxClasses()) {
          throw UnreadableFile.because(
              "too_many_classes",
              "There are more than %d class folders, the most that is taken."
                  .formatted(limits.maxClasses()));
        }
        known = new ArrayList<>();
        images.put(name, known);
      }
      return known;
    }

    private void requireRoot() {
      if (!found && !prefix.isEmpty()) {
        String message =
            "The zip has no folder '%s'. It has at its top: %s."
                .formatted(
                    CellFaults.tail(prefix.substring(0, prefix.length() - 1)),
                    tops.isEmpty() ? "no folders" : shown());
        throw ServiceException.invalid(List.of(new Fault("/root", "unknown_folder", message)));
      }
    }

    private String shown() {
      return tops.stream().map(CellFaults::abbreviated).collect(Collectors.joining(", "));
    }

    private void requireClasses(List<String> classes) {
      if (classes.isEmpty()) {
        throw UnreadableFile.because(
            "no_examples",
            "The zip holds no images. It needs one folder of PNG or JPEG files a class.");
      }
      if (classes.size() < 2) {
        throw UnreadableFile.because(
            "too_few_classes",
            "The only class folder with images is '%s'. A classification needs at least 2."
                .formatted(CellFaults.abbreviated(classes.get(0))));
      }
    }
  }
}
