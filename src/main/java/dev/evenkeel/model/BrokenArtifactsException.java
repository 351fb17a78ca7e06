package dev.evenkeel.model;

/** What an engine has left as a model cannot be trusted: a defect of ours, not of a client. */
public final class BrokenArtifactsException extends RuntimeException {

  public BrokenArtifactsException(String message) {
    super(message);
  }
}
