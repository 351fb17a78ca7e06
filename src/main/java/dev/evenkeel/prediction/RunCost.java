package dev.evenkeel.prediction;

import dev.evenkeel.training.ModelManifest;
import dev.evenkeel.training.plan.layers.LayerKind;
import dev.evenkeel.training.plan.layers.LayerShape;
import dev.evenkeel.training.plan.layers.LayerTrait;
import dev.evenkeel.training.spec.LayerSpec;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How large the intermediate results of a run become, in numbers of the largest of them: bounds how
 * many examples go into one run and how long a sequence may be.
 *
 * @param ofPosition for each position of an example
 * @param ofExample for each example whatever its length
 */
record RunCost(long ofPosition, long ofExample) {

  /** Numbers in the largest intermediate result of a run: 8 MB. */
  private static final long WANTED = 1 << 21;

  /** Where one example alone makes more than is wanted: 64 MB of raw numbers, 128 MB of results. */
  private static final long LARGEST = 1 << 25;

  private static final long LONGEST = 100_000;

  private static final int GATES = 4;

  static RunCost of(ModelManifest manifest) {
    long ofPosition = manifest.preprocessing().featureWidth();
    long ofExample = 1;
    // A trained network has its layers, those of its base model included.
    List<LayerSpec> hidden = Objects.requireNonNull(manifest.network().layers());
    for (LayerShape layer : manifest.layers()) {
      List<@Nullable Integer> shape = layer.outputShape();
      if (layer.index() < hidden.size()
          && LayerKind.of(hidden.get(layer.index())).is(LayerTrait.RECURRENT)) {
        ofPosition = Math.max(ofPosition, (long) GATES * layer.outputs());
      } else if (shape.size() == 2 && shape.get(0) == null) {
        ofPosition = Math.max(ofPosition, layer.outputs());
      } else {
        long numbers =
            shape.stream().mapToLong(size -> size == null ? 1 : size).reduce(1, (a, b) -> a * b);
        ofExample = Math.max(ofExample, numbers);
      }
    }
    return new RunCost(ofPosition, ofExample);
  }

  /** Whether so many examples, each padded to so many positions, may go into one run. */
  boolean allows(long examples, long positions) {
    return examples * Math.max(positions * ofPosition, ofExample) <= WANTED;
  }

  /** The most positions that one example may have: at no time more than an upload's sequence. */
  int mostPositions() {
    return (int) Math.min(LONGEST, LARGEST / ofPosition);
  }
}
