package dev.evenkeel.prediction;

import java.util.UUID;

/** Where models in memory come from. */
interface ModelLoader {

  /** Loads a model, or refuses: there is none. */
  LoadedModel load(UUID id);

  boolean exists(UUID id);
}
