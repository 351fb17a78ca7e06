package dev.evenkeel.training.data;

/** Tells whether all cells of an example are finite; overlapping windows are looked at once. */
final class Completeness {

  private final DatasetTensors data;
  private final float[] cells;

  /** How many of the first k steps of a series have a missing cell; empty for all else. */
  private final int[] broken;

  private Completeness(DatasetTensors data, int[] broken) {
    this.data = data;
    this.broken = broken;
    this.cells = new float[broken.length > 0 || data.holdsBytes() ? 0 : data.mostCells()];
  }

  static Completeness of(DatasetTensors data) {
    return new Completeness(
        data,
        data.schema().layout() instanceof Layout.Windows windows
            ? brokenSteps(data, windows.steps())
            : new int[0]);
  }

  private static int[] brokenSteps(DatasetTensors data, long steps) {
    int[] counts = new int[Math.toIntExact(steps + 1)];
    float[] cells = new float[data.columns()];
    for (int step = 0; step < steps; step++) {
      data.readStep(step, cells);
      counts[step + 1] = counts[step] + (isFinite(cells, cells.length) ? 0 : 1);
    }
    return counts;
  }

  /** Whether the example's inputs are complete. */
  boolean isComplete(int example) {
    if (broken.length > 0) {
      return broken[example + data.positions(example)] == broken[example];
    }
    if (data.holdsBytes()) {
      return true;
    }
    data.readFeatures(example, cells);
    return isFinite(cells, data.positions(example) * data.columns());
  }

  static boolean isFinite(float[] numbers, int count) {
    for (int i = 0; i < count; i++) {
      if (!Float.isFinite(numbers[i])) {
        return false;
      }
    }
    return true;
  }
}
