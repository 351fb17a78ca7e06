package dev.evenkeel.job;

import java.util.Optional;
import java.util.UUID;

/** Reads ids from bodies, where a wrong one is a fault among others. */
public final class Uuids {

  private Uuids() {}

  public static Optional<UUID> parse(String id) {
    try {
      UUID uuid = UUID.fromString(id);
      // The parser also takes short forms, which are nobody's id.
      return uuid.toString().equalsIgnoreCase(id) ? Optional.of(uuid) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
