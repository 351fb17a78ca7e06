package dev.evenkeel.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.testing.OpenApiDocument;
import dev.evenkeel.web.body.BodySchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Holds the schemas that bodies are held against to the contract. */
class SchemasTest {

  private static final String ENDING = ".schema.json";
  private static final OpenApiDocument CONTRACT = OpenApiDocument.read();

  @Test
  void areAllNamedByTheContract() throws IOException {
    JsonNode names = CONTRACT.at("/paths/~1api~1v1~1schemas~1{body}/get/parameters/0/schema/enum");

    assertThat(names.valueStream().map(JsonNode::asString))
        .containsExactlyInAnyOrderElementsOf(published());
  }

  private static List<String> published() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/main/resources/schemas"))) {
      return files
          .map(file -> file.getFileName().toString())
          .map(name -> name.substring(0, name.length() - ENDING.length()))
          .toList();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "job,        /properties,           JobSpec",
    "job-patch,  /properties,           JobPatch",
    "dataset,    /$defs/any/properties, DatasetSpec",
    "import,     /properties,           ImportSpec"
  })
  void haveTheFieldsOfTheContract(String body, String fields, String component) {
    JsonNode schema = JsonMapper.shared().readTree(BodySchema.named(body).text());

    assertThat(schema.at(fields).propertyNames())
        .isNotEmpty()
        .containsExactlyInAnyOrderElementsOf(
            CONTRACT.at("/components/schemas/%s/properties".formatted(component)).propertyNames());
  }
}
