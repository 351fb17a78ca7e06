package dev.evenkeel.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of the server under test. */
final class Http {

  private final HttpClient client = HttpClient.newHttpClient();
  private final String base;

  Http(int port) {
    base = "http://127.0.0.1:" + port;
  }

  /** What the server said. */
  record Answer(HttpResponse<String> response) {

    int status() {
      return response.statusCode();
    }

    String body() {
      return response.body();
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    JsonNode json() {
      return JsonMapper.shared().readTree(response.body());
    }
  }

  /** Submits a small job, with further fields behind a comma; answers its id. */
  String submit(UUID dataset, String more) {
    Answer answer =
        post(
            "/api/v1/jobs",
            "{\"dataset_id\":\"%s\",\"network\":{\"layers\":[{\"type\":\"dense\",\"units\":8}]}%s}"
                .formatted(dataset, more));
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    return answer.json().get("id").asString();
  }

  Answer get(String path) {
    return send(request(path).GET());
  }

  Answer get(String path, String header, String value) {
    return send(request(path).header(header, value).GET());
  }

  CompletableFuture<Answer> getLater(String path) {
    return client
        .sendAsync(request(path).GET().build(), BodyHandlers.ofString())
        .thenApply(Answer::new);
  }

  CompletableFuture<Answer> streamLater(String path, @Nullable String lastEventId) {
    HttpRequest.Builder request = request(path).header("Accept", "text/event-stream").GET();
    if (lastEventId != null) {
      request.header("Last-Event-ID", lastEventId);
    }
    return client.sendAsync(request.build(), BodyHandlers.ofString()).thenApply(Answer::new);
  }

  Answer post(String path, String body) {
    return send(json(path).POST(BodyPublishers.ofString(body)));
  }

  Answer postOnce(String path, String body, String key) {
    return send(json(path).header("Idempotency-Key", key).POST(BodyPublishers.ofString(body)));
  }

  Answer patch(String path, String body, @Nullable String ifMatch) {
    HttpRequest.Builder request =
        request(path)
            .header("Content-Type", "application/merge-patch+json")
            .method("PATCH", BodyPublishers.ofString(body));
    return send(ifMatch == null ? request : request.header("If-Match", ifMatch));
  }

  Answer delete(String path) {
    return send(request(path).DELETE());
  }

  private HttpRequest.Builder json(String path) {
    return request(path).header("Content-Type", "application/json");
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path));
  }

  private Answer send(HttpRequest.Builder request) {
    try {
      return new Answer(client.send(request.build(), BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
