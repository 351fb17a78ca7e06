package dev.evenkeel.training.repair;

import java.util.Locale;

/** Numbers as messages show them. */
public final class Figures {

  private Figures() {}

  public static String percent(double share) {
    return String.format(Locale.ROOT, "%.2g %%", 100 * share);
  }

  /** Four digits are as much as a message needs. */
  public static String show(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }
}
