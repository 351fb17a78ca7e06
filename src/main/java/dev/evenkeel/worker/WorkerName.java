package dev.evenkeel.worker;

import dev.evenkeel.id.Ids;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The name under which a server claims jobs; it stays with the data directory. */
final class WorkerName {

  private WorkerName() {}

  /** Reads the name kept in the folder, or makes one. */
  static String in(Path folder) {
    Path file = folder.resolve("name");
    try {
      if (!Files.exists(file)) {
        Path draft = folder.resolve("name.new");
        Files.writeString(draft, "evenkeel-" + Ids.next());
        Files.move(draft, file);
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
