package dev.evenkeel.training.dl4j;

import dev.evenkeel.training.dl4j.Dl4jLayer.StepOrder;
import dev.evenkeel.training.plan.NetworkPlan;
import dev.evenkeel.training.plan.NetworkPlan.Hidden;
import dev.evenkeel.training.plan.layers.LayerTrait;
import dev.evenkeel.training.plan.layers.TensorShape;
import dev.evenkeel.training.plan.layers.TensorShape.Image;
import dev.evenkeel.training.plan.layers.TensorShape.Sequence;
import dev.evenkeel.training.plan.layers.TensorShape.Vector;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.ComposableInputPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;
import org.jspecify.annotations.Nullable;

/**
 * Follows activations through a network as they lie in Deeplearning4j's arrays, and says what must
 * turn them before a layer.
 *
 * <p>A vector lies [b, features], a sequence [b, features, steps], an image [b, channels, height,
 * width]. Layers that see one step at a time take a row a step, [b · steps, features]; whatever
 * doesn't mind leaves a sequence as it comes.
 */
final class Arrangement {

  private final NetworkPlan plan;
  private boolean leading = true;
  private boolean rowForEachStep;

  Arrangement(NetworkPlan plan) {
    this.plan = plan;
  }

  /** To be asked for each layer in order; null where it takes its input as it is. */
  @Nullable InputPreProcessor before(Hidden layer) {
    leading &= layer.kind().is(LayerTrait.RESHAPES);
    if (leading) {
      // The batch comes in this shape.
      return null;
    }
    List<InputPreProcessor> steps = new ArrayList<>();
    Dl4jLayer own = Dl4jLayer.of(layer);
    if (layer.in() instanceof Sequence && own.steps() != StepOrder.EITHER) {
      putSteps(steps, own.steps() == StepOrder.ROW_BY_ROW);
    }
    InputPreProcessor turning = own.turning(plan.flattensByChannel(layer));
    if (turning != null) {
      steps.add(turning);
    }
    return together(steps);
  }

  @Nullable InputPreProcessor before(NetworkPlan.Output output) {
    return output.in() instanceof Image image ? byChannel(image) : null;
  }

  private void putSteps(List<InputPreProcessor> steps, boolean inRows) {
    if (inRows && !rowForEachStep) {
      steps.add(new RnnToFeedForwardPreProcessor(RNNFormat.NCW));
    } else if (!inRows && rowForEachStep) {
      steps.add(new FeedForwardToRnnPreProcessor(RNNFormat.NCW));
    }
    rowForEachStep = inRows;
  }

  /**
   * The same numbers in another shape.
   *
   * @param anyOrder whoever weighs all numbers doesn't mind their order; a later reshape does
   */
  static InputPreProcessor turned(TensorShape from, TensorShape to, boolean anyOrder) {
    if (from instanceof Image image && to instanceof Vector && (anyOrder || image.width() == 1)) {
      return byChannel(image);
    }
    if (from instanceof Vector && to instanceof Image image && image.width() == 1) {
      return new FeedForwardToCnnPreProcessor(image.height(), image.columns(), 1);
    }
    return RowMajorReshape.between(from, to);
  }

  static InputPreProcessor byChannel(Image image) {
    return new CnnToFeedForwardPreProcessor(image.height(), image.columns(), image.width());
  }

  private static @Nullable InputPreProcessor together(List<InputPreProcessor> steps) {
    if (steps.isEmpty()) {
      return null;
    }
    return steps.size() == 1
        ? steps.get(0)
        : new ComposableInputPreProcessor(steps.toArray(new InputPreProcessor[0]));
  }
}
