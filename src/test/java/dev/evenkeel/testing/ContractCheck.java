package dev.evenkeel.testing;

import dev.evenkeel.testing.OpenApiDocument.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Holds one exchange to the contract. Says everything that differs, not the first difference. */
final class ContractCheck {

  private static final Set<String> HEADERS_WITH_A_MEANING =
      Set.of("if-match", "if-none-match", "if-range", "range", "idempotency-key", "last-event-id");

  /** Statuses that a request can get before any operation is found for it. */
  private static final Set<Integer> ANYWHERE = Set.of(400, 404, 405, 406, 415);

  private static final String OIP = "/v2";

  private final OpenApiDocument document;
  private final ApiExchange exchange;
  private final Optional<Operation> operation;
  private final List<String> faults = new ArrayList<>();

  ContractCheck(OpenApiDocument document, ApiExchange exchange) {
    this.document = document;
    this.exchange = exchange;
    this.operation =
        document.operation(exchange.sent().method(), exchange.sent().uri().getRawPath());
  }

  /** What is wrong with the request. */
  List<String> request() {
    faults.clear();
    if (operation.isEmpty()) {
      return List.of("request: the contract has no such operation");
    }
    List<JsonNode> parameters = document.parameters(operation.get());
    checkQuery(parameters);
    checkHeaders(parameters);
    checkRequestBody(document.resolve(operation.get().json().path("requestBody")));
    return List.copyOf(faults);
  }

  private void checkQuery(List<JsonNode> parameters) {
    Map<String, JsonNode> known =
        parameters.stream()
            .filter(parameter -> parameter.path("in").asString().equals("query"))
            .collect(Collectors.toMap(node -> node.path("name").asString(), node -> node));
    Map<String, String> sent = exchange.sent().query();
    sent.forEach(
        (name, value) -> {
          if (known.containsKey(name)) {
            JsonNode schema = known.get(name).path("schema");
            add("query " + name, document.violations(schema, typed(schema, value)));
          } else {
            faults.add("request: the query parameter %s is not documented".formatted(name));
          }
        });
    known.forEach(
        (name, parameter) -> {
          if (parameter.path("required").asBoolean(false) && !sent.containsKey(name)) {
            faults.add("request: the query parameter %s is missing".formatted(name));
          }
        });
  }

