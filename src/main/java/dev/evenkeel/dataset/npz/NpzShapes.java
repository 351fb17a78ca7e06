package dev.evenkeel.dataset.npz;

import dev.evenkeel.dataset.cells.DatasetSettings;
import dev.evenkeel.dataset.cells.UnreadableFile;
import dev.evenkeel.training.data.DatasetSchema.Task;
import java.util.Arrays;

/** Checks that the arrays of an .npz are examples of something that can be learned. */
public record NpzShapes(NpzArray x, NpzArray y, Task task, DatasetSettings limits) {

  public void check() {
    checkInputs();
    requireRoom();
    checkTargets();
  }

  private void checkInputs() {
    if (x.type().isText()) {
      throw UnreadableFile.because(
          "unsupported_dtype",
          "Array 'x' holds text, of the dtype '%s'. Inputs must be numbers: x.astype('float32')."
              .formatted(x.header().descr()));
    }
    if (x.rank() < 2 || x.rank() > 4) {
      throw badShape(
          x,
          "must be [n, features], [n, steps, features] or [n, height, width, channels]%s"
              .formatted(x.rank() == 1 ? "; one feature an example is x.reshape(-1, 1)" : ""));
    }
    if (x.size(0) == 0) {
      throw UnreadableFile.because(
          "no_examples", "Array 'x' of shape %s is empty.".formatted(x.shape()));
    }
    if (Arrays.stream(x.header().shape()).anyMatch(size -> size == 0)) {
      throw badShape(x, "has a side of length 0");
    }
    if (x.size(0) > limits.maxRows()) {
      throw UnreadableFile.tooLarge(
          "Array 'x' of shape %s has more than %d examples, the most that is taken."
              .formatted(x.shape(), limits.maxRows()));
    }
    requireSize(columns(), limits.maxFeatureWidth(), "features or channels");
    requireSize(
        x.elementsPerRow(),
        Math.max(limits.maxExampleValues(), limits.maxFeatureWidth()),
        "numbers an example");
    if (x.rank() == 3) {
      requireSize(x.size(1), limits.maxSequenceSteps(), "steps");
    }
  }

  /** Bytes of a table become numbers of four bytes each. */
  private void requireRoom() {
    boolean pixels = x.rank() == 4 && x.type().isByte();
    if (!pixels && x.header().elements() > limits.maxDecompressedBytes() / Float.BYTES) {
      throw UnreadableFile.tooLarge(
          "Array 'x' of shape %s has more than %d bytes as float32, the most that is taken."
              .formatted(x.shape(), limits.maxDecompressedBytes()));
    }
  }

  private void requireSize(long size, long most, String what) {
    if (size > most) {
      throw badShape(x, "has more than %d %s, the most that is taken".formatted(most, what));
    }
  }

  /** Features, or channels of images. */
  long columns() {
    return x.size(x.rank() - 1);
  }

  /** Numbers to be learned of each example. */
  long targets() {
    return y.rank() == 1 ? 1 : y.size(1);
  }

  private void checkTargets() {
    if (y.rank() < 1 || y.rank() > 2) {
      throw badShape(
          y, task == Task.CLASSIFICATION ? "must be [n] labels" : "must be [n] or [n, targets]");
    }
    if (x.size(0) != y.size(0)) {
      throw UnreadableFile.because(
          "lengths_differ",
          "Arrays 'x' of shape %s and 'y' of shape %s must have the same number of examples."
              .formatted(x.shape(), y.shape()));
    }
    if (task == Task.CLASSIFICATION && targets() != 1) {
      throw badShape(y, "must be [n] labels; one-hot rows are labels by y.argmax(axis=1)");
    }
    if (task == Task.REGRESSION && y.type().isText()) {
      throw UnreadableFile.because(
          "unsupported_dtype",
          "Array 'y' holds text, of the dtype '%s'. A regression learns numbers; text is for task classification."
              .formatted(y.header().descr()));
    }
    if (targets() < 1 || targets() > limits.maxClasses()) {
      throw badShape(y, "must have 1 to %d targets".formatted(limits.maxClasses()));
    }
  }

  private static RuntimeException badShape(NpzArray array, String problem) {
    return UnreadableFile.because(
        "bad_shape", "Array '%s' of shape %s %s.".formatted(array.name(), array.shape(), problem));
  }
}
