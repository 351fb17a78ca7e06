package dev.evenkeel.training.evaluation;

import dev.evenkeel.training.data.RunData;
import dev.evenkeel.training.network.Batch;
import dev.evenkeel.training.network.Batches;
import dev.evenkeel.training.network.TrainableNetwork;
import dev.evenkeel.training.plan.NetworkPlan;
import java.util.Arrays;
import java.util.HashMap;
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
 *
 * @param rows of the examples, in the dataset
 * @param scores of each
 * @param logarithms of each true class's probability; 0 for numbers
 * @param guess what the best constant answer scores
 * @param guessedLogarithm the same by logarithms
 */
public record ExampleScores(
    int[] rows, double[] scores, double[] logarithms, double guess, double guessedLogarithm) {

  /** Examples looked at: a standard error of a hundredth. */
  private static final int MOST = 2_000;

  /** A gain below that is worth neither a change nor the steps. */
  public static final double MARGIN = 0.03;

  /** Of what there is to be gained: answers are often right long before they are sure. */
  private static final double WELL = 0.7;

  private ExampleScores(CollectedAnswers answers) {
    this(
        answers.rows(),
        answers.scores(),
        answers.logarithms(),
        answers.guess(),
        answers.guessedLogarithm());
  }

  /** A better one by a margin, as far as the noise of the comparison lets it be told. */
  public record Gain(double mean, double noise) {

    /** Standard errors: chance alone is beyond them once in forty comparisons. */
    private static final double CLEAR = 2;

    /** Whether it is more than a margin, and more than chance alone would make of it. */
    public boolean isClear(double margin) {
      return exceeds(margin, CLEAR);
    }

    /** What is left of it without so much. */
    public Gain without(double other) {
      return new Gain(mean - other, noise);
    }

    /** That of the other one. */
    public Gain reversed() {
      return new Gain(-mean, noise);
    }

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
    CollectedAnswers answers = new CollectedAnswers(reading);
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
        answers.add(batch, outputs);
        examples += batch.size();
      }
    }
    return new ExampleScores(answers);
  }

  /**
   * How outputs and labels of a run are to be read.
   *
   * @param multiples of each class's weight in the loss that answers are shifted by, see {@link
   *     OutputMeaning#answer(float[], int, int, float[])}; empty where they are taken as they are
   */
  public record Reading(RunData data, NetworkPlan.Output output, float[] multiples) {

    public Reading(RunData data, NetworkPlan.Output output) {
      this(data, output, new float[0]);
    }

    /** The same by other weights. */
    public Reading shifted(float[] by) {
      return new Reading(data, output, by);
    }
  }

  public int size() {
    return scores.length;
  }

  public double mean() {
    return mean(scores);
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
}