  /** A query's text as the JSON value that its schema speaks of. */
  private JsonNode typed(JsonNode schema, String value) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    String type = document.resolve(schema).path("type").asString("string");
    try {
      return switch (type) {
        case "integer" -> nodes.numberNode(Long.parseLong(value));
        case "number" -> nodes.numberNode(Double.parseDouble(value));
        case "boolean" -> nodes.booleanNode(Boolean.parseBoolean(value));
        case "array" -> {
          var array = nodes.arrayNode();
          List.of(value.split(",")).forEach(array::add);
          yield array;
        }
        default -> nodes.stringNode(value);
      };
    } catch (NumberFormatException e) {
      return nodes.stringNode(value);
    }
  }

  private void checkHeaders(List<JsonNode> parameters) {
    Set<String> known =
        parameters.stream()
            .filter(parameter -> parameter.path("in").asString().equals("header"))
            .map(parameter -> parameter.path("name").asString().toLowerCase())
            .collect(Collectors.toSet());
    exchange.sent().headers().map().keySet().stream()
        .map(String::toLowerCase)
        .filter(name -> HEADERS_WITH_A_MEANING.contains(name) && !known.contains(name))
        .forEach(name -> faults.add("request: the header %s is not documented".formatted(name)));
  }

  private void checkRequestBody(JsonNode body) {
    String mediaType = exchange.sent().mediaType();
    if (mediaType.isEmpty()) {
      if (body.path("required").asBoolean(false)) {
        faults.add("request: there is no body");
      }
      return;
    }
    JsonNode content = body.path("content").path(mediaType);
    if (content.isMissingNode()) {
      faults.add("request: the content type %s is not documented".formatted(mediaType));
    } else if (mediaType.equals("multipart/form-data")) {
      checkJson("part spec", content.at("/schema/properties/spec"), exchange.sent().json());
    } else if (isJson(mediaType)) {
      checkJson("request body", content.path("schema"), exchange.sent().json());
    }
  }

  /** What is wrong with the answer. */
  List<String> answer() {
    faults.clear();
    int status = exchange.answer().status();
    JsonNode documented =
        operation
            .map(found -> found.json().path("responses").path(Integer.toString(status)))
            .map(document::resolve)
            .orElse(JsonNodeFactory.instance.missingNode());
    if (!documented.isMissingNode()) {
      checkAnswerHeaders(documented.path("headers"));
      checkAnswerBody(documented.path("content"));
    } else if (ANYWHERE.contains(status)) {
      checkRefusal();
    } else {
      faults.add("answer: the status %d is not documented".formatted(status));
    }
    if (status >= 400) {
      checkNothingOfTheInside();
    }
    return List.copyOf(faults);
  }

  private void checkAnswerHeaders(JsonNode headers) {
    headers
        .properties()
        .forEach(
            entry -> {
              JsonNode header = document.resolve(entry.getValue());
              Optional<String> value = exchange.answer().headers().firstValue(entry.getKey());
              if (value.isPresent()) {
                JsonNode schema = header.path("schema");
                add(
                    "header " + entry.getKey(),
                    document.violations(schema, typed(schema, value.get())));
              } else if (header.path("required").asBoolean(false)) {
                faults.add("answer: the header %s is missing".formatted(entry.getKey()));
              }
            });
  }

  private void checkAnswerBody(JsonNode content) {
    if (content.isEmpty()) {
      if (exchange.answer().body().length > 0) {
        faults.add("answer: there is a body where none is documented");
      }
      return;
    }
    String mediaType = exchange.answer().mediaType();
    JsonNode schema = content.path(mediaType).path("schema");
    if (schema.isMissingNode()) {
      faults.add("answer: the content type '%s' is not documented".formatted(mediaType));
    } else if (isJson(mediaType)) {
      checkJson("answer body", schema, exchange.answer().body());
    }
  }

  /** A refusal from where no operation had a say yet. */
  private void checkRefusal() {
    String mediaType = exchange.answer().mediaType();
    if (exchange.sent().uri().getRawPath().startsWith(OIP)) {
      if (!mediaType.equals("application/json") && !mediaType.equals("application/problem+json")) {
        faults.add("answer: a refusal of type '%s'".formatted(mediaType));
      }
    } else if (!mediaType.equals("application/problem+json")) {
      faults.add("answer: a refusal of type '%s', no problem document".formatted(mediaType));
    } else {
      checkJson("answer body", document.problem(), exchange.answer().body());
    }
  }

  private void checkNothingOfTheInside() {
    String text = exchange.answer().text();
    for (String trace :
        List.of("\tat ", "java.lang.", "Exception:", "org.springframework", "dev.evenkeel.")) {
      if (text.contains(trace)) {
        faults.add("answer: it shows the server's inside ('%s')".formatted(trace.trim()));
      }
    }
    if (exchange.answer().mediaType().equals("application/problem+json")
        && exchange.answer().json().path("status").asInt() != exchange.answer().status()) {
      faults.add("answer: the problem document has another status");
    }
  }

  private void checkJson(String where, JsonNode schema, byte[] json) {
    try {
      add(where, document.violations(schema, StrictJson.read(json)));
    } catch (JacksonException e) {
      faults.add(where + ": no JSON: " + e.getOriginalMessage());
    }
  }

  private void add(String where, List<String> violations) {
    violations.forEach(violation -> faults.add(where + ": " + violation));
  }

  private static boolean isJson(String mediaType) {
    return mediaType.equals("application/json") || mediaType.endsWith("+json");
  }
}
