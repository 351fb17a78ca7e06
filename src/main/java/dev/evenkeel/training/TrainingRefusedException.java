package dev.evenkeel.training;

import java.util.Objects;

/**
 * The run cannot begin because its data or spec don't allow it; the message is for the user, and
 * another attempt would end the same way.
 */
public final class TrainingRefusedException extends RuntimeException {

  private final String code;

  /**
   * @param code snake_case name of the kind of problem
   */
  public TrainingRefusedException(String code, String message) {
    super(message);
    this.code = code;
  }

  public String code() {
    return code;
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
