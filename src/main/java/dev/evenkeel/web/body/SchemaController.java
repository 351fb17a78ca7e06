package dev.evenkeel.web.body;

import dev.evenkeel.error.ServiceException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The schemas that bodies are held against, over HTTP. */
@RestController
class SchemaController {

  @GetMapping("/api/v1/schemas/{name}")
  ResponseEntity<byte[]> schema(@PathVariable String name) {
    byte[] schema =
        BodySchema.published(name).orElseThrow(() -> ServiceException.notFound("schema", name));
    return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(schema);
  }
}
