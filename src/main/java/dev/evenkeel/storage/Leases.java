package dev.evenkeel.storage;

import java.util.ArrayList;
import java.util.List;

/** Leases that end together, such as those of all that a run reads. One thread. */
public final class Leases implements AutoCloseable {

  private final List<LocalFiles> held = new ArrayList<>();

  /** Holds a lease as long as the others. */
  public LocalFiles hold(LocalFiles files) {
    held.add(files);
    return files;
  }

  @Override
  public void close() {
    held.forEach(LocalFiles::close);
    held.clear();
  }
}
