package dev.evenkeel.engine;

import dev.evenkeel.training.RunSignal;
import dev.evenkeel.training.TrainingObserver;
import dev.evenkeel.training.TrainingRefusedException;
import dev.evenkeel.training.TrainingResult;
import java.util.Map;

/** The work behind the wire. All methods run on the engine's one training thread. */
interface EngineTask {

  /**
   * Loads the native libraries and runs something small.
   *
   * @return names and versions of the libraries
   */
  Map<String, String> warmUp();

  /**
   * Trains one job to its end.
   *
   * @throws TrainingRefusedException where the run cannot be carried out, with a message for the
   *     user
   */
  TrainingResult train(EngineCommand.Train order, TrainingObserver observer, RunSignal signal);

  /**
   * Makes a model of stored weights.
   *
   * @throws TrainingRefusedException where they don't fit the network
   */
  TrainingResult convert(EngineCommand.Convert order);
}
