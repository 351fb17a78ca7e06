package dev.evenkeel.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.testing.ApiClient;
import dev.evenkeel.testing.OpenApiDocument;
import dev.evenkeel.testing.ServerTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Holds the contract and the code to each other. */
@ServerTest
class OpenApiTest {

  private static final Set<String> FRAMEWORK = Set.of("/error");
  private static final String ACTUATOR = "/actuator";

  @Autowired private ApplicationContext context;
  @LocalServerPort private int port;

  @Test
  void documentsEveryRouteOfTheServer() {
    assertThat(OpenApiDocument.read().operations()).containsAll(routes());
  }

  @Test
  void servesEveryRouteOfTheContract() {
    Set<String> documented = new TreeSet<>(OpenApiDocument.read().operations());
    documented.removeIf(operation -> operation.contains(ACTUATOR));

    assertThat(routes()).containsAll(documented);
  }

  @Test
  void servesTheHealthAndMetricsOfTheContract() {
    ApiClient client = new ApiClient(port);

    client.get("/actuator/health/liveness").expect(200);
    client.get("/actuator/health/readiness").expect(200);
    client.get("/actuator/prometheus", "Accept", "text/plain").expect(200);
  }

  @Test
  void showsTheContractAsItIsWritten() throws Exception {
    assertThat(new ApiClient(port).get("/api/v1/openapi.yaml").expect(200).text())
        .isEqualTo(Files.readString(Path.of("openapi.yaml")));
  }

  @Test
  void showsPagesToReadItInWithoutAnotherHost() {
    ApiClient client = new ApiClient(port);

    String page = client.get("/docs").expect(200).text();

    assertThat(page).contains("/api/v1/openapi.yaml").doesNotContain("http:", "https:");
    Stream.of("swagger-ui-bundle.js", "swagger-ui.css", "favicon-32x32.png")
        .map(file -> "/docs/assets/" + file)
        .forEach(
            asset -> {
              assertThat(page).contains(asset);
              assertThat(StatusOf.get(port, asset)).isEqualTo(200);
            });
  }

  /** What the server has handlers for, as {@code GET /api/v1/jobs/{}}. */
  private Set<String> routes() {
    RequestMappingHandlerMapping handlers =
        context.getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class);
    Set<String> routes = new TreeSet<>();
    handlers
        .getHandlerMethods()
        .keySet()
        .forEach(
            mapping ->
                paths(mapping)
                    .filter(path -> !FRAMEWORK.contains(path))
                    .forEach(path -> methods(mapping).forEach(m -> routes.add(m + " " + path))));
    return routes;
  }

  private static Stream<String> paths(RequestMappingInfo mapping) {
    return mapping.getPathPatternsCondition().getPatternValues().stream()
        .map(OpenApiDocument::anonymous);
  }

  private static Stream<RequestMethod> methods(RequestMappingInfo mapping) {
    return mapping.getMethodsCondition().getMethods().stream();
  }
}
