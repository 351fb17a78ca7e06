package dev.evenkeel.engine;

/** A run that cannot be carried out as ordered, and why: for the user. */
final class RunRefusedException extends RuntimeException {

  private final String code;

  RunRefusedException(String code, String message) {
    super(message);
    this.code = code;
  }

  String code() {
    return code;
  }
}
