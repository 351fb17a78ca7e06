package dev.evenkeel.job.request;

import dev.evenkeel.error.Fault;
import dev.evenkeel.error.ServiceException;
import dev.evenkeel.web.body.BodySchema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A merge patch of a job (RFC 7396).
 *
 * @param priority the new one
 * @param labels values by key, null where the key is to go; {@code reset} drops all others
 */
public record JobPatch(
    Optional<Integer> priority, Optional<Map<String, @Nullable String>> labels, boolean reset) {

  private static final BodySchema SCHEMA = BodySchema.named("job-patch");
  private static final int MAX_LABELS = 32;

  /** Reads a patch whose faults, if it has any, are those of a job's own fields. */
  static JobPatch read(JsonNode body) {
    List<Fault> faults = SCHEMA.check(body);
    if (!faults.isEmpty()) {
      throw ServiceException.invalid(faults);
    }
    JsonNode priority = body.path("priority");
    JsonNode labels = body.path("labels");
    return new JobPatch(
        priority.isMissingNode() ? Optional.empty() : Optional.of(priority.asInt(0)),
        labels.isMissingNode() ? Optional.empty() : Optional.of(values(labels)),
        labels.isNull());
  }

  private static Map<String, @Nullable String> values(JsonNode labels) {
    Map<String, @Nullable String> values = new LinkedHashMap<>();
    labels
        .properties()
        .forEach(
            entry ->
                values.put(
                    entry.getKey(),
                    entry.getValue().isNull() ? null : entry.getValue().asString()));
    return values;
  }

  /** The labels with the changes made. */
  Map<String, String> merged(Map<String, String> present, Map<String, @Nullable String> changes) {
    Map<String, String> merged = reset ? new TreeMap<>() : new TreeMap<>(present);
    changes.forEach(
        (key, value) -> {
          if (value == null) {
            merged.remove(key);
          } else {
            merged.put(key, value);
          }
        });
    if (merged.size() > MAX_LABELS) {
      throw ServiceException.invalid(
          List.of(
              new Fault(
                  "/labels",
                  "too_many",
                  "labels may have at most %d entries.".formatted(MAX_LABELS))));
    }
    return merged;
  }
}
