package dev.evenkeel.model;

import java.util.UUID;

/** Told when a model has been removed, before its files are. */
public interface ModelRemovalListener {

  void removed(UUID modelId);
}
