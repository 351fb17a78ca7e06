package dev.evenkeel.training.run;

import dev.evenkeel.training.RunSignal;
import dev.evenkeel.training.StopReason;
import dev.evenkeel.training.network.ArrayVector;
import dev.evenkeel.training.network.Batch;
import dev.evenkeel.training.network.Batches;
import dev.evenkeel.training.network.FlatVector;
import dev.evenkeel.training.network.LayerNorms;
import dev.evenkeel.training.network.NetworkSnapshot;
import dev.evenkeel.training.network.ParameterSegment;
import dev.evenkeel.training.network.TrainableNetwork;
import dev.evenkeel.training.plan.NetworkPlan.Penalty;
import dev.evenkeel.training.repair.RunContext;
import dev.evenkeel.training.secondorder.Objective;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The loss of the whole training split with its penalties, as a function of the parameters.
 *
 * <p>A pass goes through the split in batches and adds up their gradients in double. Dropout draws
 * the same in each pass until the next {@link #moveTo}. Belongs to the training thread.
 */
final class FullBatchObjective implements Objective {

  private static final int PIECE = 4096;

  private final TrainableNetwork network;
  private final Batches batches;
  private final RunSignal signal;
  private final boolean random;
  private final List<ParameterSegment> segments;
  private final LayerNorms norms;
  private final double[] sums;
  private final float[] piece = new float[PIECE];
  private final float[] updaterState;
  private int iteration;
  private long[] randomState;
  private double loss;
  private @Nullable StopReason interruption;

  /**
   * @param random whether two passes of the network differ
   */
  FullBatchObjective(Batches batches, boolean random, RunContext context) {
    this.network = context.network();
    this.batches = batches;
    this.signal = context.signal();
    this.random = random;
    segments = network.segments();
    norms = new LayerNorms(segments, network.layers());
    sums = new double[network.parameters().length()];
    NetworkSnapshot start = network.snapshot();
    updaterState = start.updaterState();
    randomState = start.randomState();
    iteration = start.iteration();
  }

  /** The generator's state before each pass. */
  long[] randomState() {
    return randomState.clone();
  }

  /** Draws from here on as another has. */
  void restore(long[] otherRandomState) {
    randomState = otherRandomState.clone();
  }

  @Override
  public double evaluate(float[] point, float[] gradient) {
    place(point);
    network.sampleActivations();
    Arrays.fill(sums, 0);
    double total = 0;
    int examples = 0;
    for (int i = 0; i < batches.count(); i++) {
      interruption = signal.stopRequested().orElse(null);
      if (interruption != null) {
        return Double.NaN;
      }
      Batch batch = batches.batch(i);
      total += network.computeGradients(batch) * batch.size();
      examples += batch.size();
      addGradient();
    }
    loss = total / examples;
    average(examples, gradient);
    norms.measure(new ArrayVector(gradient), 1);
    return loss + penalize(point, gradient);
  }

  /** Puts the network where it is to be looked at; the same draws follow as the last time. */
  private void place(float[] point) {
    network.restore(new NetworkSnapshot(point, updaterState, iteration, randomState));
  }

  private void addGradient() {
    FlatVector gradient = network.gradient();
    for (int at = 0; at < sums.length; at += PIECE) {
      int count = Math.min(PIECE, sums.length - at);
      gradient.read(at, piece, count);
      for (int i = 0; i < count; i++) {
        sums[at + i] += piece[i];
      }
    }
  }

  /** Gradients are sums over a batch; running statistics move by what each batch tells. */
  private void average(int examples, float[] into) {
    for (ParameterSegment segment : segments) {
      int divisor = segment.gradient() ? examples : batches.count();
      for (int i = segment.offset(); i < segment.offset() + segment.length(); i++) {
        sums[i] /= divisor;
        into[i] = (float) sums[i];
      }
    }
  }

  /** Adds l1·Σ|w| + l2/2·Σw², and its gradient; running statistics have none. */
  private double penalize(float[] point, float[] gradient) {
    double penalties = 0;
    for (ParameterSegment segment : segments) {
      int end = segment.offset() + segment.length();
      if (!segment.gradient()) {
        Arrays.fill(gradient, segment.offset(), end, 0);
        continue;
      }
      Penalty penalty = segment.penalty();
      for (int i = segment.offset(); i < end && !penalty.equals(Penalty.NONE); i++) {
        double weight = point[i];
        penalties += penalty.l1() * Math.abs(weight) + penalty.l2() / 2 * weight * weight;
        gradient[i] += (float) (penalty.l1() * Math.signum(weight) + penalty.l2() * weight);
      }
    }
    return penalties;
  }

  /** The loss of the last pass without penalties. */
  double loss() {
    return loss;
  }

  /** The norms of the last pass's mean gradient without penalties. */
  LayerNorms norms() {
    return norms;
  }

  /**
   * Leaves the network at a point for good: its running statistics take in what the last pass saw,
   * and dropout goes on to other draws.
   */
  void moveTo(float[] point) {
    iteration++;
    if (random) {
      randomState = network.snapshot().randomState();
    }
    for (ParameterSegment segment : segments) {
      for (int i = segment.offset();
          i < segment.offset() + segment.length() && !segment.gradient();
          i++) {
        point[i] -= (float) sums[i];
      }
    }
    place(point);
  }

  /** Puts the network back where it was before trials. */
  void returnTo(float[] point) {
    place(point);
  }

  @Override
  public boolean isInterrupted() {
    return interruption != null;
  }

  Optional<StopReason> interruption() {
    return Optional.ofNullable(interruption);
  }
}
