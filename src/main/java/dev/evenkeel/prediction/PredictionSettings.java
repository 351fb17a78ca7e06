package dev.evenkeel.prediction;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Limits of predictions.
 *
 * @param maxRows rows of a JSON request
 * @param maxBody bytes of a JSON request
 * @param maxCsv bytes of a CSV request
 * @param maxSessions models that are kept loaded
 * @param maxSessionMemory what these may take, estimated
 */
@ConfigurationProperties("evenkeel.prediction")
public record PredictionSettings(
    @DefaultValue("10000") int maxRows,
    @DefaultValue("16MB") DataSize maxBody,
    @DefaultValue("2GB") DataSize maxCsv,
    @DefaultValue("64") int maxSessions,
    @DefaultValue("512MB") DataSize maxSessionMemory) {

  public PredictionSettings {
    requirePositive("max-rows", maxRows);
    requirePositive("max-body", maxBody.toBytes());
    requirePositive("max-csv", maxCsv.toBytes());
    requirePositive("max-sessions", maxSessions);
    requirePositive("max-session-memory", maxSessionMemory.toBytes());
  }

  private static void requirePositive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "evenkeel.prediction.%s (%d) must be at least 1.".formatted(name, value));
    }
  }
}
