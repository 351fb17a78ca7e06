package dev.evenkeel.training.data;

/** Data that a run cannot be carried out with; the message is for the user. */
public final class UnusableDataException extends RuntimeException {

  private final String code;

  /**
   * @param code snake_case name of the kind of problem
   */
  UnusableDataException(String code, String message) {
    super(message);
    this.code = code;
  }

  public String code() {
    return code;
  }
}
