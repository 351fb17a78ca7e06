package dev.evenkeel.error;

import java.util.List;
import java.util.Objects;

/**
 * A request that is refused, with a message for the client. Mapped to a problem document by {@code
 * web}.
 */
public final class ServiceException extends RuntimeException {

  private final ErrorCode code;
  private final List<Fault> faults;

  public ServiceException(ErrorCode code, String message) {
    this(code, message, List.of());
  }

  public ServiceException(ErrorCode code, String message, List<Fault> faults) {
    super(message);
    this.code = code;
    this.faults = List.copyOf(faults);
  }

  /** A body with faults: the message counts them and repeats the first. */
  public static ServiceException invalid(List<Fault> faults) {
    String first = faults.get(0).message();
    String message =
        faults.size() == 1 ? first : "%d faults; the first: %s".formatted(faults.size(), first);
    return new ServiceException(ErrorCode.INVALID_REQUEST, message, faults);
  }

  public static ServiceException notFound(String what, Object id) {
    return new ServiceException(ErrorCode.NOT_FOUND, "There is no %s %s.".formatted(what, id));
  }

  public ErrorCode code() {
    return code;
  }

  public List<Fault> faults() {
    return faults;
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
