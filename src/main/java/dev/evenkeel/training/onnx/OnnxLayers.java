package dev.evenkeel.training.onnx;

import dev.evenkeel.training.spec.LayerSpec;
import java.util.HashMap;
import java.util.Map;

/** Every kind of layer with its form in ONNX. */
final class OnnxLayers {

  private static final Map<Class<? extends LayerSpec>, OnnxLayer<?>> KINDS = new HashMap<>();

  static {
    put(LayerSpec.Dense.class, new OnnxDense());
    put(LayerSpec.Conv2d.class, new OnnxConvolution());
    put(
        LayerSpec.MaxPooling2d.class,
        new OnnxPooling2d<>(
            "MaxPool", LayerSpec.MaxPooling2d::size, LayerSpec.MaxPooling2d::stride));
    put(
        LayerSpec.AveragePooling2d.class,
        new OnnxPooling2d<>(
            "AveragePool", LayerSpec.AveragePooling2d::size, LayerSpec.AveragePooling2d::stride));
    put(LayerSpec.SeparableConv2d.class, new OnnxSeparableConvolution());
    put(LayerSpec.Conv1d.class, new OnnxConv1d());
    put(LayerSpec.MaxPooling1d.class, new OnnxPooling1d<>("MaxPool"));
    put(LayerSpec.AveragePooling1d.class, new OnnxPooling1d<>("AveragePool"));
    put(LayerSpec.GlobalPooling.class, new OnnxGlobalPooling());
    put(LayerSpec.Flatten.class, new OnnxFlatten());
    put(LayerSpec.Reshape.class, (layer, in, to) -> to.shapes().reshaped(in, layer.out()));
    put(LayerSpec.Lstm.class, OnnxRecurrence.lstm());
    put(LayerSpec.SimpleRnn.class, OnnxRecurrence.simple());
    put(LayerSpec.Bidirectional.class, OnnxRecurrence::both);
    put(LayerSpec.Embedding.class, new OnnxEmbedding());
    put(
        LayerSpec.ActivationOnly.class,
        (layer, in, to) -> to.activations().apply(layer.spec().activation(), in));
    put(LayerSpec.BatchNormalization.class, new OnnxNormalization());
    // Nothing is dropped from what is not trained.
    put(LayerSpec.Dropout.class, (layer, in, to) -> in);
  }

  private OnnxLayers() {}

  private static <L extends LayerSpec> void put(Class<L> kind, OnnxLayer<L> form) {
    KINDS.put(kind, form);
  }

  /**
   * @throws IllegalArgumentException where the kind is not among them
   */
  static OnnxLayer<?> of(Class<? extends LayerSpec> kind) {
    OnnxLayer<?> form = KINDS.get(kind);
    if (form == null) {
      throw new IllegalArgumentException("%s has no ONNX form.".formatted(kind.getSimpleName()));
    }
    return form;
  }

  /** The form of a layer that may run in both directions. */
  static OnnxRecurrence<?> recurrence(LayerSpec.Recurrent layer) {
    return (OnnxRecurrence<?>) of(layer.getClass());
  }

  @SuppressWarnings("unchecked") // put has seen to it
  static <L extends LayerSpec> Flow append(TrainedLayer<L> layer, Flow in, OnnxContext to) {
    return ((OnnxLayer<L>) of(layer.spec().getClass())).append(layer, in, to);
  }
}
