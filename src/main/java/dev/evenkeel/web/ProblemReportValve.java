package dev.evenkeel.web;

import dev.evenkeel.error.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;

/**
 * Tomcat's last word on a request that it cannot even parse (a bad request line, an oversized
 * header), as a problem document instead of a page.
 */
public final class ProblemReportValve extends ErrorReportValve {

  private static final String DOCUMENT =
      """
      {"type":"urn:evenkeel:problem:%1$s","title":"%2$s","status":%3$d,"detail":"%2$s.","instance":"about:blank","code":"%1$s"}""";

  @Override
  protected void report(Request request, Response response, Throwable throwable) {
    if (response.getStatus() < 400
        || response.getContentWritten() > 0
        || !response.setErrorReported()) {
      return;
    }
    ErrorCode code = ContainerErrors.codeOf(response.getStatus());
    byte[] body =
        DOCUMENT
            .formatted(code.code(), code.title(), response.getStatus())
            .getBytes(StandardCharsets.UTF_8);
    try {
      response.setContentType("application/problem+json");
      response.setContentLength(body.length);
      response.getOutputStream().write(body);
      response.finishResponse();
    } catch (IOException e) {
      container.getLogger().debug("The client is gone", e);
    }
  }
}
