package dev.evenkeel.web;

import java.time.Duration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows the contract: as it is written, and as pages to read and try. */
@RestController
class ApiDocumentation {

  private static final CacheControl SHORTLY = CacheControl.maxAge(Duration.ofMinutes(1));

  @GetMapping(path = "/api/v1/openapi.yaml", produces = MediaType.APPLICATION_YAML_VALUE)
  ResponseEntity<Resource> contract() {
    return ResponseEntity.ok().cacheControl(SHORTLY).body(new ClassPathResource("openapi.yaml"));
  }

  @GetMapping(path = "/docs", produces = MediaType.TEXT_HTML_VALUE)
  ResponseEntity<Resource> pages() {
    return ResponseEntity.ok().cacheControl(SHORTLY).body(new ClassPathResource("docs/index.html"));
  }
}
