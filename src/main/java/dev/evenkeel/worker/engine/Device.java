package dev.evenkeel.worker.engine;

/**
 * What one engine trains on: a CPU slot, or a CUDA device.
 *
 * @param index counts CPU slots from 0, or is CUDA's number of the device
 */
public record Device(Kind kind, int index) {

  /** What it is. */
  public enum Kind {
    CPU,
    CUDA
  }

  /** As in the settings and in {@code GET /api/v1/workers}. */
  public String name() {
    return kind.name().toLowerCase(java.util.Locale.ROOT) + ":" + index;
  }
}
