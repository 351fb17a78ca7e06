package dev.evenkeel.training.preflight;

import dev.evenkeel.training.care.Care;
import dev.evenkeel.training.care.Prescriptions;
import dev.evenkeel.training.spec.SpecEdits;
import dev.evenkeel.training.spec.StabilitySpec.Mode;
import dev.evenkeel.training.spec.TrainingSpec;
import dev.evenkeel.training.stability.Cause;
import dev.evenkeel.training.stability.Incident;
import dev.evenkeel.training.stability.Outcome;
import dev.evenkeel.training.stability.RepairAction;
import dev.evenkeel.training.stability.Severity;
import dev.evenkeel.training.stability.SpecChange;
import dev.evenkeel.training.stability.Symptom;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Turns what was found before the start into incidents, and into a spec that starts without it
 * where the mode allows.
 */
public final class Admission {

  private static final double CERTAIN = 0.9;
  private static final double SUSPECTED = 0.5;

  private final Care care;
  private final Set<Cause> told = EnumSet.noneOf(Cause.class);
  private final Set<String> treated = new HashSet<>();

  public Admission(Care care) {
    this.care = care;
  }

  /**
   * Tells of what is new among suspicions, each cause once, and cures what is certain. The changed
   * spec is to be checked again: it may show what the fault had hidden, or the same elsewhere.
   *
   * @return the spec itself where there is nothing to cure
   */
  public TrainingSpec admit(TrainingSpec spec, List<Suspicion> suspicions) {
    TrainingSpec repaired = spec;
    Set<Cause> now = EnumSet.noneOf(Cause.class);
    for (Suspicion suspicion : suspicions) {
      List<SpecChange> changes =
          mayCure(suspicion) ? current(repaired, suspicion.fix()) : List.of();
      boolean cures =
          !changes.isEmpty()
              && now.add(suspicion.cause())
              && treated.add(suspicion.cause() + suspicion.pointer());
      if (cures) {
        told.add(suspicion.cause());
        care.watch().open(incident(suspicion, changes));
        repaired = SpecEdits.apply(repaired, changes);
      } else if (told.add(suspicion.cause())) {
        care.watch().open(incident(suspicion, List.of()));
      }
    }
    return repaired;
  }

  private boolean mayCure(Suspicion suspicion) {
    return suspicion.severity() != Severity.INFO
        && care.mode() == Mode.REPAIR
        && care.ladder().allows(RepairAction.FIX_SPEC);
  }

  /** Those that still change something, with what stands there now. */
  private static List<SpecChange> current(TrainingSpec spec, List<SpecChange> fix) {
    return fix.stream()
        .map(one -> SpecEdits.change(spec, one.pointer(), one.to()))
        .filter(one -> !Objects.equals(String.valueOf(one.from()), String.valueOf(one.to())))
        .toList();
  }

  private static Incident incident(Suspicion suspicion, List<SpecChange> changes) {
    boolean fixed = !changes.isEmpty();
    Map<String, Object> evidence = new LinkedHashMap<>(suspicion.evidence());
    evidence.put("pointer", suspicion.pointer());
    return new Incident(
        0,
        0,
        1,
        suspicion.severity(),
        Symptom.SUSPICIOUS_SPEC,
        suspicion.cause(),
        suspicion.severity() == Severity.INFO ? SUSPECTED : CERTAIN,
        -1,
        "",
        evidence,
        suspicion.message()
            + (fixed
                ? " The run starts with %s.".formatted(Prescriptions.told(changes))
                : " Nothing was done about it."),
        suspicion.advice().isEmpty() ? suspicion.message() : suspicion.advice(),
        fixed ? RepairAction.FIX_SPEC : RepairAction.NONE,
        Map.of(),
        fixed ? Outcome.PENDING : Outcome.NOT_ACTED,
        changes);
  }
}
