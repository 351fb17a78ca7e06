package dev.evenkeel.training.dl4j;

import dev.evenkeel.training.NetworkPlan.Hidden;
import dev.evenkeel.training.spec.LayerSpec;
import dev.evenkeel.training.spec.LayerSpec.Pooling;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;

/** Deeplearning4j's names for the layers whose start nobody chooses. */
final class PlainLayers {

  private PlainLayers() {}

  static Layer configure(Hidden hidden) {
    LayerSpec layer = hidden.spec();
    if (layer instanceof LayerSpec.MaxPooling2d max) {
      return ImageLayers.pooling(PoolingType.MAX, max.size(), max.stride());
    }
    if (layer instanceof LayerSpec.AveragePooling2d average) {
      return ImageLayers.pooling(PoolingType.AVG, average.size(), average.stride());
    }
    if (layer instanceof LayerSpec.GlobalPooling global) {
      return new GlobalPoolingLayer.Builder(
              global.pooling() == Pooling.MAX ? PoolingType.MAX : PoolingType.AVG)
          .build();
    }
    if (layer instanceof LayerSpec.BatchNormalization normalization) {
      return normalization(normalization, hidden.in().width());
    }
    if (layer instanceof LayerSpec.Dropout dropout) {
      return dropout(dropout.rate());
    }
    if (layer instanceof LayerSpec.ActivationOnly only) {
      return activation(Activations.configure(only.activation()));
    }
    if (layer instanceof LayerSpec.Flatten || layer instanceof LayerSpec.Reshape) {
      // What stands before it has turned the numbers already.
      return activation(new ActivationIdentity());
    }
    throw new IllegalArgumentException("Unknown layer %s.".formatted(layer));
  }

  private static Layer dropout(double rate) {
    // Deeplearning4j takes the share that is kept, and reads 0 as "no dropout".
    return rate == 0
        ? activation(new ActivationIdentity())
        : new DropoutLayer.Builder().dropOut(1.0 - rate).build();
  }

  private static Layer activation(IActivation activation) {
    return new ActivationLayer.Builder().activation(activation).build();
  }

  private static Layer normalization(LayerSpec.BatchNormalization normalization, int features) {
    return new BatchNormalization.Builder()
        .nIn(features)
        .nOut(features)
        .decay(normalization.decay())
        .eps(normalization.epsilon())
        // A variance as such: its logarithm would lose units that never vary.
        .useLogStd(false)
        .build();
  }
}
