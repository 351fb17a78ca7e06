package dev.evenkeel.job;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import com.networknt.schema.path.PathType;
import dev.evenkeel.error.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Holds a body to a JSON Schema and names every fault. Thread-safe. */
final class BodySchema {

  private static final Dialect DIALECT =
      Dialect.builder(Dialects.getDraft202012())
          // Read by SchemaFaults alone; declared, or each start would log a warning about it.
          .keyword(new NonValidationKeyword(SchemaFaults.NOT_YET))
          .build();

  /** Of a submitted job, as published. */
  static final BodySchema JOB = new BodySchema("/schemas/job.schema.json");

  /** Of a change to a job. */
  static final BodySchema PATCH = new BodySchema("/schemas/job-patch.schema.json");

  /** More faults than anybody reads would only make the answer large. */
  static final int MAX_FAULTS = 100;

  private final byte[] text;
  private final Schema schema;
  private final SchemaFaults faults;

  private BodySchema(String resource) {
    text = resource(resource);
    JsonNode tree = JsonMapper.shared().readTree(text);
    schema =
        SchemaRegistry.withDefaultDialect(
                DIALECT,
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

  private static byte[] resource(String name) {
    try (InputStream stream = BodySchema.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException("The resource %s is missing.".formatted(name));
      }
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
