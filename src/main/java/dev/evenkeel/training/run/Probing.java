package dev.evenkeel.training.run;

import dev.evenkeel.training.Probe;
import dev.evenkeel.training.data.FittedPreprocessing.FittedTarget;
import dev.evenkeel.training.data.RunData;
import dev.evenkeel.training.network.Batch;
import dev.evenkeel.training.network.FlatVector;
import dev.evenkeel.training.network.NetworkSnapshot;
import dev.evenkeel.training.network.TrainableNetwork;
import dev.evenkeel.training.plan.NetworkPlan;
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

  /**
   * A relative change of the weights that stands for the rounding of sums taken in another order:
   * what floats compute is exact for weights that differ by n · 2⁻²⁴ at the worst, n terms to a sum
   * (backward error). Random signs find a √n-th of the worst.
   */
  private static final float ROUNDING = 0x1p-17f;

  /** An answer that moves by more than this under it would differ in another runtime too. */
  private static final double STEADY = 5e-5;

  private static final int TRIALS = 4;
  private static final double MOST_STAY = 0.75;
  private static final int CHUNK = 4096;

  private final TrainableNetwork network;
  private final NetworkPlan plan;

  Probing(TrainableNetwork network, NetworkPlan plan) {
    this.network = network;
    this.plan = plan;
  }

  /** An example with the network's answer in its own units. */
  private record Candidate(double[] cells, float[] features, int width, double[] answer) {}

  /** Examples spread over the training split; fewer where they are large. */
  List<Probe> ofTraining(RunData data) {
    List<Candidate> candidates = new ArrayList<>();
    var split = data.training();
    int stride = Math.max(1, split.size() / (4 * PROBES));
    int numbers = 0;
    for (int example = 0;
        example < split.size() && wanted(candidates, numbers);
        example += stride) {
      double[] cells = data.rawCells(example);
      if (isFinite(cells)) {
        float[] features = new float[split.positions(example) * split.featureWidth()];
        split.readFeatures(example, features, 0);
        numbers += add(candidates, cells, features, split.featureWidth());
      }
    }
    return steady(candidates, data.preprocessing().targets());
  }

  /**
   * Examples out of nothing: normal numbers, or codes where those go in.
   *
   * @param positions how many each of them has
   */
  List<Probe> random(int positions) {
    Random random = new Random(0);
    List<Candidate> candidates = new ArrayList<>();
    int width = plan.input().raw().width();
    int numbers = 0;
    for (int i = 0; i < 4 * PROBES && wanted(candidates, numbers); i++) {
      float[] features = new float[positions * width];
      for (int k = 0; k < features.length; k++) {
        features[k] =
            plan.codes() > 0 ? random.nextInt(plan.codes()) : (float) random.nextGaussian();
      }
      numbers += add(candidates, doubles(features), features, width);
    }
    return steady(candidates, List.of());
  }

  private static boolean wanted(List<Candidate> found, int numbers) {
    return found.isEmpty() || found.size() < PROBES && numbers < MOST_NUMBERS;
  }

  /** Adds an example that is answered by numbers; answers how many it has. */
  private int add(List<Candidate> candidates, double[] cells, float[] features, int width) {
    double[] answer = answer(features, width);
    if (!isFinite(answer)) {
      return 0;
    }
    candidates.add(new Candidate(cells, features, width, answer));
    return cells.length;
  }

  private List<Probe> steady(List<Candidate> candidates, List<FittedTarget> targets) {
    NetworkSnapshot exact = network.snapshot();
    List<Candidate> steady = candidates;
    try {
      for (int trial = 0; trial < TRIALS; trial++) {
        network.restore(exact);
        roundWeights(new Random(trial));
        steady =
            steady.stream()
                .filter(one -> isClose(one.answer(), answer(one.features(), one.width())))
                .toList();
      }
    } finally {
      network.restore(exact);
    }
    // Where many move, the others stand still by chance.
    boolean proof = steady.size() >= MOST_STAY * candidates.size();
    return (proof ? steady : List.<Candidate>of())
        .stream().map(one -> new Probe(one.cells(), inUnits(one.answer(), targets))).toList();
  }

  private void roundWeights(Random random) {
    FlatVector parameters = network.parameters();
    float[] chunk = new float[CHUNK];
    for (int at = 0; at < parameters.length(); at += CHUNK) {
      int count = Math.min(CHUNK, parameters.length() - at);
      parameters.read(at, chunk, count);
      for (int i = 0; i < count; i++) {
        chunk[i] *= random.nextBoolean() ? 1 + ROUNDING : 1 - ROUNDING;
      }
      parameters.write(at, chunk, count);
    }
  }

  private static boolean isClose(double[] answer, double[] other) {
    boolean close = true;
    for (int k = 0; k < answer.length; k++) {
      close &= Math.abs(answer[k] - other[k]) <= STEADY * Math.max(1, Math.abs(answer[k]));
    }
    return close;
  }

  private static double[] inUnits(double[] answer, List<FittedTarget> targets) {
    double[] scaled = answer.clone();
    for (int k = 0; k < scaled.length && !targets.isEmpty(); k++) {
      scaled[k] = scaled[k] * targets.get(k).scale() + targets.get(k).offset();
    }
    return scaled;
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
