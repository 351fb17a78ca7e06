package dev.evenkeel.prediction;

import dev.evenkeel.error.Fault;
import dev.evenkeel.error.ServiceException;
import java.util.ArrayList;
import java.util.List;

/** Gathers what is wrong with a request; gives up reading it after a hundred faults. */
final class FaultList {

  private static final int LIMIT = 100;

  private final List<Fault> faults = new ArrayList<>();

  /** Where in a request a value stands. */
  interface Place {

    /** The JSON pointer to it. */
    String pointer();

    /** For people: empty, or where to look, ending in a blank. */
    default String prefix() {
      return "";
    }
  }

  void add(Place place, String code, String message) {
    faults.add(new Fault(place.pointer(), code, place.prefix() + message));
    if (faults.size() >= LIMIT) {
      throw ServiceException.invalid(faults);
    }
  }

  boolean isEmpty() {
    return faults.isEmpty();
  }

  /** Adds faults of the whole, which are told before those of its parts. */
  void addInFront(List<Fault> ofTheWhole) {
    faults.addAll(0, ofTheWhole);
  }

  void throwIfAny() {
    if (!faults.isEmpty()) {
      throw ServiceException.invalid(faults.subList(0, Math.min(LIMIT, faults.size())));
    }
  }
}
