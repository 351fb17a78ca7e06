package dev.evenkeel.job;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What a repair changed of a job's spec, as clients see it.
 *
 * @param pointer JSON pointer into the spec
 * @param from null where there was nothing
 * @param to null where the field was removed
 */
public record JobChange(String pointer, JsonNode from, JsonNode to, String incidentId) {

  /** The changes of an incident, as it keeps them. */
  public static List<JobChange> of(String incidentId, JsonNode changes) {
    return changes.valueStream().map(one -> one(one, incidentId)).toList();
  }

  /** The changes of a job, as it keeps them. */
  public static List<JobChange> of(JsonNode changes) {
    return changes.valueStream().map(one -> one(one, one.get("incident_id").asString())).toList();
  }

  private static JobChange one(JsonNode change, String incidentId) {
    return new JobChange(
        change.get("pointer").asString(), change.get("from"), change.get("to"), incidentId);
  }

  /**
   * All changes of a job after news of one incident: what was known keeps its place, what is new
   * comes last, so that they stand in the order in which they were made.
   */
  static List<JobChange> updated(List<JobChange> all, String incidentId, List<JobChange> news) {
    List<JobChange> updated = new ArrayList<>();
    int known = 0;
    for (JobChange one : all) {
      if (!one.incidentId().equals(incidentId)) {
        updated.add(one);
      } else if (known < news.size()) {
        updated.add(news.get(known++));
      }
    }
    updated.addAll(news.subList(known, news.size()));
    return updated;
  }
}
