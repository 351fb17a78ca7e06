package dev.evenkeel.training.repair;

import dev.evenkeel.training.RunSetup;
import dev.evenkeel.training.network.Batches;
import dev.evenkeel.training.network.TrainableNetwork;
import dev.evenkeel.training.spec.TrainingSpec;

/**
 * One side of a trial: a network at its start, the batches it steps on, the examples that judge it.
 */
public interface TrialArm extends AutoCloseable {

  RunSetup setup();

  TrainableNetwork network();

  Batches batches();

  HeldOut heldOut();

  @Override
  void close();

  /** Opens the run by other specs, for trials. */
  interface Provider {

    TrialArm open(TrainingSpec spec);

    /** For runs in which nothing is tried out. */
    static Provider none() {
      return spec -> {
        throw new IllegalStateException("Nothing is tried out in this run.");
      };
    }
  }
}
