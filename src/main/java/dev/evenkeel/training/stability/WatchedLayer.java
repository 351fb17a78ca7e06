package dev.evenkeel.training.stability;

/**
 * A layer with parameters.
 *
 * @param index position in the network
 * @param name such as {@code dense_0}
 */
public record WatchedLayer(int index, String name) {}
