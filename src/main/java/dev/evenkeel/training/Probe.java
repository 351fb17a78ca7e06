package dev.evenkeel.training;

/**
 * An example by which an artifact can be checked.
 *
 * @param input raw cells [positions · columns], as the user has them
 * @param output what the network answers, regression in the user's units
 */
public record Probe(double[] input, double[] output) {}
