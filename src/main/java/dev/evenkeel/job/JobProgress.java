package dev.evenkeel.job;

/**
 * How far an attempt has come.
 *
 * @param iteration last iteration executed
 * @param executedIterations every gradient step taken
 * @param examplesPerSecond lately
 */
public record JobProgress(
    int epoch, long iteration, long executedIterations, double examplesPerSecond) {}
