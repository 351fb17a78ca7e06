package dev.evenkeel.training.dl4j;

import dev.evenkeel.training.network.Batch;
import dev.evenkeel.training.plan.NetworkPlan;
import dev.evenkeel.training.spec.Loss;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Native copies of batches, one set of arrays for each size and length, made once and filled anew.
 *
 * <p>Valid until the next batch: sequences have many lengths, and those used longest ago make room.
 */
final class BatchArrays {

  /** Enough for every length of short sequences, and for the few sizes that a table has. */
  private static final long MOST_FLOATS = 4L << 20;

  private final InputLayout layout;
  private final boolean signedLabels;
  private @Nullable Entry last;
  private float[] scratch = {};
  private final Map<Key, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
  private long floats;

  /**
   * The arrays of one batch.
   *
   * @param mask [n, steps], 1 where a step counts; null where all do
   */
  record Native(
      INDArray features, INDArray labels, @Nullable INDArray weights, @Nullable INDArray mask) {}

  private record Key(int examples, int positions) {}

  BatchArrays(NetworkPlan plan) {
    this.layout = InputLayout.of(plan.input());
    this.signedLabels = plan.output().loss() == Loss.HINGE;
  }

  Native fill(Batch batch) {
    return entry(batch).fill(batch);
  }

  /** Without labels and weights. */
  Input fillInput(Batch batch) {
    return entry(batch).fillInput(batch);
  }

  /**
   * What a network is fed with.
   *
   * @param mask [n, steps], 1 where a step counts; null where all do
   */
  record Input(INDArray features, @Nullable INDArray mask) {}

  /** Whether the input filled in last is that of the batch. */
  boolean wereFilledWith(Batch batch) {
    Entry entry = last;
    return entry != null
        && entry == entries.get(new Key(batch.size(), batch.positions()))
        && entry.holds(batch);
  }

  void close() {
    entries.values().forEach(Entry::close);
    entries.clear();
    floats = 0;
    last = null;
  }

  /** Arrays kept at this moment. */
  int kept() {
    return entries.size();
  }

  private Entry entry(Batch batch) {
    Key key = new Key(batch.size(), batch.positions());
    Entry entry = entries.get(key);
    if (entry == null) {
      entry = new Entry(batch);
      entries.put(key, entry);
      floats += entry.features.length();
      makeRoom(entry);
    }
    last = entry;
    return entry;
  }

  private void makeRoom(Entry newest) {
    Iterator<Entry> eldestFirst = entries.values().iterator();
    while (floats > MOST_FLOATS && eldestFirst.hasNext()) {
      Entry entry = eldestFirst.next();
      if (entry != newest) {
        floats -= entry.features.length();
        entry.close();
        eldestFirst.remove();
      }
    }
  }

  private float[] laidOut(Batch batch) {
    if (layout.isPlain()) {
      return batch.features();
    }
    int length = batch.size() * batch.exampleWidth();
    scratch = scratch.length < length ? new float[length] : scratch;
    layout.lay(batch, scratch);
    return scratch;
  }

  private final class Entry {
    private final NativeArray features;
    private @Nullable NativeArray labels;
    private @Nullable NativeArray weights;
    private @Nullable NativeArray mask;
    private int[] lengths = {};
    private float[] values = {};

    Entry(Batch batch) {
      features = new NativeArray(layout.shape(batch), layout.order());
    }

    boolean holds(Batch batch) {
      return Arrays.equals(lengths, lengthsOf(batch)) && features.holds(laidOut(batch));
    }

    Input fillInput(Batch batch) {
      return new Input(features.fill(laidOut(batch)), fillMask(batch));
    }

    Native fill(Batch batch) {
      Input input = fillInput(batch);
      return new Native(input.features(), fillLabels(batch), fillWeights(batch), input.mask());
    }

    private static int[] lengthsOf(Batch batch) {
      return batch.isPadded() ? Arrays.copyOf(batch.lengths(), batch.size()) : new int[0];
    }

    private @Nullable INDArray fillMask(Batch batch) {
      lengths = lengthsOf(batch);
      if (lengths.length == 0) {
        return null;
      }
      int steps = batch.positions();
      if (mask == null) {
        mask = matrix(batch.size(), steps);
      }
      float[] counts = values(batch.size() * steps);
      for (int i = 0; i < batch.size(); i++) {
        Arrays.fill(counts, i * steps, i * steps + lengths[i], 1f);
        Arrays.fill(counts, i * steps + lengths[i], (i + 1) * steps, 0f);
      }
      return mask.fill(counts);
    }

    private INDArray fillLabels(Batch batch) {
      if (labels == null) {
        labels = matrix(batch.size(), batch.labelWidth());
      }
      return labels.fill(signedLabels ? signed(batch) : batch.labels());
    }

    private @Nullable INDArray fillWeights(Batch batch) {
      if (batch.weights().length == 0) {
        return null;
      }
      if (weights == null) {
        weights = matrix(batch.size(), 1);
      }
      return weights.fill(batch.weights());
    }

    void close() {
      Stream.of(features, labels, weights, mask)
          .filter(Objects::nonNull)
          .forEach(NativeArray::close);
    }

    /** Hinge loss is about -1 and 1: a 0 of a one-hot label counts as -1. */
    private float[] signed(Batch batch) {
      int count = batch.size() * batch.labelWidth();
      float[] signs = values(count);
      for (int i = 0; i < count; i++) {
        float label = batch.labels()[i];
        signs[i] = label == 0 ? -1 : label;
      }
      return signs;
    }

    private float[] values(int count) {
      values = values.length < count ? new float[count] : values;
      return values;
    }

    private static NativeArray matrix(int rows, int columns) {
      return new NativeArray(new long[] {rows, columns}, 'c');
    }
  }

  private static final class NativeArray {
    private final INDArray array;
    private final NativeFloats memory;

    NativeArray(long[] shape, char order) {
      array = Nd4j.createUninitialized(DataType.FLOAT, shape, order);
      memory = new NativeFloats(array);
    }

    int length() {
      return memory.length();
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
