package dev.evenkeel.testing;

import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** One request with its answer. */
record ApiExchange(Sent sent, ApiAnswer answer) {

  /**
   * A request.
   *
   * @param json the JSON of the body, or of the part {@code spec} of an upload; empty where there
   *     is none
   */
  record Sent(String method, URI uri, HttpHeaders headers, byte[] json) {

    String mediaType() {
      return headers
          .firstValue("Content-Type")
          .map(type -> type.split(";", 2)[0].trim())
          .orElse("");
    }

    Map<String, String> query() {
      Map<String, String> query = new LinkedHashMap<>();
      if (uri.getRawQuery() != null) {
        for (String pair : uri.getRawQuery().split("&")) {
          String[] parts = pair.split("=", 2);
          query.put(decode(parts[0]), parts.length == 1 ? "" : decode(parts[1]));
        }
      }
      return query;
    }

    private static String decode(String text) {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
  }
}
