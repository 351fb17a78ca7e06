package dev.evenkeel.imports;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an imported zip may be at most: {@code evenkeel.imports.*}.
 *
 * @param maxBytes the zip as it is sent
 * @param maxUnpackedBytes all that it unpacks to
 * @param maxConfigurationBytes its configuration.json, unpacked
 * @param maxSteps steps of a sequence where the client doesn't say
 */
@ConfigurationProperties("evenkeel.imports")
record ImportLimits(
    @DefaultValue("536870912") long maxBytes,
    @DefaultValue("1073741824") long maxUnpackedBytes,
    @DefaultValue("4194304") int maxConfigurationBytes,
    @DefaultValue("1000") int maxSteps) {

  ImportLimits {
    if (maxBytes < 1 || maxUnpackedBytes < 1 || maxConfigurationBytes < 1 || maxSteps < 1) {
      throw new IllegalArgumentException(
          "evenkeel.imports: max-bytes (%d), max-unpacked-bytes (%d), max-configuration-bytes (%d) and max-steps (%d) must be positive."
              .formatted(maxBytes, maxUnpackedBytes, maxConfigurationBytes, maxSteps));
    }
  }
}
