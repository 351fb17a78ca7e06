package dev.evenkeel.job;

import dev.evenkeel.training.plan.layers.PlanLimits;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What a job may take and how many there may be: {@code evenkeel.jobs.*}.
 *
 * @param maxParameters of one network
 * @param maxMemoryBytes of one training
 * @param maxQueued jobs that may wait; more are refused at once
 * @param maxAttempts how often a job is tried when its engine dies
 * @param maxEpochEvents epoch events of one job; a longer run reports every n-th epoch
 * @param maxStreams event streams that may be open at a time
 * @param maxWaits requests that may wait for a change at a time
 */
@ConfigurationProperties("evenkeel.jobs")
public record JobLimits(
    @DefaultValue("50000000") long maxParameters,
    @DefaultValue("2147483648") long maxMemoryBytes,
    @DefaultValue("10000") int maxQueued,
    @DefaultValue("3") int maxAttempts,
    @DefaultValue("10000") int maxEpochEvents,
    @DefaultValue("200") int maxStreams,
    @DefaultValue("1000") int maxWaits) {

  public JobLimits {
    requirePositive("max-parameters", maxParameters);
    if (maxParameters > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "evenkeel.jobs.max-parameters (%d) must be at most %d."
              .formatted(maxParameters, Integer.MAX_VALUE));
    }
    requirePositive("max-memory-bytes", maxMemoryBytes);
    requirePositive("max-queued", maxQueued);
    requirePositive("max-attempts", maxAttempts);
    requirePositive("max-epoch-events", maxEpochEvents);
    requirePositive("max-streams", maxStreams);
    requirePositive("max-waits", maxWaits);
  }

  /** What a single network may take. */
  public PlanLimits plan() {
    PlanLimits usual = PlanLimits.defaults();
    return new PlanLimits(
        maxParameters, maxMemoryBytes, usual.units(), usual.layers(), usual.batchSize());
  }

  private static void requirePositive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "evenkeel.jobs.%s (%d) must be at least 1.".formatted(name, value));
    }
  }
}
