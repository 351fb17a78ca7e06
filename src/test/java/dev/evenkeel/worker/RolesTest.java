package dev.evenkeel.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.testing.ApiClient;
import dev.evenkeel.testing.ServerTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

class RolesTest {

  @Nested
  @ServerTest
  @DirtiesContext
  @TestPropertySource(properties = {"evenkeel.roles=worker", "evenkeel.devices=cpu:1"})
  class AWorkerAlone {

    @LocalServerPort private int port;
    @Autowired private Workers workers;

    @Test
    void runsJobsAndServesNoApi() throws Exception {
      assertThat(workers.size()).isEqualTo(1);
      assertThat(get("/actuator/health/readiness").statusCode()).isEqualTo(200);
      for (String path : List.of("/api/v1/jobs", "/api/v1/openapi.yaml", "/docs", "/v2", "/")) {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(404);
        assertThat(answer.body()).as(path).contains("evenkeel.roles=worker");
      }
    }

    private HttpResponse<String> get(String path) throws Exception {
      URI uri = URI.create("http://127.0.0.1:" + port + path);
      return HttpClient.newHttpClient()
          .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  @Nested
  @ServerTest
  @TestPropertySource(properties = {"evenkeel.roles=api", "evenkeel.devices=cpu:1"})
  class AnApiAlone {

    @LocalServerPort private int port;
    @Autowired private Workers workers;

    @Test
    void answersClientsAndStartsNoEngine() {
      ApiClient client = new ApiClient(port);

      assertThat(client.get("/api/v1/workers").expect(200).json().path("data")).isEmpty();
      client.get("/api/v1/jobs").expect(200);
      assertThat(workers.size()).isZero();
    }
  }
}
