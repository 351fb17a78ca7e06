package dev.evenkeel.training;

import dev.evenkeel.training.data.FittedPreprocessing.FittedTarget;
import dev.evenkeel.training.data.RunData;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How well a network answers each of some examples, in units that networks trained by other losses,
 * scales or weights share, so that two of them can be compared and the noise of that be measured.
 *
 * <p>Of classes an example scores ½ + ½ · n / (K · n_k) where its class k of K, which n_k of the n
 * examples have, is recognised, else 0: the mean is that of accuracy and balanced accuracy. Of
 * numbers it scores 1 − the squared error over the targets' variance, not below −8: the mean is R²
 * but for single wild answers. Where outputs are probabilities the logarithm of the true class's is
 * kept as well: it shows what is learned before any answer changes.
 */
public final class ExampleScores {

  /** Examples looked at: a standard error of a hundredth. */
  private static final int MOST = 2_000;

  /** Of what there is to be gained: answers are often right long before they are sure. */
  private static final double WELL = 0.7;

  private static final double WORST = -8;
  private static final double LEAST_PROBABILITY = 1e-3;

  private final int[] rows;
  private final double[] scores;
  private final double[] logarithms;
  private final double guess;
  private final double guessedLogarithm;

  private ExampleScores(Pass pass) {
    int count = pass.count;
    rows = Arrays.copyOf(pass.rows, count);
    boolean classes = pass.numbers.isEmpty();
    scores = classes ? pass.ofClasses() : pass.ofNumbers();
    guess = classes ? pass.guess() : 0;
    logarithms = classes ? Arrays.copyOf(pass.logarithms, count) : new double[0];
    guessedLogarithm = classes ? pass.guessedLogarithm() : 0;
  }

  /** A better one by a margin, as far as the noise of the comparison lets it be told. */
  public record Gain(double mean, double noise) {

    /** Whether it is more than a margin and more than so many standard errors. */
    public boolean exceeds(double margin, double errors) {
      return mean > margin && mean > errors * noise;
    }
  }

  /**
   * Asks a network for examples, evenly from a range of batches.
   *
   * @param to the first batch that is not looked at
   */
  public static ExampleScores of(
      TrainableNetwork network, Batches batches, int from, int to, Reading reading) {
    Pass pass = new Pass(reading);
    int examples = 0;
    int all = to - from;
    int size = Math.max(1, batches.batch(from).size());
    int looked = Math.min(all, Math.max(1, MOST / size));
    float[] outputs = {};
    for (int i = 0; i < looked && examples < MOST; i++) {
      Batch batch = batches.batch(from + (int) ((long) i * all / looked));
      if (batch.size() > 0) {
        int needed = batch.size() * reading.output().shape().outputs();
        outputs = outputs.length < needed ? new float[needed] : outputs;
        network.predict(batch, outputs);
        pass.add(batch, outputs);
        examples += batch.size();
      }
    }
    return new ExampleScores(pass);
  }

  /** How outputs and labels of a run are to be read. */
  public record Reading(RunData data, NetworkPlan.Output output) {

    public Reading(RunData data, RunSetup setup) {
      this(data, setup.plan().output());
    }
  }

  public int size() {
    return scores.length;
  }

  public double mean() {
    return mean(scores);
  }

  /** What the best constant answer scores. */
  public double guess() {
    return guess;
  }

  /** Whether the network has this share of what there is to be gained over a constant answer. */
  public boolean isShareOfGain(double share) {
    return mean() - guess >= share * (1 - guess);
  }

  /** Whether most of what there is to be gained is gained, however high the loss may be. */
  public boolean answersWell() {
    return isShareOfGain(WELL);
  }

  /** By how much the network is better than the best constant answer. */
  public Gain overGuessing() {
    double[] gains = Arrays.stream(scores).map(score -> score - guess).toArray();
    return gain(gains);
  }

  /** The same by logarithms of probabilities, for answers that don't change yet; 0 for numbers. */
  public Gain logarithmOverGuessing() {
    return gain(Arrays.stream(logarithms).map(one -> one - guessedLogarithm).toArray());
  }

  /** By how much this is better than another network on the examples that both were asked for. */
  public Gain over(ExampleScores other) {
    return gain(differences(scores, other, other.scores));
  }

  /** The same by logarithms of probabilities; 0 for numbers. */
  public Gain logarithmOver(ExampleScores other) {
    return gain(differences(logarithms, other, other.logarithms));
  }

  private double[] differences(double[] mine, ExampleScores other, double[] theirs) {
    Map<Integer, Double> byRow = new HashMap<>();
    for (int i = 0; i < theirs.length; i++) {
      byRow.put(other.rows[i], theirs[i]);
    }
    double[] differences = new double[mine.length];
    int count = 0;
    for (int i = 0; i < mine.length; i++) {
      Double their = byRow.get(rows[i]);
      if (their != null) {
        differences[count++] = mine[i] - their;
      }
    }
    return Arrays.copyOf(differences, count);
  }

  private static Gain gain(double[] gains) {
    if (gains.length < 2) {
      return new Gain(0, Double.POSITIVE_INFINITY);
    }
    double mean = mean(gains);
    double variance = 0;
    for (double gain : gains) {
      variance += (gain - mean) * (gain - mean);
    }
    return new Gain(mean, Math.sqrt(variance / (gains.length - 1) / gains.length));
  }

  private static double mean(double[] numbers) {
    return Arrays.stream(numbers).average().orElse(Double.NaN);
  }

  /** Answers as they come in, to be scored when all are known. */
  private static final class Pass {

    private final Reading reading;
    private final List<FittedTarget> numbers;
    private final int units;
    private int[] rows = new int[64];
    private int[] classes = new int[64];
    private boolean[] right = new boolean[64];
    private double[] logarithms = new double[64];
    private double[] truths;
    private double[] errors;
    private int count;

    Pass(Reading reading) {
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
        boolean known =
            numbers.isEmpty() ? addClass(batch, i, outputs) : addNumbers(batch, i, outputs);
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
      right[count] = finite && meaning.answer(outputs, i * units, units) == truth;
      double probability = finite ? OutputMeaning.probability(truth, outputs, i * units, units) : 0;
      logarithms[count] =
          meaning.givesProbabilities()
              ? Math.log(Math.max(LEAST_PROBABILITY, Math.min(1, probability)))
              : 0;
      return true;
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

    double[] ofClasses() {
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

    double guess() {
      long[] counts = counts();
      long present = Arrays.stream(counts).filter(n -> n > 0).count();
      long largest = Arrays.stream(counts).max().orElse(0);
      return count == 0 ? 0 : 0.5 * largest / count + 0.5 / present;
    }

    double guessedLogarithm() {
      double sum = 0;
      for (long n : counts()) {
        sum += n == 0 ? 0 : n * Math.log((double) n / count) / count;
      }
      return reading.output().meaning().givesProbabilities() ? sum : 0;
    }

    double[] ofNumbers() {
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
}
