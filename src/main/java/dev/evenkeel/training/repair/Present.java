package dev.evenkeel.training.repair;

import dev.evenkeel.training.network.NetworkSnapshot;
import dev.evenkeel.training.network.PendingStep;
import dev.evenkeel.training.network.TrainableNetwork;
import dev.evenkeel.training.repair.Checkpoints.Checkpoint;

/**
 * The network when something was found: probes and trials start from it, and it is put back after
 * them to the last bit.
 *
 * @param here its state, before the batch that it was found in
 * @param pending that batch's gradient, which has not been applied
 */
record Present(Checkpoint here, PendingStep pending) {

  static Present of(TrainableNetwork network, RunPosition now) {
    return new Present(
        new Checkpoint(
            now.position(), now.planned(), now.iteration(), Double.NaN, network.snapshot()),
        network.pending());
  }

  NetworkSnapshot state() {
    return here.state();
  }

  void putBack(TrainableNetwork network) {
    network.restore(here.state());
    network.resume(pending);
  }
}
