package dev.evenkeel.dataset;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Speaks to the dataset routes of a server under test. */
final class Uploads {

  static final String BOUNDARY = "----a-boundary";

  private final HttpClient http = HttpClient.newHttpClient();
  private final String root;

  Uploads(int port) {
    root = "http://127.0.0.1:" + port + "/api/v1/datasets";
  }

  /** A part of a multipart body; no file name, no media type where empty. */
  record Part(String name, String fileName, String mediaType, byte[] content) {

    static Part spec(String json) {
      return new Part("spec", "", "application/json", utf8(json));
    }

    static Part file(byte[] content) {
      return new Part("file", "data.csv", "text/csv", content);
    }

    static Part file(String content) {
      return file(utf8(content));
    }
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  HttpResponse<String> upload(String spec, String csv) {
    return post(body(Part.spec(spec), Part.file(csv)));
  }

  HttpResponse<String> post(byte[] body) {
    return post(body, "multipart/form-data; boundary=" + BOUNDARY, Map.of());
  }

  HttpResponse<String> post(byte[] body, String contentType, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(root))
            .header("Content-Type", contentType)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    return send(request, HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> get(String path, String... headers) {
    return send(request(path, headers), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<byte[]> bytes(String path, String... headers) {
    return send(request(path, headers), HttpResponse.BodyHandlers.ofByteArray());
  }

  HttpResponse<String> delete(String path) {
    return send(
        HttpRequest.newBuilder(URI.create(root + path)).DELETE(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(root + path));
    return headers.length == 0 ? request : request.headers(headers);
  }

  private <T> HttpResponse<T> send(
      HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler) {
    try {
      return http.send(request.build(), handler);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static JsonNode json(HttpResponse<String> answer) {
    return JsonMapper.shared().readTree(answer.body());
  }

  static byte[] body(Part... parts) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (Part part : parts) {
      body.writeBytes(utf8("--" + BOUNDARY + "\r\n" + headers(part) + "\r\n"));
      body.writeBytes(part.content());
      body.writeBytes(utf8("\r\n"));
    }
    body.writeBytes(utf8("--" + BOUNDARY + "--\r\n"));
    return body.toByteArray();
  }

  private static String headers(Part part) {
    String headers = "Content-Disposition: form-data; name=\"%s\"".formatted(part.name());
    if (!part.fileName().isEmpty()) {
      headers += "; filename=\"%s\"".formatted(part.fileName());
    }
    return headers
        + "\r\n"
        + (part.mediaType().isEmpty() ? "" : "Content-Type: " + part.mediaType() + "\r\n");
  }
}
