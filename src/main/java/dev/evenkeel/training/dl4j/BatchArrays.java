package dev.evenkeel.training.dl4j;

import dev.evenkeel.training.Batch;
import dev.evenkeel.training.spec.Loss;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Native copies of batches, one set of arrays for each batch size, made once and filled anew.
 *
 * <p>Valid until the next batch of the same size.
 */
final class BatchArrays {

  /** A run has a full and a last size for each of its splits. */
  private static final int MOST_SIZES = 8;

  private final boolean signedLabels;
  private final Map<Integer, Arrays> bySize =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Arrays> eldest) {
          return size() > MOST_SIZES;
        }
      };

  /** The arrays of one batch. */
  record Native(INDArray features, INDArray labels, @Nullable INDArray weights) {}

  BatchArrays(Loss loss) {
    this.signedLabels = loss == Loss.HINGE;
  }

  Native fill(Batch batch) {
    return bySize.computeIfAbsent(batch.size(), size -> new Arrays(batch)).fill(batch);
  }

  INDArray fillFeatures(Batch batch) {
    return bySize.computeIfAbsent(batch.size(), size -> new Arrays(batch)).fillFeatures(batch);
  }

  private final class Arrays {
    private final Column features;
    private @Nullable Column labels;
    private @Nullable Column weights;
    private float[] signs = {};

    Arrays(Batch batch) {
      features = new Column(batch.size(), batch.featureWidth());
    }

    INDArray fillFeatures(Batch batch) {
      return features.fill(batch.features());
    }

    Native fill(Batch batch) {
      return new Native(fillFeatures(batch), fillLabels(batch), fillWeights(batch));
    }

    private INDArray fillLabels(Batch batch) {
      if (labels == null) {
        labels = new Column(batch.size(), batch.labelWidth());
      }
      return labels.fill(signedLabels ? signed(batch) : batch.labels());
    }

    private @Nullable INDArray fillWeights(Batch batch) {
      if (batch.weights().length == 0) {
        return null;
      }
      if (weights == null) {
        weights = new Column(batch.size(), 1);
      }
      return weights.fill(batch.weights());
    }

    /** Hinge loss is about -1 and 1: a 0 of a one-hot label counts as -1. */
    private float[] signed(Batch batch) {
      int count = batch.size() * batch.labelWidth();
      signs = signs.length < count ? new float[count] : signs;
      for (int i = 0; i < count; i++) {
        float label = batch.labels()[i];
        signs[i] = label == 0 ? -1 : label;
      }
      return signs;
    }
  }

  private static final class Column {
    private final INDArray array;
    private final NativeFloats memory;

    Column(int rows, int columns) {
      array = Nd4j.createUninitialized(DataType.FLOAT, new long[] {rows, columns}, 'c');
      memory = new NativeFloats(array);
    }

    INDArray fill(float[] values) {
      memory.write(values, memory.length());
      return array;
    }
  }
}
