package dev.evenkeel.training.network;

/**
 * A network's whole state at one iteration.
 *
 * @param parameters the flat parameters, a private copy
 * @param updaterState the update rule's state, a private copy
 * @param iteration updates applied so far
 * @param randomState seeds of the training thread's generator
 */
public record NetworkSnapshot(
    float[] parameters, float[] updaterState, int iteration, long[] randomState) {}
