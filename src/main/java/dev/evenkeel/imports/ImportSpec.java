package dev.evenkeel.imports;

import dev.evenkeel.error.Fault;
import dev.evenkeel.error.ServiceException;
import dev.evenkeel.web.body.BodySchema;
import dev.evenkeel.web.body.JsonBody;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a client says about the network that it uploads; all of it may be left out.
 *
 * @param name of the model
 * @param inputShape [features], [steps, features] with null for any length, or [height, width,
 *     channels]
 * @param columns names of the features or channels
 * @param classes labels of the outputs, in their order
 */
record ImportSpec(
    String name,
    @Nullable List<@Nullable Integer> inputShape,
    @Nullable List<String> columns,
    @Nullable List<String> classes) {

  private static final BodySchema SCHEMA = BodySchema.named("import");
  private static final String DEFAULT_NAME = "imported";

  static ImportSpec empty() {
    return new ImportSpec(DEFAULT_NAME, null, null, null);
  }

  static ImportSpec read(byte[] json) {
    JsonNode spec = JsonBody.readSpec(json);
    List<Fault> faults = SCHEMA.check(spec);
    if (!faults.isEmpty()) {
      throw ServiceException.invalid(faults);
    }
    return new ImportSpec(
        spec.path("name").stringValue(DEFAULT_NAME),
        list(spec, "input_shape", size -> size.isNull() ? null : size.intValue()),
        list(spec, "columns", JsonNode::stringValue),
        list(spec, "classes", JsonNode::stringValue));
  }

  private static <T extends @Nullable Object> @Nullable List<T> list(
      JsonNode spec, String field, Function<JsonNode, T> reading) {
    JsonNode list = spec.path(field);
    return list.isArray() ? list.valueStream().map(reading).toList() : null;
  }
}
