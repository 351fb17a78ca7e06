package dev.evenkeel.training.dl4j;

import dev.evenkeel.training.data.FittedPreprocessing.InputEncoding;
import dev.evenkeel.training.network.Batch;
import dev.evenkeel.training.plan.NetworkPlan.Input;
import dev.evenkeel.training.plan.layers.TensorShape;
import dev.evenkeel.training.plan.layers.TensorShape.Image;
import dev.evenkeel.training.plan.layers.TensorShape.Sequence;

/** How a batch's numbers, position by position, lie in the array that a network takes. */
sealed interface InputLayout {

  static InputLayout of(Input input) {
    TensorShape shape = input.shape();
    if (input.encoding() == InputEncoding.CODES) {
      return new Codes();
    }
    if (shape instanceof Sequence sequence) {
      return new Steps(sequence);
    }
    return shape instanceof Image image ? new Pixels(image) : new Rows(shape.width());
  }

  long[] shape(Batch batch);

  /** Row-major unless a layout says otherwise. */
  default char order() {
    return 'c';
  }

  /** Whether the numbers lie there as they lie in the batch. */
  default boolean isPlain() {
    return true;
  }

  /** Puts the batch's numbers where they belong. */
  default void lay(Batch batch, float[] into) {
    System.arraycopy(batch.features(), 0, into, 0, batch.size() * batch.exampleWidth());
  }

  /** [n, features]. */
  record Rows(int width) implements InputLayout {

    @Override
    public long[] shape(Batch batch) {
      return new long[] {batch.size(), width};
    }
  }

  /** [n, steps], a code each. */
  record Codes() implements InputLayout {

    @Override
    public long[] shape(Batch batch) {
      return new long[] {batch.size(), batch.positions()};
    }
  }

  /** [n, features, steps], column-major: what belongs to one step lies side by side. */
  record Steps(Sequence sequence) implements InputLayout {

    private int steps(Batch batch) {
      return sequence.varies() ? batch.positions() : sequence.steps();
    }

    @Override
    public long[] shape(Batch batch) {
      return new long[] {batch.size(), sequence.width(), steps(batch)};
    }

    @Override
    public char order() {
      return 'f';
    }

    @Override
    public boolean isPlain() {
      return false;
    }

    @Override
    public void lay(Batch batch, float[] into) {
      float[] from = batch.features();
      int examples = batch.size();
      int width = steps(batch) * sequence.width();
      for (int number = 0; number < width; number++) {
        int at = number * examples;
        for (int example = 0; example < examples; example++) {
          into[at + example] = from[example * width + number];
        }
      }
    }
  }

  /** [n, channels, height, width]. */
  record Pixels(Image image) implements InputLayout {

    @Override
    public long[] shape(Batch batch) {
      return new long[] {batch.size(), image.width(), image.height(), image.columns()};
    }

    @Override
    public boolean isPlain() {
      return image.width() == 1;
    }

    @Override
    public void lay(Batch batch, float[] into) {
      float[] from = batch.features();
      int channels = image.width();
      int pixels = Math.toIntExact(image.positions());
      int at = 0;
      for (int example = 0; example < batch.size(); example++) {
        int first = example * pixels * channels;
        for (int channel = 0; channel < channels; channel++) {
          for (int pixel = 0; pixel < pixels; pixel++) {
            into[at++] = from[first + pixel * channels + channel];
          }
        }
      }
    }
  }
}
