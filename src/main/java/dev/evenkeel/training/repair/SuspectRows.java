package dev.evenkeel.training.repair;

import dev.evenkeel.training.network.Batch;
import dev.evenkeel.training.network.Batches;
import dev.evenkeel.training.network.TrainableNetwork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Looks for the examples of a stretch of batches that are not like the others: not finite, far
 * larger, or, judged by a network that has learned something, wrongly labelled.
 *
 * <p>Reads batches and runs forward passes only. Belongs to the training thread.
 */
final class SuspectRows {

  /** Times what three quarters of the others stay below; a fifth of a dataset may be odd. */
  private static final double LARGE = 10;

  private static final double USUAL = 0.75;

  /** Times the usual loss of a batch. */
  private static final double COSTLY = 5;

  /** Batches that the stretch is compared with. */
  private static final int OTHERS = 12;

  private final TrainableNetwork network;
  private final Batches batches;
  private final Batches others;
  private final double baseline;

  /**
   * @param batches of the present epoch
   * @param others the same split in another order, to compare with
   */
  SuspectRows(TrainableNetwork network, Batches batches, Batches others, double baseline) {
    this.network = network;
    this.batches = batches;
    this.others = others;
    this.baseline = baseline;
  }

  /**
   * Rows that stand out.
   *
   * @param largest the largest absolute input, or loss, among them
   * @param usual what the others stay below, or have as their median
   */
  record Rows(List<Integer> rows, double largest, double usual) {

    static final Rows NONE = new Rows(List.of(), 0, 0);

    boolean isEmpty() {
      return rows.isEmpty();
    }

    /** The first of them, for a message. */
    List<Integer> shown() {
      return rows.subList(0, Math.min(20, rows.size()));
    }
  }

  /** Rows with an input or label that is not finite. */
  Rows nonFinite(int from, int to) {
    List<Integer> rows = new ArrayList<>();
    for (int i = from; i <= to; i++) {
      Batch batch = batches.batch(i);
      for (int k = 0; k < batch.size(); k++) {
        if (!Double.isFinite(largestInput(batch, k) + largestLabel(batch, k))) {
          rows.add(batch.rows()[k]);
        }
      }
    }
    return new Rows(rows, Double.NaN, 0);
  }

  /** Rows with inputs far beyond those of other batches. */
  Rows outliers(int from, int to) {
    double usual = usualInput();
    List<Integer> rows = new ArrayList<>();
    double largest = 0;
    for (int i = from; i <= to; i++) {
      Batch batch = batches.batch(i);
      for (int k = 0; k < batch.size(); k++) {
        double input = largestInput(batch, k);
        if (Double.isFinite(input) && input > LARGE * usual) {
          rows.add(batch.rows()[k]);
          largest = Math.max(largest, input);
        }
      }
    }
    return new Rows(rows, largest, usual);
  }

  private double usualInput() {
    List<Double> largest = new ArrayList<>();
    for (int i = 0; i < Math.min(OTHERS, others.count()); i++) {
      Batch batch = others.batch(i);
      for (int k = 0; k < batch.size(); k++) {
        double input = largestInput(batch, k);
        if (Double.isFinite(input)) {
          largest.add(input);
        }
      }
    }
    double[] sorted = largest.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return sorted.length == 0 ? Double.MAX_VALUE : sorted[(int) (USUAL * (sorted.length - 1))];
  }

  /** Rows that cost the network, as it is now, far more than others do. */
  Rows costly(int from, int to) {
    double usual = usualLoss();
    if (usual > baseline / 2) {
      // Who knows nothing can't tell wrong from right.
      return Rows.NONE;
    }
    double limit = Math.max(COSTLY * usual, baseline);
    List<Integer> rows = new ArrayList<>();
    double largest = 0;
    boolean dense = false;
    for (int i = from; i <= to; i++) {
      Batch batch = batches.batch(i);
      double loss = batch.size() == 0 ? 0 : network.loss(batch);
      if (loss > limit) {
        largest = Math.max(largest, loss);
        List<Integer> here = costlyOf(batches.batch(i), limit);
        dense |= here.size() > batch.size() / 2;
        rows.addAll(here);
      }
    }
    // A few costly examples are in every dataset; a batch full of them is not.
    return dense ? new Rows(rows, largest, usual) : Rows.NONE;
  }

  /**
   * The lower quartile over batches from all over the epoch: in their order, or a bad stretch would
   * be in every one of them.
   */
  private double usualLoss() {
    double[] losses = new double[Math.min(OTHERS, batches.count())];
    for (int i = 0; i < losses.length; i++) {
      Batch batch = batches.batch((int) ((long) i * batches.count() / losses.length));
      losses[i] = batch.size() == 0 ? Double.POSITIVE_INFINITY : network.loss(batch);
    }
    Arrays.sort(losses);
    return losses[losses.length / 4];
  }

  private List<Integer> costlyOf(Batch batch, double limit) {
    List<Integer> rows = new ArrayList<>();
    for (int k = 0; k < batch.size(); k++) {
      if (network.loss(batch.only(k)) > limit / 2) {
        rows.add(batch.rows()[k]);
      }
    }
    if (rows.size() > batch.size() / 2) {
      // In a bad stretch those that it happens to get right are no better.
      return Arrays.stream(batch.rows()).limit(batch.size()).boxed().toList();
    }
    return rows;
  }

  private static double largestInput(Batch batch, int example) {
    return largest(batch.features(), example * batch.exampleWidth(), batch.exampleWidth());
  }

  private static double largestLabel(Batch batch, int example) {
    return largest(batch.labels(), example * batch.labelWidth(), batch.labelWidth());
  }

  /** The largest absolute value; not finite where one is not. */
  private static double largest(float[] numbers, int at, int count) {
    double largest = 0;
    for (int i = at; i < at + count; i++) {
      largest = Math.max(largest, Math.abs(numbers[i]));
    }
    return largest;
  }
}
