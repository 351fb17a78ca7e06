package dev.evenkeel.training.repair;

/**
 * What trial runs from the start have shown, by rate: asked again, they would end the same.
 *
 * @param rates that were tried
 * @param losses that they came to
 * @param excluded rows that were left out by then
 * @param steps of each trial run
 */
public record TriedRates(double[] rates, double[] losses, int excluded, int steps) {

  /** Before the first of them. */
  public static TriedRates none() {
    return new TriedRates(new double[0], new double[0], 0, 0);
  }
}
