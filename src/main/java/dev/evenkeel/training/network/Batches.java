package dev.evenkeel.training.network;

import dev.evenkeel.training.data.LabelEncoding;
import dev.evenkeel.training.data.PreparedSplit;
import dev.evenkeel.training.data.Shuffling;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * A split in batches, in its own order or shuffled anew for each epoch; the last batch may be
 * smaller.
 *
 * <p>All batches share their arrays: one is valid until the next is asked for.
 */
public final class Batches {

  private final PreparedSplit split;
  private final int batchSize;
  private ExampleWeights weighting;
  private float[] features;
  private final int[] lengths;
  private final float[] labels;
  private float[] weights;
  private final int[] rows;
  private final int[] order;
  private final int[] examples;
  private final Set<Integer> excluded = new HashSet<>();
  private int leastLast = 1;

  /** What the examples of each class count; {@code classes} is empty where all count the same. */
  public record ExampleWeights(float[] classes, LabelEncoding labels) {

    public float of(float[] encoded, int at) {
      int label = labels.classOf(encoded, at);
      return label < 0 ? 1f : classes[label];
    }
  }

  private Batches(PreparedSplit split, int batchSize, ExampleWeights weighting, int[] order) {
    this.split = split;
    this.batchSize = Math.min(batchSize, split.size());
    this.weighting = weighting;
    this.order = order;
    features = new float[this.batchSize * split.featureWidth()];
    lengths = new int[this.batchSize];
    labels = new float[this.batchSize * split.labelWidth()];
    weights = new float[weighting.classes().length == 0 ? 0 : this.batchSize];
    rows = new int[this.batchSize];
    examples = new int[this.batchSize];
  }

  /** For training. */
  public static Batches shuffled(PreparedSplit split, int batchSize, ExampleWeights weighting) {
    return new Batches(split, batchSize, weighting, new int[split.size()]);
  }

  /** For evaluation, and for training in the dataset's own order. */
  public static Batches inOrder(PreparedSplit split, int batchSize, ExampleWeights weighting) {
    return new Batches(split, batchSize, weighting, new int[0]);
  }

  /** Batch normalization can make nothing of a single example: an epoch ends without it. */
  public Batches withoutALoneLast() {
    leastLast = 2;
    return this;
  }

  /** Leaves examples out of every batch from now on, by their row numbers in the dataset. */
  public void exclude(Collection<Integer> rows) {
    excluded.addAll(rows);
  }

  /** Takes examples in again that were left out. */
  public void readmit(Collection<Integer> rows) {
    excluded.removeAll(Set.copyOf(rows));
  }

  /** From now on the examples of each class count that much; answers what they counted before. */
  public ExampleWeights reweigh(ExampleWeights other) {
    ExampleWeights before = weighting;
    weighting = other;
    weights = new float[other.classes().length == 0 ? 0 : batchSize];
    return before;
  }

  public int count() {
    int rest = split.size() % batchSize;
    return split.size() / batchSize + (rest >= leastLast ? 1 : 0);
  }

  /** Puts the examples in the order of an epoch, which depends on seed and epoch alone. */
  public void beginEpoch(long seed, int epoch) {
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    Shuffling.shuffle(order, 0, order.length, seed, epoch);
  }

  /**
   * @param index from 0
   * @return empty where all its examples are left out
   */
  public Batch batch(int index) {
    int size = choose(index * batchSize);
    int positions = positions(size);
    int width = positions * split.featureWidth();
    features = features.length < size * width ? new float[size * width] : features;
    for (int i = 0; i < size; i++) {
      int example = examples[i];
      split.readFeatures(example, features, i * width);
      Arrays.fill(features, i * width + lengths[i] * split.featureWidth(), (i + 1) * width, 0f);
      split.readLabels(example, labels, i * split.labelWidth());
      rows[i] = split.row(example);
    }
    for (int i = 0; i < weights.length && i < size; i++) {
      weights[i] = weighting.of(labels, i * split.labelWidth());
    }
    return new Batch(
        size,
        positions,
        features,
        split.featureWidth(),
        lengths,
        labels,
        split.labelWidth(),
        weights,
        rows);
  }

  /** Notes the examples of the batch that begins at a place; answers how many they are. */
  private int choose(int first) {
    int size = 0;
    for (int place = first; place < Math.min(first + batchSize, split.size()); place++) {
      int example = example(place);
      if (excluded.isEmpty() || !excluded.contains(split.row(example))) {
        examples[size++] = example;
      }
    }
    return size;
  }

  private int example(int place) {
    return order.length == 0 ? place : order[place];
  }

  /** Notes each example's length; answers with the longest, to which the others are padded. */
  private int positions(int size) {
    int longest = 0;
    for (int i = 0; i < size; i++) {
      lengths[i] = split.positions(examples[i]);
      longest = Math.max(longest, lengths[i]);
    }
    return longest;
  }
}
