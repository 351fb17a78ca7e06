package dev.evenkeel.prediction;

import dev.evenkeel.error.Fault;
import dev.evenkeel.error.ServiceException;
import java.util.ArrayList;
import java.util.List;

/** Gathers what is wrong with a request; gives up reading it after a hundred faults. */
public final class FaultList {

  private static final int LIMIT = 100;

  private final List<Fault> faults = new ArrayList<>();

  /** Where in a request a value stands. */
  public interface Place {

    /** The JSON pointer to it. */
    String pointer();

    /** For people: empty, or where to look, ending in a blank. */
    default String prefix() {
      return "";
    }
  }

  public void add(Place place, String code, String message) {
    faults.add(new Fault(place.pointer(), code, place.prefix() + message));
    if (faults.size() >= LIMIT) {
      throw ServiceException.invalid(faults);
    }
  }

  public boolean isEmpty() {
    return faults.isEmpty();
  }

  /** Adds faults of the whole, which are told before those of its parts. */
  public void addInFront(List<Fault> ofTheWhole) {
    faults.addAll(0, ofTheWhole);
  }

  public void throwIfAny() {
    if (!faults.isEmpty()) {
      throw ServiceException.invalid(faults.subList(0, Math.min(LIMIT, faults.size())));
    }
  }
}
