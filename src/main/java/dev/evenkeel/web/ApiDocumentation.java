package dev.evenkeel.web;

import java.net.URI;
import java.time.Duration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
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

  /** Somebody who opens the server in a browser wants to see something. */
  @GetMapping("/")
  ResponseEntity<Void> front() {
    return ResponseEntity.status(HttpStatus.FOUND).location(URI.create("/docs")).build();
  }

  @GetMapping(path = "/docs", produces = MediaType.TEXT_HTML_VALUE)
  ResponseEntity<Resource> pages() {
    return ResponseEntity.ok().cacheControl(SHORTLY).body(new ClassPathResource("docs/index.html"));
  }
}
