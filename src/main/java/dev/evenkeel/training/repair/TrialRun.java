package dev.evenkeel.training.repair;

import dev.evenkeel.training.RunSetup;
import dev.evenkeel.training.RunSignal;
import dev.evenkeel.training.TrainingObserver;
import dev.evenkeel.training.network.Batch;
import dev.evenkeel.training.network.Batches;
import dev.evenkeel.training.network.GradientClipping;
import dev.evenkeel.training.network.LayerNorms;
import dev.evenkeel.training.network.NetworkSnapshot;
import dev.evenkeel.training.network.TrainableNetwork;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/**
 * Short trainings from a given state, to find out what a spec would do. The network is left
 * wherever they ended: the caller puts it back.
 *
 * <p>All trial runs see the same batches in the same order, a shuffled one of their own, so that
 * their losses can be compared. Belongs to the training thread.
 */
final class TrialRun {

  /** A loss this many times B has diverged. */
  private static final double HOPELESS = 20;

  private final TrainableNetwork network;
  private final TrainingObserver observer;
  private final RunSignal signal;
  private final RepairState repairState;
  private final Batches batches;
  private final GradientClipping clipping;
  private final LayerNorms norms;
  private final double hopeless;
  private final int steps;
  private final int usable;

  /**
   * What trial runs are measured by.
   *
   * @param batches of an epoch that may be stepped on
   */
  record Measure(double baseline, int steps, int batches) {}

  TrialRun(RunSetup setup, Batches batches, RunContext context, Measure measure) {
    this.network = context.network();
    this.observer = context.observer();
    this.signal = context.signal();
    this.repairState = context.repairState();
    this.batches = batches;
    hopeless = HOPELESS * measure.baseline();
    steps = measure.steps();
    usable = Math.min(batches.count(), measure.batches());
    clipping =
        new GradientClipping(
            setup.spec().training().gradientClipping(), network.segments(), network.layers());
    norms = new LayerNorms(network.segments(), network.layers());
    batches.beginEpoch(setup.spec().training().seed(), -1);
  }

  /**
   * Trains from a state.
   *
   * @return the mean loss of the last third of the steps; infinite where it diverged, was broken
   *     off, or would cost more than is left for repairs
   */
  double lossAfter(NetworkSnapshot from, double rate) {
    if (!repairState.affords(steps)) {
      return Double.POSITIVE_INFINITY;
    }
    double[] losses = train(from, step -> rate, hopeless);
    return losses.length < steps || !isSane(losses[steps - 1], hopeless)
        ? Double.POSITIVE_INFINITY
        : end(losses);
  }

  /**
   * Trains from a state, whatever the losses, as long as they are finite.
   *
   * @param rates by step, from 0
   * @return whether all steps could be made
   */
  boolean finishes(NetworkSnapshot from, IntToDoubleFunction rates) {
    return train(from, rates, Double.POSITIVE_INFINITY).length == steps;
  }

  /**
   * Goes on from wherever the network is, with some of its steps, whatever the losses.
   *
   * @param done steps made before
   * @return whether they could be made
   */
  boolean goesOn(int done, int more, IntToDoubleFunction rates) {
    double[] losses = new double[steps];
    return advance(losses, done, done + more, rates, Double.POSITIVE_INFINITY) == done + more;
  }

  private double[] train(NetworkSnapshot from, IntToDoubleFunction rates, double limit) {
    network.restore(from);
    double[] losses = new double[steps];
    return Arrays.copyOf(losses, advance(losses, 0, steps, rates, limit));
  }

  /** Answers how many steps are made by then, without the one whose numbers are none. */
  private int advance(
      double[] losses, int before, int to, IntToDoubleFunction rates, double limit) {
    int done = before;
    boolean sane = true;
    while (sane && done < to && signal.stopRequested().isEmpty()) {
      Batch batch = batches.batch(done % usable);
      double rate = rates.applyAsDouble(done);
      double loss = batch.size() == 0 ? 0 : network.computeGradients(batch);
      losses[done++] = loss;
      if (batch.size() > 0) {
        norms.measure(network.gradient(), batch.size());
        sane = isSane(loss, limit);
      }
      if (sane && batch.size() > 0) {
        clipping.clip(network, norms, batch.size());
        network.applyUpdate(rate);
      }
    }
    repairState.probe(done - before);
    observer.probed(done - before);
    return sane ? done : done - 1;
  }

  private boolean isSane(double loss, double limit) {
    return Double.isFinite(loss) && Double.isFinite(norms.norm()) && loss < limit;
  }

  private double end(double[] losses) {
    int third = Math.max(1, steps / 3);
    return Arrays.stream(losses, steps - third, steps).average().orElse(Double.NaN);
  }
}
