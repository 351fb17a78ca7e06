package dev.evenkeel.worker;

/**
 * What one engine trains on: a CPU slot, or a CUDA device.
 *
 * @param index counts CPU slots from 0, or is CUDA's number of the device
 */
record Device(Kind kind, int index) {

  /** What it is. */
  enum Kind {
    CPU,
    CUDA
  }

  /** As in the settings and in {@code GET /api/v1/workers}. */
  String name() {
    return kind.name().toLowerCase(java.util.Locale.ROOT) + ":" + index;
  }
}
