package dev.evenkeel.job;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.PathType;
import dev.evenkeel.error.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Holds a submitted body to the published JSON Schema and names every fault. Thread-safe. */
@Component
final class SubmissionSchema {

  /** More faults than anybody reads would only make the answer large. */
  static final int MAX_FAULTS = 100;

  private static final String RESOURCE = "/schemas/job.schema.json";

  private final byte[] text;
  private final Schema schema;
  private final SchemaFaults faults;

  SubmissionSchema() {
    text = resource();
    JsonNode tree = JsonMapper.shared().readTree(text);
    schema =
        SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12,
                registry ->
                    registry.schemaRegistryConfig(
                        SchemaRegistryConfig.builder().pathType(PathType.JSON_POINTER).build()))
            .getSchema(tree);
    schema.initializeValidators();
    faults = new SchemaFaults(tree);
  }

  /** The schema as it is published. */
  byte[] text() {
    return text.clone();
  }

  List<Fault> check(JsonNode body) {
    return schema.validate(body).stream()
        .map(faults::translate)
        .distinct()
        .limit(MAX_FAULTS)
        .toList();
  }

  private static byte[] resource() {
    try (InputStream stream = SubmissionSchema.class.getResourceAsStream(RESOURCE)) {
      if (stream == null) {
        throw new IllegalStateException("The resource %s is missing.".formatted(RESOURCE));
      }
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
