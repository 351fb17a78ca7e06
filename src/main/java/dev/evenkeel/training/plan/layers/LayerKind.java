package dev.evenkeel.training.plan.layers;

import dev.evenkeel.training.spec.Activation;
import dev.evenkeel.training.spec.LayerSpec;
import dev.evenkeel.training.spec.WeightInit;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a layer is, whoever computes it: its shapes, parameters, memory, faults and traits. One
 * class a type, bound to one layer's spec.
 */
public interface LayerKind {

  static LayerKind of(LayerSpec layer) {
    return Registered.KINDS.create(layer, layer);
  }

  /** Filled when the first kind is asked for. */
  final class Registered {

    private static final LayerRegistry<LayerKind> KINDS =
        LayerRegistry.of(LayerKind.class, "%sKind");

    private Registered() {}
  }

  LayerSpec layer();

  /** The type's name in a spec. */
  default String type() {
    return LayerRegistry.type(layer().getClass());
  }

  Set<LayerTrait> traits();

  default boolean is(LayerTrait trait) {
    return traits().contains(trait);
  }

  /** Collects what is wrong with the layer's numbers and names wherever it stands. */
  void check(LayerFaults faults);

  /**
   * The shape that leaves the layer.
   *
   * @param returnSequences what a recurrent layer does that doesn't say
   */
  TensorShape after(TensorShape in, boolean returnSequences) throws Misfit;

  /** How many steps a sequence of so many has behind the layer. */
  default int stepsAfter(int steps) {
    return steps;
  }

  /** Numbers that one unit sees at one position. */
  default int inputs(TensorShape in) {
    return in.width();
  }

  /** Numbers that are learned, running statistics included. */
  long parameters(TensorShape in);

  /** Numbers that a pass keeps of one example besides the output. */
  long memoryInside(TensorShape in, TensorShape out);

  /** What of the layer has weights that are started and penalised: itself, or what it wraps. */
  LayerSpec.@Nullable Weighted weights();

  /** How those weights start where nobody says it; null where there are none. */
  @Nullable WeightInit usualStart(int inputs);

  /** Where {@link #weights()} stand below the layer's pointer: empty or {@code /layer}. */
  default String inside() {
    return "";
  }

  /** The matrices that a signal passes one after the other, each by what its units see. */
  default List<Integer> fanIns(TensorShape in) {
    return List.of(inputs(in));
  }

  /** The function that a feed-forward layer or an activation alone applies; null elsewhere. */
  default @Nullable Activation activation() {
    return null;
  }

  /** The recurrence, of a bidirectional layer that of each direction; null elsewhere. */
  default LayerSpec.@Nullable Recurrent recurrence() {
    return null;
  }

  /** The bias with which a gate starts that lets a state be forgotten; null where there is none. */
  default @Nullable Double forgetGateBias() {
    return null;
  }

  /** The share of its inputs that the layer drops in training. */
  default double dropped() {
    return 0;
  }

  /** Codes that the layer knows; null where it takes none or the dataset is to say it. */
  default @Nullable Integer codes() {
    return null;
  }

  /** The layer with what only the dataset can say. */
  default LayerSpec resolved(int codes) {
    return layer();
  }

  /** Whether it is a recurrence without gates, in one direction or both. */
  default boolean isPlainRecurrence() {
    return is(LayerTrait.RECURRENT) && !is(LayerTrait.GATED);
  }
}
