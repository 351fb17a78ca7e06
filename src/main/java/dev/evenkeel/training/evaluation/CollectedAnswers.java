package dev.evenkeel.training.evaluation;

import dev.evenkeel.training.data.FittedPreprocessing.FittedTarget;
import dev.evenkeel.training.network.Batch;
import dev.evenkeel.training.plan.OutputMeaning;
import java.util.Arrays;
import java.util.List;

/** Answers as they come in, to be scored as {@link ExampleScores} says when all are known. */
final class CollectedAnswers {

  private static final double WORST = -8;
  private static final double LEAST_PROBABILITY = 1e-3;

  private final ExampleScores.Reading reading;
  private final List<FittedTarget> numbers;
  private final int units;
  private int[] rows = new int[64];
  private int[] classes = new int[64];
  private boolean[] right = new boolean[64];
  private double[] logarithms = new double[64];
  private double[] truths;
  private double[] errors;
  private int count;

  CollectedAnswers(ExampleScores.Reading reading) {
    this.reading = reading;
    numbers = reading.data().preprocessing().targets();
    units = reading.output().shape().outputs();
    truths = new double[64 * units];
    errors = new double[64 * units];
  }

  void add(Batch batch, float[] outputs) {
    for (int i = 0; i < batch.size(); i++) {
      grow();
      rows[count] = batch.rows()[i];
      boolean known = isOfClasses() ? addClass(batch, i, outputs) : addNumbers(batch, i, outputs);
      count += known ? 1 : 0;
    }
  }

  private void grow() {
    if (count == rows.length) {
      rows = Arrays.copyOf(rows, 2 * count);
      classes = Arrays.copyOf(classes, 2 * count);
      right = Arrays.copyOf(right, 2 * count);
      logarithms = Arrays.copyOf(logarithms, 2 * count);
      truths = Arrays.copyOf(truths, 2 * count * units);
      errors = Arrays.copyOf(errors, 2 * count * units);
    }
  }

  private boolean addClass(Batch batch, int i, float[] outputs) {
    int truth = reading.data().labels().classOf(batch.labels(), i * batch.labelWidth());
    if (truth < 0) {
      return false;
    }
    var meaning = reading.output().meaning();
    classes[count] = truth;
    boolean finite = true;
    for (int k = 0; k < units; k++) {
      finite &= Float.isFinite(outputs[i * units + k]);
    }
    right[count] = finite && answer(outputs, i * units) == truth;
    double probability = finite ? OutputMeaning.probability(truth, outputs, i * units, units) : 0;
    logarithms[count] =
        meaning.givesProbabilities()
            ? Math.log(Math.max(LEAST_PROBABILITY, Math.min(1, probability)))
            : 0;
    return true;
  }

  private int answer(float[] outputs, int at) {
    var meaning = reading.output().meaning();
    return reading.multiples().length == 0
        ? meaning.answer(outputs, at, units)
        : meaning.answer(outputs, at, units, reading.multiples());
  }

  private boolean addNumbers(Batch batch, int i, float[] outputs) {
    for (int k = 0; k < units; k++) {
      float label = batch.labels()[i * units + k];
      if (!Float.isFinite(label)) {
        return false;
      }
      FittedTarget target = numbers.get(k);
      truths[count * units + k] = target.raw(label);
      errors[count * units + k] = target.raw(outputs[i * units + k]) - target.raw(label);
    }
    return true;
  }

  /** Rows of the examples whose labels are known. */
  int[] rows() {
    return Arrays.copyOf(rows, count);
  }

  double[] scores() {
    return isOfClasses() ? ofClasses() : ofNumbers();
  }

  /** Of the true classes' probabilities; empty for numbers. */
  double[] logarithms() {
    return isOfClasses() ? Arrays.copyOf(logarithms, count) : new double[0];
  }

  private boolean isOfClasses() {
    return numbers.isEmpty();
  }

  private double[] ofClasses() {
    long[] counts = counts();
    long present = Arrays.stream(counts).filter(n -> n > 0).count();
    double[] scores = new double[count];
    for (int i = 0; i < count; i++) {
      scores[i] = right[i] ? 0.5 + 0.5 * count / (present * (double) counts[classes[i]]) : 0;
    }
    return scores;
  }

  private long[] counts() {
    int most = 0;
    for (int i = 0; i < count; i++) {
      most = Math.max(most, classes[i] + 1);
    }
    long[] counts = new long[most];
    for (int i = 0; i < count; i++) {
      counts[classes[i]]++;
    }
    return counts;
  }

  /** What the best constant answer scores. */
  double guess() {
    return isOfClasses() ? guessedClass() : 0;
  }

  private double guessedClass() {
    long[] counts = counts();
    long present = Arrays.stream(counts).filter(n -> n > 0).count();
    long largest = Arrays.stream(counts).max().orElse(0);
    return count == 0 ? 0 : 0.5 * largest / count + 0.5 / present;
  }

  /** The same of the logarithms. */
  double guessedLogarithm() {
    double sum = 0;
    for (long n : counts()) {
      sum += n == 0 ? 0 : n * Math.log((double) n / count) / count;
    }
    return isOfClasses() && reading.output().meaning().givesProbabilities() ? sum : 0;
  }

  private double[] ofNumbers() {
    double[] scores = new double[count];
    for (int k = 0; k < units; k++) {
      double variance = variance(k);
      for (int i = 0; i < count; i++) {
        double error = errors[i * units + k];
        double off = variance == 0 ? (error == 0 ? 0 : 1) : error * error / variance;
        double score = Double.isFinite(off) ? Math.max(WORST, 1 - off) : WORST;
        scores[i] += score / units;
      }
    }
    return scores;
  }

  private double variance(int k) {
    double mean = 0;
    double sum = 0;
    for (int i = 0; i < count; i++) {
      double truth = truths[i * units + k];
      double off = truth - mean;
      mean += off / (i + 1);
      sum += off * (truth - mean);
    }
    return count == 0 ? 0 : sum / count;
  }
}
