package dev.evenkeel.training.dl4j;

import dev.evenkeel.training.plan.NetworkPlan;
import dev.evenkeel.training.plan.NetworkPlan.Hidden;
import dev.evenkeel.training.plan.layers.TensorShape.Sequence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Tells the layers that could mistake padding for data where sequences end, each by the length that
 * sequences have when they reach it.
 *
 * <p>No others: what sees one step at a time has no use for a mask, and some of Deeplearning4j's
 * layers fail over it.
 */
final class SequenceMasks {

  /**
   * @param steps what becomes of a length on the way to the layer; null where nothing does
   */
  private record Place(int layer, @Nullable IntUnaryOperator steps) {}

  private final List<Place> places = new ArrayList<>();
  private final Map<Integer, INDArray> shortened = new HashMap<>();

  SequenceMasks(NetworkPlan plan) {
    IntUnaryOperator steps = null;
    for (Hidden layer : plan.hidden()) {
      if (!(layer.in() instanceof Sequence in) || !in.varies()) {
        continue;
      }
      if (Dl4jLayer.of(layer).needsMask()) {
        places.add(new Place(layer.shape().index(), steps));
      }
      if (layer.out() instanceof Sequence out && out.steps() != in.steps()) {
        IntUnaryOperator own = layer.kind()::stepsAfter;
        steps = steps == null ? own : steps.andThen(own);
      }
    }
  }

  /**
   * @param mask [n, steps] of what the network is fed with; null where all steps count
   */
  void tell(MultiLayerNetwork network, @Nullable INDArray mask) {
    for (Place place : places) {
      boolean same = mask == null || place.steps() == null;
      network.getLayer(place.layer()).setMaskArray(same ? mask : shortened(place, mask));
    }
  }

  private INDArray shortened(Place place, INDArray mask) {
    int examples = Math.toIntExact(mask.size(0));
    int steps = place.steps().applyAsInt(Math.toIntExact(mask.size(1)));
    INDArray own = array(place.layer(), examples, steps, mask);
    own.assign(0);
    for (int example = 0; example < examples; example++) {
      int length = place.steps().applyAsInt(length(mask, example));
      for (int step = 0; step < length; step++) {
        own.putScalar(example, step, 1);
      }
    }
    return own;
  }

  /** Kept from batch to batch: the heap is so quiet that its collector would come too late. */
  private INDArray array(int layer, int examples, int steps, INDArray like) {
    INDArray kept = shortened.get(layer);
    if (kept != null && kept.size(0) == examples && kept.size(1) == steps) {
      return kept;
    }
    if (kept != null) {
      kept.close();
    }
    try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      INDArray made = Nd4j.create(like.dataType(), examples, steps);
      shortened.put(layer, made);
      return made;
    }
  }

  /** Steps that count stand before those that don't. */
  private static int length(INDArray mask, int example) {
    int least = 0;
    int most = Math.toIntExact(mask.size(1));
    while (least < most) {
      int middle = (least + most + 1) / 2;
      if (mask.getDouble(example, middle - 1) == 0) {
        most = middle - 1;
      } else {
        least = middle;
      }
    }
    return least;
  }

  void close() {
    shortened.values().forEach(INDArray::close);
    shortened.clear();
  }
}
