package dev.evenkeel.job;

import dev.evenkeel.training.stability.Incident;
import dev.evenkeel.training.stability.Verdict;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Writes beside a job what happens to it: events and incidents, in the caller's transaction. */
@Component
class JobRecords {

  private final TrainingJobs jobs;
  private final JobEvents events;
  private final JobIncidents incidents;

  JobRecords(TrainingJobs jobs, JobEvents events, JobIncidents incidents) {
    this.jobs = jobs;
    this.events = events;
    this.incidents = incidents;
  }

  /** Data of a status event. */
  record StatusData(String status, @Nullable String stopReason, int attempt) {}

  /** Data of an action event. */
  record ActionData(
      String action,
      JsonNode actionDetail,
      List<JobChange> changes,
      long iteration,
      String incidentId) {

    static ActionData of(JobIncidents.Answer incident) {
      return new ActionData(
          incident.action(),
          incident.actionDetail(),
          incident.changes(),
          incident.iteration(),
          incident.id());
    }
  }

  /** Notes the status that the job has just got. */
  void statusChanged(TrainingJob job) {
    String reason = job.stopReason().map(one -> one.name().toLowerCase(Locale.ROOT)).orElse(null);
    StatusData data = new StatusData(job.status().json(), reason, job.attempt());
    append(job, JobEvents.Type.STATUS, data);
  }

  void append(TrainingJob job, JobEvents.Type type, Object data) {
    appendAll(job, type, List.of(data));
  }

  /** Appends an event for each of the data. */
  void appendAll(TrainingJob job, JobEvents.Type type, List<?> data) {
    // Plain SQL follows: what the session still holds back must be in the database first.
    jobs.flush();
    events.append(job.id(), type, data);
  }

  JobIncidents.Stored store(Attempt attempt, Incident incident) {
    return incidents.store(attempt, incident);
  }

  /** What the job's incidents together say about its run so far. */
  Verdict verdict(TrainingJob job) {
    return incidents.verdict(job.id());
  }

  /** Removes the incidents of an earlier attempt: the new one starts from the beginning. */
  void forgetAttempt(TrainingJob job) {
    incidents.forget(job.id());
  }
}
