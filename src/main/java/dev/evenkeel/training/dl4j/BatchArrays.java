package dev.evenkeel.training.dl4j;

import dev.evenkeel.training.Batch;
import dev.evenkeel.training.spec.Loss;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
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
  private @Nullable Arrays last;
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
    return arrays(batch).fill(batch);
  }

  INDArray fillFeatures(Batch batch) {
    return arrays(batch).fillFeatures(batch);
  }

  /** Whether the features filled in last are those of the batch. */
  boolean wereFilledWith(Batch batch) {
    return last != null
        && last == bySize.get(batch.size())
        && last.features.holds(batch.features());
  }

  void close() {
    bySize.values().forEach(Arrays::close);
    bySize.clear();
  }

  private Arrays arrays(Batch batch) {
    Arrays arrays = bySize.computeIfAbsent(batch.size(), size -> new Arrays(batch));
    last = arrays;
    return arrays;
  }

  private final class Arrays {
    private final Matrix features;
    private @Nullable Matrix labels;
    private @Nullable Matrix weights;
    private float[] signs = {};

    Arrays(Batch batch) {
      features = new Matrix(batch.size(), batch.featureWidth());
    }

    INDArray fillFeatures(Batch batch) {
      return features.fill(batch.features());
    }

    Native fill(Batch batch) {
      return new Native(fillFeatures(batch), fillLabels(batch), fillWeights(batch));
    }

    private INDArray fillLabels(Batch batch) {
      if (labels == null) {
        labels = new Matrix(batch.size(), batch.labelWidth());
      }
      return labels.fill(signedLabels ? signed(batch) : batch.labels());
    }

    private @Nullable INDArray fillWeights(Batch batch) {
      if (batch.weights().length == 0) {
        return null;
      }
      if (weights == null) {
        weights = new Matrix(batch.size(), 1);
      }
      return weights.fill(batch.weights());
    }

    void close() {
      Stream.of(features, labels, weights).filter(Objects::nonNull).forEach(Matrix::close);
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

  private static final class Matrix {
    private final INDArray array;
    private final NativeFloats memory;

    Matrix(int rows, int columns) {
      array = Nd4j.createUninitialized(DataType.FLOAT, new long[] {rows, columns}, 'c');
      memory = new NativeFloats(array);
    }

    boolean holds(float[] values) {
      return memory.equalsStartOf(values);
    }

    void close() {
      array.close();
    }

    INDArray fill(float[] values) {
      memory.write(values, memory.length());
      return array;
    }
  }
}
