package dev.evenkeel.model;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A model as it stands in a list: without its schemas, which may be long. */
record ModelSummary(
    UUID id,
    String object,
    String name,
    int version,
    @Nullable UUID jobId,
    ModelAnswer.@Nullable Dataset dataset,
    long parameters,
    Map<String, Double> metrics,
    String parametersSha256,
    boolean quarantined,
    Instant createdAt) {}
