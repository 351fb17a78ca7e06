package dev.evenkeel.training.stability;

/**
 * What a monitor noticed.
 *
 * @param iteration counts from 1, replays included
 * @param layer index in the network, -1 where the whole network is meant
 * @param value the number that stood out; may be non-finite
 * @param limit what it should have stayed under, or above
 */
public record Finding(
    Symptom symptom, Severity severity, long iteration, int layer, double value, double limit) {

  /** About the whole network. */
  static Finding ofNetwork(Symptom symptom, long iteration, double value, double limit) {
    return new Finding(symptom, symptom.severity(), iteration, -1, value, limit);
  }

  /** The same, seen in a layer. */
  public Finding in(int index, double share) {
    return new Finding(symptom, severity, iteration, index, share, limit);
  }

  /** The same, taken more or less seriously. */
  public Finding withSeverity(Severity other) {
    return new Finding(symptom, other, iteration, layer, value, limit);
  }
}
