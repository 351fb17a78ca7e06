package dev.evenkeel.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContractCheckTest {

  private static final OpenApiDocument CONTRACT = OpenApiDocument.read();
  private static final String EMPTY_PAGE =
      """
      {"object":"list","data":[],"first_id":null,"last_id":null,"has_more":false}""";
  private static final String PROBLEM =
      """
      {"type":"urn:x","title":"T","status":404,"detail":"d","instance":"/x","code":"not_found","request_id":"r"}""";

  @Test
  void leavesNoReferenceOpenAndShowsExamplesThatAreRight() {
    assertThat(CONTRACT.faults()).isEmpty();
  }

  @Test
  void findsNothingInAnExchangeThatKeepsToTheContract() {
    ContractCheck check = get("/api/v1/datasets?limit=5", answer(200, EMPTY_PAGE));

    assertThat(check.request()).isEmpty();
    assertThat(check.answer()).isEmpty();
  }

  @Test
  void findsAnUnknownFieldAndAMissingOne() {
    String page = EMPTY_PAGE.replace("\"has_more\":false", "\"more\":false");

    assertThat(get("/api/v1/datasets", answer(200, page)).answer())
        .hasSize(2)
        .anyMatch(fault -> fault.contains("has_more"))
        .anyMatch(fault -> fault.contains("more"));
  }

  @Test
  void findsFaultsBelowAReference() {
    String page = EMPTY_PAGE.replace("[]", "[{\"id\":7}]");

    assertThat(get("/api/v1/datasets", answer(200, page)).answer())
        .anyMatch(fault -> fault.contains("/data/0"));
  }

  @Test
  void findsAStatusThatIsNotDocumented() {
    assertThat(get("/api/v1/datasets", answer(202, EMPTY_PAGE)).answer())
        .containsExactly("answer: the status 202 is not documented");
  }

  @Test
  void findsANaN() {
    String page = EMPTY_PAGE.replace("null", "NaN");

    assertThat(get("/api/v1/datasets", answer(200, page)).answer())
        .anyMatch(fault -> fault.contains("no JSON"));
  }

  @Test
  void findsARefusalThatIsNoProblemDocument() {
    assertThat(get("/nowhere", answer(404, PROBLEM)).answer())
        .containsExactly("answer: a refusal of type 'application/json', no problem document");
  }

  @Test
  void findsAStackTrace() {
    String problem = PROBLEM.replace("\"d\"", "\"java.lang.NullPointerException\"");

    assertThat(get("/nowhere", answer(404, "application/problem+json", problem)).answer())
        .anyMatch(fault -> fault.contains("inside"));
  }

  @Test
  void findsAnUnknownQueryParameterAndAValueOutOfRange() {
    assertThat(get("/api/v1/datasets?limit=101&page=2", answer(200, EMPTY_PAGE)).request())
        .anyMatch(fault -> fault.contains("limit"))
        .anyMatch(fault -> fault.contains("page is not documented"));
  }

  @Test
  void findsAFaultyRequestBody() {
    String json =
        """
        {"dataset_id":"0192f0c1-7c2e-7b11-8f00-3a5d5f0c9e01","network":{"layers":[{"type":"dense","units":0}]}}""";
    var sent =
        new ApiExchange.Sent(
            "POST",
            URI.create("http://localhost/api/v1/jobs"),
            headers(Map.of("Content-Type", "application/json")),
            json.getBytes(StandardCharsets.UTF_8));
    ApiExchange exchange = new ApiExchange(sent, answer(202, "{}"));

    assertThat(new ContractCheck(CONTRACT, exchange).request())
        .anyMatch(fault -> fault.contains("/network/layers/0"));
  }

  private static ContractCheck get(String path, ApiAnswer answer) {
    var sent =
        new ApiExchange.Sent(
            "GET", URI.create("http://localhost" + path), headers(Map.of()), new byte[0]);
    return new ContractCheck(CONTRACT, new ApiExchange(sent, answer));
  }

  private static ApiAnswer answer(int status, String json) {
    return answer(status, "application/json", json);
  }

  private static ApiAnswer answer(int status, String type, String body) {
    return new ApiAnswer(
        status, headers(Map.of("Content-Type", type)), body.getBytes(StandardCharsets.UTF_8));
  }

  private static HttpHeaders headers(Map<String, String> headers) {
    return HttpHeaders.of(
        headers.entrySet().stream()
            .collect(
                java.util.stream.Collectors.toMap(
                    Map.Entry::getKey, entry -> List.of(entry.getValue()))),
        (name, value) -> true);
  }
}
