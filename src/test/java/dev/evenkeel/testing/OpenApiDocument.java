package dev.evenkeel.testing;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;

/** The contract, {@code openapi.yaml}, as tests look things up in it. Thread-safe. */
public final class OpenApiDocument {

  private static final String ADDRESS = "https://evenkeel.dev/openapi.yaml";
  private static final List<String> METHODS =
      List.of("get", "put", "post", "delete", "patch", "head", "options");

  private final JsonNode root;
  private final SchemaRegistry schemas;
  private final Map<JsonNode, Schema> compiled = new ConcurrentHashMap<>();

  private OpenApiDocument(String json) {
    root = StrictJson.MAPPER.readTree(json);
    schemas =
        SchemaRegistry.withDefaultDialect(
            Dialects.getOpenApi30(), builder -> builder.schemas(Map.of(ADDRESS, json)));
  }

  public static OpenApiDocument read() {
    try {
      Object yaml = new Yaml().load(Files.readString(Path.of("openapi.yaml")));
      String json = StrictJson.MAPPER.writeValueAsString(yaml);
      // Absolute references still lead somewhere when a schema is taken out of the document.
      return new OpenApiDocument(json.replace("\":\"#/", "\":\"%s#/".formatted(ADDRESS)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A path's method. */
  public record Operation(String template, String method, JsonNode item, JsonNode json) {}

  /** Every operation as {@code GET /api/v1/jobs/{}}, whatever its path variables are called. */
  public TreeSet<String> operations() {
    TreeSet<String> all = new TreeSet<>();
    root.path("paths")
        .properties()
        .forEach(
            path ->
                METHODS.stream()
                    .filter(path.getValue()::has)
                    .forEach(
                        method -> all.add(method.toUpperCase() + " " + anonymous(path.getKey()))));
    return all;
  }

  /** A path template without the names of its variables. */
  public static String anonymous(String template) {
    return template.replaceAll("\\{[^}]*}", "{}");
  }

  /** The operation that a request is for; the most literal path wins. */
  Optional<Operation> operation(String method, String path) {
    return root.path("paths").properties().stream()
        .filter(entry -> path.matches(pattern(entry.getKey())))
        .min(java.util.Comparator.comparing(entry -> entry.getKey().split("\\{").length))
        .filter(entry -> entry.getValue().has(method.toLowerCase()))
        .map(
            entry ->
                new Operation(
                    entry.getKey(),
                    method,
                    entry.getValue(),
                    entry.getValue().get(method.toLowerCase())));
  }

  private static String pattern(String template) {
    return template.replace(".", "\\.").replaceAll("\\{[^}]*}", "[^/]+");
  }

  /** Parameters of the path and of its method. */
  List<JsonNode> parameters(Operation operation) {
    return Stream.of(operation.item(), operation.json())
        .flatMap(node -> node.path("parameters").valueStream())
        .map(this::resolve)
        .toList();
  }

  /** What stands at a JSON pointer of the document. */
  public JsonNode at(String pointer) {
    return root.at(pointer);
  }

  /** The node itself, or what it refers to. */
  JsonNode resolve(JsonNode node) {
    JsonNode reference = node.path("$ref");
    return reference.isString()
        ? resolve(root.at(reference.asString().substring(ADDRESS.length() + 1)))
        : node;
  }

  /** What a value violates of a schema. */
  List<String> violations(JsonNode schema, JsonNode value) {
    return compiled
        .computeIfAbsent(schema, schemas::getSchema)
        .validate(
            value,
            context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
        .stream()
        .map(error -> error.getInstanceLocation() + " " + error.getMessage())
        .toList();
  }

  /** References that lead nowhere, and examples that their schemas refuse. */
  public List<String> faults() {
    List<String> faults = new ArrayList<>();
    examine("", root, faults);
    return faults;
  }

  private void examine(String pointer, JsonNode node, List<String> faults) {
    if (resolve(node).isMissingNode()) {
      faults.add(pointer + ": the reference leads nowhere");
    }
    JsonNode schema = node.path("schema");
    if (schema.isObject()) {
      Stream.concat(
              Stream.of(node.path("example")),
              node.path("examples").valueStream().map(example -> example.path("value")))
          .filter(example -> !example.isMissingNode())
          .flatMap(example -> violations(schema, example).stream())
          .forEach(violation -> faults.add(pointer + ": example " + violation));
    }
    node.properties()
        .forEach(entry -> examine(pointer + "/" + entry.getKey(), entry.getValue(), faults));
  }

  /** The schema of every refusal. */
  JsonNode problem() {
    return root.at("/components/schemas/Problem");
  }
}
