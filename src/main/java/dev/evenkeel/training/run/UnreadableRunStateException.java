package dev.evenkeel.training.run;

import java.io.IOException;

/** Thrown where bytes are not the state of a run, or one that this release cannot go on with. */
public final class UnreadableRunStateException extends IOException {

  private static final long serialVersionUID = 1L;

  UnreadableRunStateException(String message) {
    super(message);
  }
}
