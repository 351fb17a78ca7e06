package dev.evenkeel.web.body;

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
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Holds a body to a JSON Schema and names every fault. Thread-safe. */
public final class BodySchema {

  /** More faults than anybody reads would only make the answer large. */
  public static final int MAX_FAULTS = 100;

  private static final Dialect DIALECT =
      Dialect.builder(Dialects.getDraft202012())
          // Read by SchemaFaults alone; declared, or each start would log a warning about it.
          .keyword(new NonValidationKeyword(SchemaFaults.ADVICE))
          .keyword(new DistinctEntries())
          .build();

  private final byte[] text;
  private final Schema schema;
  private final SchemaFaults faults;

  private BodySchema(byte[] text) {
    this.text = text;
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

  /** The published schema of a name, as {@code job}. */
  public static BodySchema named(String name) {
    return new BodySchema(
        published(name)
            .orElseThrow(
                () -> new IllegalStateException("There is no schema %s.".formatted(name))));
  }

  /** The text of the schema of a name, if one is published. */
  static Optional<byte[]> published(String name) {
    if (!name.matches("[a-z-]+")) {
      return Optional.empty();
    }
    String resource = "/schemas/%s.schema.json".formatted(name);
    try (InputStream stream = BodySchema.class.getResourceAsStream(resource)) {
      return stream == null ? Optional.empty() : Optional.of(stream.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The schema as it is published. */
  public byte[] text() {
    return text.clone();
  }

  public List<Fault> check(JsonNode body) {
    return schema.validate(body).stream()
        .flatMap(faults::translate)
        .distinct()
        .limit(MAX_FAULTS)
        .toList();
  }
}
