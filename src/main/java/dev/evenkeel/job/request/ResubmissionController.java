package dev.evenkeel.job.request;

import dev.evenkeel.job.read.JobAnswer;
import dev.evenkeel.job.read.JobReads;
import dev.evenkeel.web.Caller;
import dev.evenkeel.web.Idempotency;
import dev.evenkeel.web.body.JsonBody;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Repaired specs over HTTP: read one, or train with it from the beginning. */
@RestController
@RequestMapping("/api/v1/jobs/{id}")
class ResubmissionController {

  private final RepairedSpecs specs;
  private final JobReads reads;
  private final Idempotency idempotency;

  ResubmissionController(RepairedSpecs specs, JobReads reads, Idempotency idempotency) {
    this.specs = specs;
    this.reads = reads;
    this.idempotency = idempotency;
  }

  @GetMapping("/repaired-spec")
  JsonNode repairedSpec(@PathVariable UUID id, Caller caller) {
    return specs.of(id, caller);
  }

  @PostMapping("/resubmit")
  ResponseEntity<?> resubmit(
      @PathVariable UUID id,
      Caller caller,
      @RequestHeader(name = Idempotency.HEADER, required = false) @Nullable String key,
      InputStream stream)
      throws IOException {
    byte[] body = JsonBody.bytes(stream);
    // One route for all jobs: a key that comes with another job is another request.
    Idempotency.Request request =
        new Idempotency.Request(
            key,
            "POST /api/v1/jobs/{id}/resubmit",
            Fingerprint.of(id.toString().getBytes(StandardCharsets.UTF_8)));
    return idempotency.once(request, () -> accepted(specs.resubmit(id, caller, body)));
  }

  private ResponseEntity<JobAnswer> accepted(UUID id) {
    JobReads.Versioned job = reads.get(id);
    return ResponseEntity.accepted()
        .location(URI.create("/api/v1/jobs/" + id))
        .eTag(job.etag())
        .body(job.answer());
  }
}
