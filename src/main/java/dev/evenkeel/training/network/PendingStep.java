package dev.evenkeel.training.network;

/**
 * A gradient that waits to be applied while others are computed.
 *
 * @param gradient the flat gradient, a private copy
 * @param examples of its batch
 */
public record PendingStep(float[] gradient, int examples) {}
