package dev.evenkeel.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.testing.ServerTest;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

@ServerTest
class ProblemTest {

  @LocalServerPort private int port;

  @Test
  void answersAnUnknownRouteWithAProblemThatCarriesTheRequestId() throws Exception {
    HttpResponse<String> answer = get("/api/v1/nothing", "application/json");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(answer.body())
        .contains("\"code\":\"not_found\"", "\"instance\":\"/api/v1/nothing\"")
        .contains(answer.headers().firstValue("X-Request-Id").orElseThrow());
  }

  @Test
  void answersWithAProblemWhateverTheClientAccepts() throws Exception {
    HttpResponse<String> answer = get("/api/v1/nothing", "text/csv");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
  }

  @Test
  void answersARequestThatTomcatCannotParseWithAProblem() throws Exception {
    String answer =
        raw("GET /api/v1/jobs?label={a} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

    assertThat(answer)
        .startsWith("HTTP/1.1 400")
        .contains("application/problem+json", "\"code\":\"malformed_request\"")
        .doesNotContain("<html", "Exception");
  }

  @Test
  void answersAnEncodedSlashInAnIdWithAProblem() throws Exception {
    String answer =
        raw(
            "GET /api/v1/jobs/..%2f..%2fetc HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 4").contains("application/problem+json");
  }

  private HttpResponse<String> get(String path, String accept)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("Accept", accept)
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }

  private String raw(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      InputStream answer = socket.getInputStream();
      return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
