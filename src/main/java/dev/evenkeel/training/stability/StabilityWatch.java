package dev.evenkeel.training.stability;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The stability of one run: shows its numbers to the monitors, and follows each incident to its
 * outcome.
 *
 * <p>A repair is accepted on its outcome: an incident stays pending until the loss shows that the
 * network has come back. Belongs to the training thread.
 */
public final class StabilityWatch {

  /** More incidents tell nothing new. */
  private static final int MOST_INCIDENTS = 100;

  /** Steps without a finding before a condition that lasted counts as over. */
  private static final int CLEAR = 20;

  private final Consumer<Incident> listener;
  private final boolean watching;
  private final Map<RepairAction, Integer> actions = new EnumMap<>(RepairAction.class);
  private final Map<Integer, Incident> incidents = new LinkedHashMap<>();
  private final Map<Symptom, Long> lasting = new EnumMap<>(Symptom.class);
  private List<StabilityMonitor> monitors = List.of();

  /** A watch that tells a listener of every incident, and again when its outcome is known. */
  public StabilityWatch(Consumer<Incident> listener) {
    this(listener, true);
  }

  private StabilityWatch(Consumer<Incident> listener, boolean watching) {
    this.listener = listener;
    this.watching = watching;
  }

  /** A watch that sees nothing. */
  public static StabilityWatch off() {
    return new StabilityWatch(incident -> {}, false);
  }

  /** The run starts, or goes on from an earlier state: what monitors remember of it is void. */
  public void begin(RunFacts facts) {
    begin(Monitors.of(facts));
  }

  void begin(List<StabilityMonitor> fresh) {
    monitors = watching ? fresh : List.of();
  }

  /** Looks at a step before its update is applied. */
  public Optional<Finding> inspect(StepMetrics step) {
    for (StabilityMonitor monitor : monitors) {
      Optional<Finding> finding = monitor.inspect(step).filter(this::isNew);
      if (finding.isPresent()) {
        return finding;
      }
    }
    resolveSkips();
    return Optional.empty();
  }

  /** Looks at the layers after an update. */
  public Optional<Finding> inspect(LayerSample sample) {
    for (StabilityMonitor monitor : monitors) {
      Optional<Finding> finding = monitor.inspect(sample).filter(this::isNew);
      if (finding.isPresent()) {
        return finding;
      }
    }
    return Optional.empty();
  }

  /** Looks at an epoch that has ended. */
  public Optional<Finding> inspect(EpochSummary epoch) {
    for (StabilityMonitor monitor : monitors) {
      Optional<Finding> finding = monitor.inspect(epoch).filter(this::isNew);
      if (finding.isPresent()) {
        return finding;
      }
    }
    return Optional.empty();
  }

  /** One incident for a condition that lasts, not one an iteration. */
  private boolean isNew(Finding finding) {
    Long seen = lasting.get(finding.symptom());
    if (seen == null) {
      return true;
    }
    lasting.put(finding.symptom(), finding.iteration());
    return finding.iteration() - seen > CLEAR;
  }

  /** Nothing will be done about a finding: it is not shown again while it lasts. */
  public void leave(Finding finding) {
    lasting.put(finding.symptom(), finding.iteration());
  }

  /** Opens an incident about what was found. */
  public Incident open(Incident incident) {
    recur(incident);
    Incident numbered = incident.withNumber(incidents.size() + 1);
    if (numbered.action() != RepairAction.NONE) {
      actions.merge(numbered.action(), 1, Integer::sum);
    }
    if (incidents.size() < MOST_INCIDENTS) {
      incidents.put(numbered.number(), numbered);
      listener.accept(numbered);
    }
    return numbered;
  }

  /** The same cause again: what was done about it did not last. */
  private void recur(Incident again) {
    if (again.symptom() == Symptom.SUSPICIOUS_SPEC) {
      // Nothing has been trained yet: the same fault in another place.
      return;
    }
    for (Incident earlier : List.copyOf(incidents.values())) {
      if (earlier.outcome() == Outcome.PENDING && earlier.cause() == again.cause()) {
        conclude(earlier, Outcome.RECURRED);
      }
    }
  }

  private void resolveSkips() {
    for (Incident incident : incidents.values()) {
      if (incident.outcome() == Outcome.PENDING && incident.action() == RepairAction.SKIP_UPDATE) {
        conclude(incident, Outcome.RECOVERED);
        return;
      }
    }
  }

  /** The network has been seen to learn, or to be as good as before: repairs have worked. */
  public void recovered(long iteration) {
    for (Incident incident : List.copyOf(incidents.values())) {
      if (incident.outcome() == Outcome.PENDING && iteration - incident.iteration() >= CLEAR) {
        conclude(incident, Outcome.RECOVERED);
      }
    }
  }

  /**
   * No step follows: settles what is still open.
   *
   * @param healthy whether the network that is kept answers better than a constant
   */
  public void end(boolean healthy) {
    for (Incident incident : List.copyOf(incidents.values())) {
      if (incident.outcome() == Outcome.PENDING) {
        conclude(incident, healthy ? Outcome.RECOVERED : Outcome.GAVE_UP);
      }
    }
  }

  private void conclude(Incident incident, Outcome outcome) {
    Incident known = incident.withOutcome(outcome);
    incidents.put(known.number(), known);
    listener.accept(known);
  }

  /** The judgement on the run so far. */
  public Verdict verdict() {
    Verdict verdict = Verdict.HEALTHY;
    for (Incident incident : incidents.values()) {
      if (incident.severity() == Severity.INFO) {
        continue;
      }
      boolean unhandled =
          incident.outcome() == Outcome.NOT_ACTED && incident.severity() == Severity.CRITICAL;
      if (unhandled || incident.outcome() == Outcome.GAVE_UP) {
        return Verdict.UNSTABLE;
      }
      verdict = Verdict.RECOVERED;
    }
    return verdict;
  }

  /** How often each action was taken, by lower-case name. */
  public Map<String, Integer> actions() {
    Map<String, Integer> named = new TreeMap<>();
    actions.forEach((action, times) -> named.put(action.name().toLowerCase(Locale.ROOT), times));
    return named;
  }

  /** Whether anything is looked at, or a caller can spare itself the numbers. */
  public boolean isWatching() {
    return watching;
  }
}
