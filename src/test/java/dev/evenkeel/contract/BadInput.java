package dev.evenkeel.contract;

import dev.evenkeel.testing.ApiClient.Body;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A request that must be refused. {@code {dataset}} and {@code {job}} in its path and body stand
 * for the ids of a stored dataset and of a queued job that uses it.
 *
 * @param name what is wrong with it
 * @param pointer where a fault must be reported; empty where that does not matter
 */
record BadInput(
    String name, Request request, List<String> headers, int status, String code, String pointer) {

  /** What is sent. */
  record Request(String method, String path, Body body) {}

  static BadInput get(String name, String path) {
    return of(name, new Request("GET", path, null));
  }

  static BadInput send(String name, String method, String path) {
    return of(name, new Request(method, path, null));
  }

  static BadInput json(String name, String method, String path, String json) {
    return of(name, new Request(method, path, Body.json(json)));
  }

  static BadInput of(String name, Request request) {
    return new BadInput(name, request, List.of(), 400, "malformed_request", "");
  }

  /** The answer that is expected. */
  BadInput expect(int status, String code) {
    return new BadInput(name, request, headers, status, code, pointer);
  }

  /** 422 with a fault at this JSON pointer. */
  BadInput faultAt(String pointer) {
    return new BadInput(name, request, headers, 422, "invalid_request", pointer);
  }

  /** 422 because of what the file holds. */
  BadInput badData() {
    return expect(422, "invalid_data");
  }

  BadInput notFound() {
    return expect(404, "not_found");
  }

  BadInput with(String header, String value) {
    return new BadInput(name, request, List.of(header, value), status, code, pointer);
  }

  /** The request with the ids in their places. */
  Request filled(String dataset, String job) {
    Body body = request.body();
    if (body != null && isText(body)) {
      String text = new String(body.bytes(), StandardCharsets.UTF_8);
      body = Body.of(body.contentType(), fill(text, dataset, job).getBytes(StandardCharsets.UTF_8));
    }
    return new Request(request.method(), fill(request.path(), dataset, job), body);
  }

  private static boolean isText(Body body) {
    return body.contentType().contains("json");
  }

  private static String fill(String text, String dataset, String job) {
    return text.replace("{dataset}", dataset).replace("{job}", job);
  }

  @Override
  public String toString() {
    return name;
  }
}
