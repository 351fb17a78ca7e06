package dev.evenkeel.training.repair;

import dev.evenkeel.training.RunSetup;
import dev.evenkeel.training.data.RunData;
import dev.evenkeel.training.evaluation.ExampleScores;
import dev.evenkeel.training.network.Batches;
import dev.evenkeel.training.network.TrainableNetwork;

/**
 * Examples that trial runs don't step on, to judge them by: the validation split, or the last fifth
 * of the training batches where there is none.
 *
 * @param from the first batch
 * @param to the batch after the last
 * @param steppable batches of the training split that trial runs may step on, from the first
 */
public record HeldOut(
    Batches batches, int from, int to, int steppable, ExampleScores.Reading reading) {

  private static final int LARGE = 256;

  /** Fewer batches can't be parted. */
  private static final int LEAST = 5;

  /**
   * Of a run.
   *
   * @param training the training split in the order that trial runs have it
   */
  public static HeldOut of(RunSetup setup, RunData data, Batches training) {
    ExampleScores.Reading reading = new ExampleScores.Reading(data, setup.plan().output());
    if (data.validation().isPresent()) {
      int size = Math.max(setup.spec().training().batchSize(), LARGE);
      Batches validation =
          Batches.inOrder(
              data.validation().get(),
              size,
              new Batches.ExampleWeights(new float[0], data.labels()));
      return new HeldOut(validation, 0, validation.count(), training.count(), reading);
    }
    int count = training.count();
    int stepped = count < LEAST ? 0 : count - Math.max(1, count / LEAST);
    return new HeldOut(training, stepped, count, stepped == 0 ? count : stepped, reading);
  }

  /** How well a network answers them. */
  public ExampleScores score(TrainableNetwork network) {
    return ExampleScores.of(network, batches, from, to, reading);
  }

  /**
   * How well it would answer them if classes counted otherwise in the loss, as far as its
   * probabilities tell that without a step.
   *
   * @param multiples of each class's weight
   */
  public ExampleScores score(TrainableNetwork network, float[] multiples) {
    return ExampleScores.of(network, batches, from, to, reading.shifted(multiples));
  }
}
