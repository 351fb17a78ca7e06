package dev.evenkeel.job.request;

import dev.evenkeel.job.events.JobWaits;
import dev.evenkeel.job.read.JobAnswer;
import dev.evenkeel.job.read.JobGate;
import dev.evenkeel.job.read.JobQuery;
import dev.evenkeel.job.read.JobReads;
import dev.evenkeel.web.Caller;
import dev.evenkeel.web.Idempotency;
import dev.evenkeel.web.Keyset;
import dev.evenkeel.web.ListAnswer;
import dev.evenkeel.web.body.JsonBody;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Jobs over HTTP: submit, watch, change, cancel, delete. */
@RestController
@RequestMapping("/api/v1/jobs")
class JobController {

  private static final String MERGE_PATCH = "application/merge-patch+json";

  private final JobSubmission submission;
  private final JobGate gate;
  private final JobReads reads;
  private final JobChanges changes;
  private final JobWaits waits;
  private final Idempotency idempotency;

  JobController(
      JobSubmission submission,
      JobGate gate,
      JobReads reads,
      JobChanges changes,
      JobWaits waits,
      Idempotency idempotency) {
    this.submission = submission;
    this.gate = gate;
    this.reads = reads;
    this.changes = changes;
    this.waits = waits;
    this.idempotency = idempotency;
  }

  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<?> submit(
      @RequestHeader(name = Idempotency.HEADER, required = false) @Nullable String key,
      Caller caller,
      InputStream stream)
      throws IOException {
    byte[] body = JsonBody.bytes(stream);
    Idempotency.Request request =
        new Idempotency.Request(key, "POST /api/v1/jobs", Fingerprint.of(body));
    return idempotency.once(request, () -> accepted(submission.submit(body, caller)));
  }

  @PostMapping(path = "/validate", consumes = MediaType.APPLICATION_JSON_VALUE)
  JobSubmission.Validation validate(Caller caller, InputStream stream) throws IOException {
    return submission.validate(JsonBody.bytes(stream), caller);
  }

  /** Answers a {@code ResponseEntity}, or one that comes later. */
  @GetMapping("/{id}")
  Object get(
      @PathVariable UUID id, Caller caller, @RequestParam(required = false) @Nullable String wait) {
    int seconds = JobQuery.wait(wait);
    JobReads.Versioned job = gate.require(id, caller);
    if (seconds == 0 || job.answer().terminal()) {
      return ok(job);
    }
    return waits.until(id, job.status(), seconds);
  }

  @GetMapping
  ListAnswer<JobAnswer> list(@RequestParam MultiValueMap<String, String> query, Keyset keyset) {
    // Read as they are: a list parameter would be torn apart at the commas of a label.
    JobReads.Filter filter = JobQuery.filter(query.get("status"), query.get("label"));
    return ListAnswer.of(
        reads.page(filter, keyset.after(), keyset.rows()), keyset.limit(), JobAnswer::id);
  }

  @PostMapping("/{id}/cancel")
  ResponseEntity<JobAnswer> cancel(@PathVariable UUID id, Caller caller) {
    changes.cancel(id, caller);
    JobReads.Versioned job = reads.get(id);
    return ResponseEntity.accepted().eTag(job.etag()).body(job.answer());
  }

  @PatchMapping(
      path = "/{id}",
      consumes = {MERGE_PATCH, MediaType.APPLICATION_JSON_VALUE})
  ResponseEntity<JobAnswer> patch(
      @PathVariable UUID id,
      Caller caller,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      InputStream stream)
      throws IOException {
    JobPatch patch = JobPatch.read(JsonBody.read(JsonBody.bytes(stream)));
    changes.patch(id, caller, patch, ifMatch);
    return ok(reads.get(id));
  }

  @DeleteMapping("/{id}")
  ResponseEntity<Void> delete(@PathVariable UUID id, Caller caller) {
    changes.delete(id, caller);
    return ResponseEntity.noContent().build();
  }

  private ResponseEntity<JobAnswer> accepted(UUID id) {
    JobReads.Versioned job = reads.get(id);
    return ResponseEntity.accepted()
        .location(URI.create("/api/v1/jobs/" + id))
        .eTag(job.etag())
        .body(job.answer());
  }

  private static ResponseEntity<JobAnswer> ok(JobReads.Versioned job) {
    return ResponseEntity.ok().eTag(job.etag()).body(job.answer());
  }
}
