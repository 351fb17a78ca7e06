package dev.evenkeel.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A client that holds every exchange to {@code openapi.yaml}: a difference is an {@link
 * AssertionError} that lists all there are. Headers are given as name, value, name, value.
 */
public final class ApiClient {

  private static final OpenApiDocument CONTRACT = OpenApiDocument.read();
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final byte[] NOTHING = {};

  private final String server;
  private final boolean checksRequests;

  public ApiClient(int port) {
    this("http://127.0.0.1:" + port, true);
  }

  private ApiClient(String server, boolean checksRequests) {
    this.server = server;
    this.checksRequests = checksRequests;
  }

  /** The same client for requests that are bad on purpose; answers are checked all the same. */
  public ApiClient sendingAnything() {
    return new ApiClient(server, false);
  }

  /**
   * A request's body.
   *
   * @param json what of it the contract has a JSON schema for
   */
  public record Body(String contentType, byte[] bytes, byte[] json) {

    /** JSON: a text is sent as it is, anything else is written. */
    public static Body json(Object value) {
      byte[] bytes = jsonOf(value);
      return new Body("application/json", bytes, bytes);
    }

    /** Any bytes. */
    public static Body of(String contentType, byte[] bytes) {
      return new Body(contentType, bytes, bytes);
    }

    /** The two parts of an upload. */
    public static Body upload(Object spec, String fileName, byte[] file) {
      byte[] json = jsonOf(spec);
      String boundary = "evenkeel-boundary-7d1f";
      ByteArrayOutputStream form = new ByteArrayOutputStream();
      write(form, boundary, "name=\"spec\"", "application/json", json);
      String disposition = "name=\"file\"; filename=\"%s\"".formatted(fileName);
      write(form, boundary, disposition, "text/csv", file);
      form.writeBytes(("--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
      return new Body("multipart/form-data; boundary=" + boundary, form.toByteArray(), json);
    }

    private static void write(
        ByteArrayOutputStream form, String boundary, String disposition, String type, byte[] part) {
      String head =
          "--%s\r\nContent-Disposition: form-data; %s\r\nContent-Type: %s\r\n\r\n"
              .formatted(boundary, disposition, type);
      form.writeBytes(head.getBytes(StandardCharsets.UTF_8));
      form.writeBytes(part);
      form.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] jsonOf(Object value) {
      return value instanceof String text
          ? text.getBytes(StandardCharsets.UTF_8)
          : StrictJson.MAPPER.writeValueAsBytes(value);
    }
  }

  public ApiAnswer get(String path, String... headers) {
    return send("GET", path, null, headers);
  }

  public ApiAnswer post(String path, Object json, String... headers) {
    return send("POST", path, Body.json(json), headers);
  }

  /** A POST without a body. */
  public ApiAnswer post(String path) {
    return send("POST", path, null);
  }

  public ApiAnswer put(String path, Object json, String... headers) {
    return send("PUT", path, Body.json(json), headers);
  }

  public ApiAnswer patch(String path, Object json, String... headers) {
    return send("PATCH", path, Body.json(json), headers);
  }

  public ApiAnswer delete(String path, String... headers) {
    return send("DELETE", path, null, headers);
  }

  /** Uploads a dataset. */
  public ApiAnswer upload(Object spec, byte[] file, String... headers) {
    return send("POST", "/api/v1/datasets", Body.upload(spec, "data.csv", file), headers);
  }

  /** The job, once it has ended. */
  public JsonNode awaitTerminal(String jobId, Duration limit) {
    Instant end = Instant.now().plus(limit);
    while (true) {
      JsonNode job = get("/api/v1/jobs/" + jobId + "?wait=5").expect(200).json();
      if (job.path("terminal").asBoolean()) {
        return job;
      }
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("Job %s has not ended within %s: %s".formatted(jobId, limit, job));
      }
    }
  }

  /** Sends any request. */
  public ApiAnswer send(String method, String path, Body body, String... headers) {
    BodyPublisher publisher =
        body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body.bytes());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server + path))
            .timeout(PATIENCE)
            .method(method, publisher);
    if (body != null && !body.contentType().isEmpty()) {
      request.header("Content-Type", body.contentType());
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    return checked(request.build(), body == null ? NOTHING : body.json());
  }

  private ApiAnswer checked(HttpRequest request, byte[] json) {
    ApiAnswer answer = exchange(request);
    var sent = new ApiExchange.Sent(request.method(), request.uri(), request.headers(), json);
    ContractCheck check = new ContractCheck(CONTRACT, new ApiExchange(sent, answer));
    List<String> faults = new ArrayList<>(checksRequests ? check.request() : List.of());
    faults.addAll(check.answer());
    if (!faults.isEmpty()) {
      throw new AssertionError(
          "%s %s → %d does not keep to openapi.yaml:%n  %s%n%s"
              .formatted(
                  request.method(),
                  request.uri().getRawPath(),
                  answer.status(),
                  String.join("\n  ", faults),
                  shortened(answer.text())));
    }
    return answer;
  }

  private static ApiAnswer exchange(HttpRequest request) {
    try {
      HttpResponse<byte[]> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
      return new ApiAnswer(answer.statusCode(), answer.headers(), answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(request.method() + " " + request.uri(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String shortened(String text) {
    return text.length() <= 2000 ? text : text.substring(0, 2000) + " …";
  }
}
