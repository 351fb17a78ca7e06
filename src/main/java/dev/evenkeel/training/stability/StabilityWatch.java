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

  private final Consumer<Incident> listener;
  private final boolean watching;
  private final Map<RepairAction, Integer> actions = new EnumMap<>(RepairAction.class);
  private final Map<Integer, Incident> incidents = new LinkedHashMap<>();
  private final KnownFindings known = new KnownFindings();
  private List<StabilityMonitor> monitors = List.of();

  /**
   * What outlives the return to an earlier state.
   *
   * @param incidents as they were told last, by number
   * @param lasting see {@link KnownFindings#lasting}
   * @param dismissed see {@link KnownFindings#dismissed}
   */
  public record State(
      List<Incident> incidents,
      Map<RepairAction, Integer> actions,
      Map<Symptom, Long> lasting,
      Map<Symptom, Long> dismissed) {}

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

  /** The run goes on where it was left; nobody looks where there are no states of monitors. */
  public void resume(RunFacts facts, Map<String, MonitorState> states) {
    begin(states.isEmpty() ? List.of() : Monitors.restored(facts, states));
  }

  /** What each monitor remembers, by its name; empty where nobody looks. */
  public Map<String, MonitorState> monitors() {
    return Monitors.states(monitors);
  }

  public State state() {
    return new State(
        List.copyOf(incidents.values()),
        new TreeMap<>(actions),
        known.lasting(),
        known.dismissed());
  }

  /** Takes over what another watch knew; nobody is told of it again. */
  public void restore(State state) {
    incidents.clear();
    state.incidents().forEach(incident -> incidents.put(incident.number(), incident));
    actions.clear();
    actions.putAll(state.actions());
    known.restore(state.lasting(), state.dismissed());
  }

  /** Looks at a step before its update is applied. */
  public Optional<Finding> inspect(StepMetrics step) {
    for (StabilityMonitor monitor : monitors) {
      Optional<Finding> finding = monitor.inspect(step).filter(known::isNew);
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
      Optional<Finding> finding = monitor.inspect(sample).filter(known::isNew);
      if (finding.isPresent()) {
        return finding;
      }
    }
    return Optional.empty();
  }

  /** Looks at an epoch that has ended. */
  public Optional<Finding> inspect(EpochSummary epoch) {
    for (StabilityMonitor monitor : monitors) {
      Optional<Finding> finding = monitor.inspect(epoch).filter(known::isNew);
      if (finding.isPresent()) {
        return finding;
      }
    }
    return Optional.empty();
  }

  /** Nothing will be done about a finding: it is not shown again while it lasts. */
  public void leave(Finding finding) {
    known.leave(finding);
  }

  /**
   * Nothing better than going on was found: the question is not asked again before the run has come
   * as far again. What is not finite is always shown.
   */
  public void dismiss(Finding finding) {
    known.dismiss(finding);
  }

  /** The run goes on as asked, and nobody looks any more. */
  public void rest() {
    monitors = List.of();
  }

  /** Opens an incident about what was found; one that nothing is done about is opened once. */
  public Incident open(Incident incident) {
    Optional<Incident> same = sameAs(incident);
    if (same.isPresent()) {
      Incident again = same.get().seenAgain(incident.iteration());
      update(again);
      return again;
    }
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

  private Optional<Incident> sameAs(Incident incident) {
    return incidents.values().stream()
        .filter(one -> one.outcome() == Outcome.NOT_ACTED && incident.action() == RepairAction.NONE)
        .filter(one -> one.symptom() == incident.symptom() && one.cause() == incident.cause())
        .filter(one -> one.layerIndex() == incident.layerIndex())
        .filter(one -> one.severity() == incident.severity())
        .filter(one -> one.symptom() != Symptom.SUSPICIOUS_SPEC)
        .findFirst();
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
      if (incident.outcome() == Outcome.PENDING
          && iteration - incident.iteration() >= KnownFindings.CLEAR) {
        conclude(incident, Outcome.RECOVERED);
      }
    }
  }

  /**
   * What came of a run at its end.
   *
   * @param learned whether the model that is kept answers better than a constant
   * @param repaired whether it is that of the repaired run, not of the run as asked
   * @param before how many incidents there had been where the two parted
   */
  public record EndOfRun(boolean learned, boolean repaired, int before) {}

  /** How many incidents there have been. */
  public int count() {
    return incidents.size();
  }

  /**
   * No step follows: settles what is still open. A repair whose run is not kept is undone; what it
   * was to mend, and what nothing was done about, has proved harmless where the run has learned all
   * the same, but for what was critical and had its repair undone.
   */
  public void end(EndOfRun conclusion) {
    boolean worked = conclusion.learned() && conclusion.repaired();
    for (Incident incident : List.copyOf(incidents.values())) {
      boolean replaced = replacesTheRun(incident);
      if (replaced && !conclusion.repaired() && incident.number() > conclusion.before()) {
        Incident undone = incident.undone();
        boolean harmless = conclusion.learned() && incident.severity() == Severity.WARNING;
        update(harmless ? undone.asInfo() : undone);
      } else if (incident.outcome() == Outcome.PENDING
          || replaced && !worked && incident.outcome() == Outcome.RECOVERED) {
        conclude(incident, worked || conclusion.learned() ? Outcome.RECOVERED : Outcome.GAVE_UP);
      } else if (incident.outcome() == Outcome.NOT_ACTED
          && incident.severity() != Severity.INFO
          && !isNeverHarmless(incident)
          && conclusion.learned()) {
        update(incident.asInfo());
      }
    }
  }

  /** What nothing that was learned makes up for. */
  private static boolean isNeverHarmless(Incident incident) {
    return incident.symptom() == Symptom.NON_FINITE
        || incident.cause() == Cause.VALIDATION_MISMATCH;
  }

  /** What was repaired before the start, and a skipped update, are part of both runs. */
  private static boolean replacesTheRun(Incident incident) {
    return incident.action().replacesTheRun() && incident.symptom() != Symptom.SUSPICIOUS_SPEC;
  }

  private void conclude(Incident incident, Outcome outcome) {
    update(incident.withOutcome(outcome));
  }

  private void update(Incident latest) {
    incidents.put(latest.number(), latest);
    listener.accept(latest);
  }

  /** The judgement on the run so far. */
  public Verdict verdict() {
    if (!watching) {
      return Verdict.UNWATCHED;
    }
    Verdict verdict = Verdict.HEALTHY;
    for (Incident incident : incidents.values()) {
      if (incident.severity() == Severity.INFO) {
        continue;
      }
      if (incident.outcome() == Outcome.NOT_ACTED || incident.outcome() == Outcome.GAVE_UP) {
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
