package dev.evenkeel.training;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Turns what was found before the start into incidents, and into a spec that starts without it
 * where the mode allows.
 */
final class Admission {

  private static final double CERTAIN = 0.9;
  private static final double SUSPECTED = 0.5;

  private final Care care;

  Admission(Care care) {
    this.care = care;
  }

  TrainingSpec admit(TrainingSpec spec, List<Suspicion> suspicions) {
    TrainingSpec repaired = spec;
    Set<Cause> seen = EnumSet.noneOf(Cause.class);
    for (Suspicion suspicion : suspicions) {
      if (!seen.add(suspicion.cause())) {
        continue;
      }
      boolean fixes =
          suspicion.severity() != Severity.INFO
              && care.mode() == Mode.REPAIR
              && care.ladder().allows(RepairAction.FIX_SPEC);
      List<SpecChange> changes = fixes ? current(repaired, suspicion.fix()) : List.of();
      care.watch().open(incident(suspicion, changes));
      repaired = SpecEdits.apply(repaired, changes);
    }
    return repaired;
  }

  /** Those that still change something, with what stands there now. */
  private static List<SpecChange> current(TrainingSpec spec, List<SpecChange> fix) {
    return fix.stream().map(one -> SpecEdits.change(spec, one.pointer(), one.to())).toList();
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
