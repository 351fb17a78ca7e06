package dev.evenkeel.worker;

import dev.evenkeel.training.stability.Incident;
import dev.evenkeel.training.stability.RepairAction;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts each incident of a run once, and each action when it becomes known, though an incident
 * comes again with every news of it.
 */
final class IncidentTally {

  private final WorkerMetrics metrics;
  private final Map<Integer, RepairAction> actions = new HashMap<>();

  IncidentTally(WorkerMetrics metrics) {
    this.metrics = metrics;
  }

  void count(Incident incident) {
    RepairAction before = actions.put(incident.number(), incident.action());
    if (before == null) {
      metrics.incidentOpened(incident);
    }
    if (incident.action() != before && incident.action() != RepairAction.NONE) {
      metrics.repaired(incident.action());
    }
  }
}
