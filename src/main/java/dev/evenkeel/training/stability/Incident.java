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
    return with(known, outcome);
  }

  /** The same incident with what became of it. */
  public Incident withOutcome(Outcome known) {
    return with(number, known);
  }

  private Incident with(int ofRun, Outcome known) {
    return new Incident(
        ofRun,
        iteration,
        epoch,
        severity,
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
        changes);
  }

  /** The layer it was seen in, if in one. */
  public Optional<String> layer() {
    return layerIndex < 0 ? Optional.empty() : Optional.of(layerName);
  }
}
