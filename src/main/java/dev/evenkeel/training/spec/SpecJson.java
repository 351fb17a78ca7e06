package dev.evenkeel.training.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.MapperBuilder;
import tools.jackson.databind.json.JsonMapper;

/**
 * The one place that says how specs are written: snake_case names, lower-case enums, unknown fields
 * refused.
 */
public final class SpecJson {

  private static final JsonMapper MAPPER = configure(JsonMapper.builder()).build();

  private SpecJson() {}

  /** The mapper for specs as JSON text; absent values are left out. */
  public static JsonMapper mapper() {
    return MAPPER;
  }

  /** Gives any mapper (JSON, CBOR) the conventions of specs. */
  public static <B extends MapperBuilder<?, B>> B configure(B builder) {
    return builder
        .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
        .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
        .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .changeDefaultPropertyInclusion(
            inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL));
  }
}
