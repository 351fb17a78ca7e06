package dev.evenkeel.training.stability;

/**
 * A layer of the network.
 *
 * @param index position in the network
 * @param name such as {@code dense_0}
 * @param kind what rules make exceptions for
 */
public record WatchedLayer(int index, String name, Kind kind) {

  /** What a layer is to monitors. */
  public enum Kind {
    USUAL,
    /** Its gates are meant to saturate. */
    RECURRENT,
    /** Its gains move freely: the next layer's scale does not matter to it. */
    NORMALIZATION,
    OUTPUT
  }

  /** A layer that no rule makes an exception for. */
  public WatchedLayer(int index, String name) {
    this(index, name, Kind.USUAL);
  }
}
