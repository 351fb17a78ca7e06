package dev.evenkeel.training.run;

import dev.evenkeel.training.Batch;
import dev.evenkeel.training.NetworkPlan;
import dev.evenkeel.training.Probe;
import dev.evenkeel.training.TrainableNetwork;
import dev.evenkeel.training.data.FittedPreprocessing.FittedTarget;
import dev.evenkeel.training.data.RunData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Asks a trained network for its answers to a few examples by which its artifacts can be told right
 * or wrong: finite ones, that rounding doesn't change.
 */
final class Probing {

  private static final int PROBES = 8;

  /** Numbers of all probes together, so that their manifest stays small. */
  private static final int MOST_NUMBERS = 1 << 16;

  /** A relative change of the inputs of the size that another order of sums makes. */
  private static final double ROUNDING = 5e-7;

  /** An answer that moves by more than this under it would differ in another runtime too. */
  private static final double STEADY = 5e-5;

  private final TrainableNetwork network;
  private final NetworkPlan plan;

  Probing(TrainableNetwork network, NetworkPlan plan) {
    this.network = network;
    this.plan = plan;
  }

  /** Finite examples spread over the training split; fewer where they are large. */
  List<Probe> ofTraining(RunData data) {
    List<Probe> probes = new ArrayList<>();
    int size = data.training().size();
    int stride = Math.max(1, size / (4 * PROBES));
    int numbers = 0;
    for (int example = 0; example < size && wanted(probes, numbers); example += stride) {
      double[] cells = data.rawCells(example);
      if (isFinite(cells)) {
        float[] features = features(data, example);
        double[] answer = answer(features, data.training().featureWidth());
        if (isSteady(answer, features, data.training().featureWidth())) {
          probes.add(new Probe(cells, inUnits(answer, data)));
          numbers += cells.length;
        }
      }
    }
    return probes;
  }

  private static boolean wanted(List<Probe> probes, int numbers) {
    return probes.isEmpty() || probes.size() < PROBES && numbers < MOST_NUMBERS;
  }

  private static float[] features(RunData data, int example) {
    var split = data.training();
    float[] features = new float[split.positions(example) * split.featureWidth()];
    split.readFeatures(example, features, 0);
    return features;
  }

  private boolean isSteady(double[] answer, float[] features, int width) {
    float[] nearby = features.clone();
    for (int i = 0; i < nearby.length && plan.codes() == 0; i++) {
      nearby[i] *= (float) (1 + ROUNDING);
    }
    double[] other = answer(nearby, width);
    boolean steady = true;
    for (int k = 0; k < answer.length; k++) {
      double apart = Math.abs(answer[k] - other[k]);
      steady &= apart <= STEADY * Math.max(1, Math.abs(answer[k]));
    }
    return steady && isFinite(answer);
  }

  private static double[] inUnits(double[] answer, RunData data) {
    List<FittedTarget> targets = data.preprocessing().targets();
    for (int k = 0; k < answer.length && !targets.isEmpty(); k++) {
      answer[k] = answer[k] * targets.get(k).scale() + targets.get(k).offset();
    }
    return answer;
  }

  /**
   * Examples out of nothing: normal numbers, or codes where those go in.
   *
   * @param positions how many each of them has
   */
  List<Probe> random(int positions) {
    Random random = new Random(0);
    List<Probe> probes = new ArrayList<>();
    int width = plan.input().raw().width();
    int numbers = 0;
    for (int i = 0; i < 4 * PROBES && wanted(probes, numbers); i++) {
      float[] features = new float[positions * width];
      for (int k = 0; k < features.length; k++) {
        features[k] =
            plan.codes() > 0 ? random.nextInt(plan.codes()) : (float) random.nextGaussian();
      }
      double[] answer = answer(features, width);
      numbers += features.length;
      if (isSteady(answer, features, width)) {
        probes.add(new Probe(doubles(features), answer));
      }
    }
    return probes;
  }

  private double[] answer(float[] features, int width) {
    int positions = features.length / width;
    int units = plan.output().shape().outputs();
    float[] outputs = new float[units];
    network.predict(
        new Batch(
            1,
            positions,
            features,
            width,
            new int[] {positions},
            new float[units],
            units,
            new float[0],
            new int[1]),
        outputs);
    return doubles(outputs);
  }

  private static double[] doubles(float[] numbers) {
    double[] doubles = new double[numbers.length];
    Arrays.setAll(doubles, i -> numbers[i]);
    return doubles;
  }

  private static boolean isFinite(double[] numbers) {
    return Arrays.stream(numbers).allMatch(Double::isFinite);
  }
}
