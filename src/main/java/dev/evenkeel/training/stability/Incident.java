package dev.evenkeel.training.stability;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One thing that went wrong, with its evidence and what was done about it; sent again with the same
 * {@code number} when its outcome becomes known.
 *
 * @param number counts the run's incidents from 1
 * @param iteration counts from 1
 * @param lastSeen the iteration in which it was noticed last
 * @param epoch counts from 1
 * @param layerIndex the layer in the network, -1 where the whole network is meant
 * @param layerName such as {@code dense_0}, empty where the whole network is meant
 * @param evidence finite numbers, lists of numbers and texts by snake_case name; a value that is
 *     not finite is null
 * @param advice what the user should change in the request
 * @param changes what the action changed of the user's spec; empty for most actions
 */
public record Incident(
    int number,
    long iteration,
    long lastSeen,
    int epoch,
    Severity severity,
    Symptom symptom,
    Cause cause,
    double confidence,
    int layerIndex,
    String layerName,
    Map<String, Object> evidence,
    String message,
    String advice,
    RepairAction action,
    Map<String, Object> actionDetail,
    Outcome outcome,
    List<SpecChange> changes) {

  public Incident {
    changes = List.copyOf(changes);
  }

  /** The same incident with its place among the run's. */
  Incident withNumber(int known) {
    return with(known, lastSeen, severity, outcome, changes);
  }

  /** The same incident with what became of it. */
  public Incident withOutcome(Outcome known) {
    return with(number, lastSeen, severity, known, changes);
  }

  /** The same incident, still there. */
  Incident seenAgain(long latest) {
    return with(number, latest, severity, outcome, changes);
  }

  /** The same incident, which has proved harmless. */
  Incident asInfo() {
    return with(number, lastSeen, Severity.INFO, outcome, changes);
  }

  /**
   * The same incident of a repair that is undone: nothing of it is left in the model that is kept.
   */
  Incident undone() {
    return with(number, lastSeen, severity, Outcome.GAVE_UP, List.of());
  }

  private Incident with(
      int ofRun, long latest, Severity serious, Outcome known, List<SpecChange> made) {
    return new Incident(
        ofRun,
        iteration,
        latest,
        epoch,
        serious,
        symptom,
        cause,
        confidence,
        layerIndex,
        layerName,
        evidence,
        message,
        advice,
        action,
        actionDetail,
        known,
        made);
  }

  /** The layer it was seen in, if in one. */
  public Optional<String> layer() {
    return layerIndex < 0 ? Optional.empty() : Optional.of(layerName);
  }
}
