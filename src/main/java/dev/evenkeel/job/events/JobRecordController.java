package dev.evenkeel.job.events;

import dev.evenkeel.job.JobEvents;
import dev.evenkeel.job.JobIncidents;
import dev.evenkeel.job.read.JobGate;
import dev.evenkeel.job.read.JobQuery;
import dev.evenkeel.job.read.JobReports;
import dev.evenkeel.web.Caller;
import dev.evenkeel.web.Keyset;
import dev.evenkeel.web.ListAnswer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** What became of a job, over HTTP: its events, incidents and report. */
@RestController
@RequestMapping("/api/v1/jobs/{id}")
class JobRecordController {

  private final JobGate gate;
  private final JobReports reports;
  private final JobEvents events;
  private final JobIncidents incidents;
  private final JobStreams streams;

  JobRecordController(
      JobGate gate,
      JobReports reports,
      JobEvents events,
      JobIncidents incidents,
      JobStreams streams) {
    this.gate = gate;
    this.reports = reports;
    this.events = events;
    this.incidents = incidents;
    this.streams = streams;
  }

  /** Oldest first, unlike other lists: events are read on from the last one seen. */
  @GetMapping("/events")
  ListAnswer<JobEvents.Event> events(
      @PathVariable UUID id,
      Caller caller,
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable String limit) {
    long seq = JobQuery.seq("after", after);
    int rows = JobQuery.limit(limit);
    gate.requireExists(id, caller);
    return ListAnswer.of(events.after(id, seq, rows + 1), rows, JobEvents.Event::id);
  }

  @GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  ResponseEntity<SseEmitter> stream(
      @PathVariable UUID id,
      Caller caller,
      @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String last,
      @RequestParam(required = false) @Nullable String after) {
    long seq = last == null ? JobQuery.seq("after", after) : JobQuery.seq("Last-Event-ID", last);
    gate.requireExists(id, caller);
    return ResponseEntity.ok()
        .cacheControl(CacheControl.noStore())
        .header("X-Accel-Buffering", "no")
        .body(streams.open(id, seq));
  }

  @GetMapping("/incidents")
  ListAnswer<JobIncidents.Answer> incidents(@PathVariable UUID id, Caller caller, Keyset keyset) {
    gate.requireExists(id, caller);
    return ListAnswer.of(
        incidents.page(id, keyset.after(), keyset.rows()), keyset.limit(), JobIncidents.Answer::id);
  }

  @GetMapping("/report")
  JobReports.Report report(
      @PathVariable UUID id,
      Caller caller,
      @RequestParam(required = false) @Nullable String split) {
    return reports.get(id, caller, split);
  }
}
