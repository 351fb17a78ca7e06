package dev.evenkeel.job;

/**
 * What computes the networks of this server's jobs.
 *
 * @param kind of network provider
 */
public record JobProvider(String kind) {}
