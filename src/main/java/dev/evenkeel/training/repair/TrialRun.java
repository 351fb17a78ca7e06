package dev.evenkeel.training.repair;

import dev.evenkeel.training.Batch;
import dev.evenkeel.training.Batches;
import dev.evenkeel.training.GradientClipping;
import dev.evenkeel.training.LayerNorms;
import dev.evenkeel.training.NetworkSnapshot;
import dev.evenkeel.training.RunSetup;
import dev.evenkeel.training.RunSignal;
import dev.evenkeel.training.TrainableNetwork;
import dev.evenkeel.training.TrainingObserver;
import java.util.Arrays;

/**
 * Short trainings from a given state, to find out what a learning rate would do. The network is
 * left wherever they ended: the caller puts it back.
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
  private final double baseline;
  private final int steps;

  /** What trial runs are measured by. */
  record Measure(double baseline, int steps) {}

  TrialRun(RunSetup setup, Batches batches, RunContext context, Measure measure) {
    this.network = context.network();
    this.observer = context.observer();
    this.signal = context.signal();
    this.repairState = context.repairState();
    this.batches = batches;
    this.baseline = measure.baseline();
    this.steps = measure.steps();
    clipping =
        new GradientClipping(
            setup.spec().training().gradientClipping(), network.segments(), network.layers());
    norms = new LayerNorms(network.segments(), network.layers());
    batches.beginEpoch(setup.spec().training().seed(), -1);
  }

  /**
   * Trains from a state.
   *
   * @return the mean loss of the last third of the steps; infinite where it diverged, or was broken
   *     off
   */
  double lossAfter(NetworkSnapshot from, double rate) {
    network.restore(from);
    double[] losses = new double[steps];
    int done = 0;
    while (done < steps && signal.stopRequested().isEmpty()) {
      Batch batch = batches.batch(done % batches.count());
      double loss = network.computeGradients(batch);
      norms.measure(network.gradient(), batch.size());
      losses[done++] = loss;
      if (!isSane(loss)) {
        break;
      }
      clipping.clip(network, norms, batch.size());
      network.applyUpdate(rate);
    }
    repairState.probe(done);
    observer.probed(done);
    return done < steps || !isSane(losses[steps - 1]) ? Double.POSITIVE_INFINITY : end(losses);
  }

  private boolean isSane(double loss) {
    return Double.isFinite(loss) && Double.isFinite(norms.norm()) && loss < HOPELESS * baseline;
  }

  private double end(double[] losses) {
    int third = Math.max(1, steps / 3);
    return Arrays.stream(losses, steps - third, steps).average().orElse(Double.NaN);
  }
}
