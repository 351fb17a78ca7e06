package dev.evenkeel.training.stability;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The stability of one run: shows every step to the monitors, asks the policy, and follows each
 * incident to its outcome.
 *
 * <p>Belongs to the training thread.
 */
public final class StabilityWatch {

  private final List<StabilityMonitor> monitors;
  private final StabilityPolicy policy;
  private final List<WatchedLayer> layers;
  private final Consumer<Incident> incidents;
  private final Map<RepairAction, Integer> actions = new EnumMap<>(RepairAction.class);
  private @Nullable Incident pending;
  private @Nullable Symptom lasting;
  private int skipsRunning;
  private int count;
  private Verdict verdict = Verdict.HEALTHY;

  public StabilityWatch(
      List<StabilityMonitor> monitors,
      StabilityPolicy policy,
      List<WatchedLayer> layers,
      Consumer<Incident> incidents) {
    this.monitors = List.copyOf(monitors);
    this.policy = policy;
    this.layers = List.copyOf(layers);
    this.incidents = incidents;
  }

  /** A watch that sees nothing. */
  public static StabilityWatch off() {
    return new StabilityWatch(List.of(), new StabilityPolicy.Observing(), List.of(), i -> {});
  }

  /**
   * Judges a step before its update is applied.
   *
   * @param evidence gathered only where something was found
   * @return what the trainer must do; {@link RepairAction#NONE} in a healthy step
   */
  public RepairAction inspect(StepMetrics step, Supplier<StepEvidence> evidence) {
    for (StabilityMonitor monitor : monitors) {
      Optional<Finding> finding = monitor.inspect(step);
      if (finding.isPresent()) {
        return respond(monitor, finding.get(), step, evidence);
      }
    }
    resolve(Outcome.RECOVERED);
    lasting = null;
    skipsRunning = 0;
    return RepairAction.NONE;
  }

  private RepairAction respond(
      StabilityMonitor monitor,
      Finding finding,
      StepMetrics step,
      Supplier<StepEvidence> evidence) {
    resolve(Outcome.RECURRED);
    RepairAction action = policy.decide(finding, skipsRunning);
    if (action == RepairAction.NONE && finding.symptom() == lasting) {
      // One incident for a condition that lasts, not one an iteration.
      return action;
    }
    lasting = finding.symptom();
    skipsRunning = action == RepairAction.SKIP_UPDATE ? skipsRunning + 1 : 0;
    open(finding, step, monitor.diagnose(finding, evidence.get()), action);
    return action;
  }

  private void open(Finding finding, StepMetrics step, Diagnosis diagnosis, RepairAction action) {
    WatchedLayer layer =
        finding.layer() < 0 ? new WatchedLayer(-1, "") : layers.get(finding.layer());
    Incident incident =
        new Incident(
            ++count,
            step.iteration(),
            step.epoch(),
            finding.severity(),
            finding.symptom(),
            diagnosis.cause(),
            diagnosis.confidence(),
            layer.index(),
            layer.name(),
            diagnosis.evidence(),
            diagnosis.message() + " " + consequence(action),
            diagnosis.advice(),
            action,
            detail(action),
            firstOutcome(action),
            List.of());
    pending = incident.outcome() == Outcome.PENDING ? incident : null;
    if (action != RepairAction.NONE) {
      actions.merge(action, 1, Integer::sum);
    }
    judge(incident);
    incidents.accept(incident);
  }

  private Map<String, Object> detail(RepairAction action) {
    return action == RepairAction.SKIP_UPDATE ? Map.of("skips_running", skipsRunning) : Map.of();
  }

  private static String consequence(RepairAction action) {
    return switch (action) {
      case SKIP_UPDATE -> "The update was skipped.";
      case STOP -> "The run was ended; the last good model is kept.";
      case NONE -> "Nothing was done about it.";
      case FIX_SPEC,
          CLIP_GRADIENT,
          ROLLBACK,
          REDUCE_LEARNING_RATE,
          RAISE_LEARNING_RATE,
          REINITIALIZE,
          CHANGE_ACTIVATION,
          RESTART ->
          "Action taken: %s.".formatted(action.name().toLowerCase(Locale.ROOT));
    };
  }

  private static Outcome firstOutcome(RepairAction action) {
    return switch (action) {
      case NONE -> Outcome.NOT_ACTED;
      case STOP -> Outcome.GAVE_UP;
      case FIX_SPEC,
          SKIP_UPDATE,
          CLIP_GRADIENT,
          ROLLBACK,
          REDUCE_LEARNING_RATE,
          RAISE_LEARNING_RATE,
          REINITIALIZE,
          CHANGE_ACTIVATION,
          RESTART ->
          Outcome.PENDING;
    };
  }

  private void resolve(Outcome outcome) {
    if (pending == null) {
      return;
    }
    Incident resolved = pending.withOutcome(outcome);
    pending = null;
    judge(resolved);
    incidents.accept(resolved);
  }

  private void judge(Incident incident) {
    if (incident.severity() == Severity.INFO) {
      return;
    }
    boolean unhandled =
        incident.outcome() == Outcome.NOT_ACTED && incident.severity() == Severity.CRITICAL;
    if (unhandled || incident.outcome() == Outcome.GAVE_UP) {
      verdict = Verdict.UNSTABLE;
    } else if (verdict == Verdict.HEALTHY) {
      verdict = Verdict.RECOVERED;
    }
  }

  /**
   * No step follows: settles what is still open.
   *
   * @param healthy whether the network is known to answer with finite numbers
   */
  public void end(boolean healthy) {
    resolve(healthy ? Outcome.RECOVERED : Outcome.GAVE_UP);
  }

  public Verdict verdict() {
    return verdict;
  }

  /** How often each action was taken, by lower-case name. */
  public Map<String, Integer> actions() {
    Map<String, Integer> named = new TreeMap<>();
    actions.forEach((action, times) -> named.put(action.name().toLowerCase(Locale.ROOT), times));
    return named;
  }
}
