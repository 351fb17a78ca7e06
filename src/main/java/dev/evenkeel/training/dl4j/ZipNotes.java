package dev.evenkeel.training.dl4j;

import dev.evenkeel.training.plan.NetworkPlan;
import dev.evenkeel.training.plan.NetworkPlan.Hidden;
import dev.evenkeel.training.plan.layers.LayerTrait;
import dev.evenkeel.training.plan.layers.TensorShape.Sequence;
import dev.evenkeel.training.spec.Loss;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.ComposableInputPreProcessor;
import org.jspecify.annotations.Nullable;

/** Says where a model's zip is less in Deeplearning4j's own hands than it was in ours. */
final class ZipNotes {

  private static final Set<LayerTrait> WINDOW_OF_STEPS =
      Set.of(LayerTrait.SPANS_STEPS, LayerTrait.TAKES_SEQUENCES);

  private ZipNotes() {}

  static Map<String, String> of(NetworkPlan plan) {
    Map<String, String> notes = new TreeMap<>();
    if (plan.output().loss() == Loss.HUBER) {
      notes.put("zip_loss", "mse in the place of huber, which Deeplearning4j lacks");
    }
    if (!isTrainable(plan)) {
      notes.put(
          "zip_training",
          "Deeplearning4j answers with a bidirectional layer's last states but can't train it: no updater state");
    }
    if (plan.hidden().stream().anyMatch(ZipNotes::looksBehindEnds)) {
      notes.put(
          "zip_lengths",
          "in Deeplearning4j's own hands a convolution or pooling of steps sees what lies behind the end of a shorter sequence");
    }
    if (needsOurClass(plan)) {
      notes.put("zip_classes", RowMajorReshape.class.getName());
    }
    return notes;
  }

  /** Whether Deeplearning4j itself could go on training, for which alone it wants updater state. */
  static boolean isTrainable(NetworkPlan plan) {
    return plan.hidden().stream().allMatch(layer -> Dl4jLayer.of(layer).isTrainableByItself());
  }

  /** Its masks count a window as soon as one of its steps counts; ours have zeros behind an end. */
  private static boolean looksBehindEnds(Hidden layer) {
    return layer.kind().traits().containsAll(WINDOW_OF_STEPS)
        && layer.in() instanceof Sequence sequence
        && sequence.varies();
  }

  private static boolean needsOurClass(NetworkPlan plan) {
    Arrangement arrangement = new Arrangement(plan);
    boolean needs = false;
    for (Hidden layer : plan.hidden()) {
      needs |= isOurs(arrangement.before(layer));
    }
    return needs;
  }

  private static boolean isOurs(@Nullable InputPreProcessor step) {
    if (step instanceof ComposableInputPreProcessor several) {
      for (InputPreProcessor one : several.getInputPreProcessors()) {
        if (isOurs(one)) {
          return true;
        }
      }
    }
    return step instanceof RowMajorReshape;
  }
}
