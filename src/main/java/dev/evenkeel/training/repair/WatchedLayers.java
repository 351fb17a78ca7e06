package dev.evenkeel.training.repair;

import dev.evenkeel.training.plan.NetworkPlan;
import dev.evenkeel.training.plan.layers.LayerKind;
import dev.evenkeel.training.plan.layers.LayerShape;
import dev.evenkeel.training.plan.layers.LayerTrait;
import dev.evenkeel.training.stability.WatchedLayer;
import java.util.ArrayList;
import java.util.List;

/** The layers of a plan as monitors know them. */
public final class WatchedLayers {

  private WatchedLayers() {}

  public static List<WatchedLayer> of(NetworkPlan plan) {
    List<WatchedLayer> layers = new ArrayList<>();
    for (NetworkPlan.Hidden layer : plan.hidden()) {
      if (layer.shape().hasParameters()) {
        layers.add(
            new WatchedLayer(layer.shape().index(), layer.shape().name(), kind(layer.kind())));
      }
    }
    LayerShape output = plan.output().shape();
    layers.add(new WatchedLayer(output.index(), output.name(), WatchedLayer.Kind.OUTPUT));
    return layers;
  }

  private static WatchedLayer.Kind kind(LayerKind layer) {
    if (layer.is(LayerTrait.RECURRENT)) {
      return WatchedLayer.Kind.RECURRENT;
    }
    return layer.is(LayerTrait.NORMALIZES_BATCH)
        ? WatchedLayer.Kind.NORMALIZATION
        : WatchedLayer.Kind.USUAL;
  }
}
