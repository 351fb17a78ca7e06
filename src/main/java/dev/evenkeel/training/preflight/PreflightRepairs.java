package dev.evenkeel.training.preflight;

import dev.evenkeel.training.repair.RepairPlanner;
import dev.evenkeel.training.repair.RepairState;
import dev.evenkeel.training.repair.StandingWarning;
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
public final class PreflightRepairs {

  private static final double CERTAIN = 0.9;
  private static final double SUSPECTED = 0.5;

  private final RepairState repairState;
  private final Set<Cause> told = EnumSet.noneOf(Cause.class);
  private final Set<String> treated = new HashSet<>();

  public PreflightRepairs(RepairState repairState) {
    this.repairState = repairState;
  }

  /**
   * Tells of what is new among warnings, each cause once, and cures what is certain. The changed
   * spec is to be checked again: it may show what the fault had hidden, or the same elsewhere.
   *
   * @return the spec itself where there is nothing to cure
   */
  public TrainingSpec admit(TrainingSpec spec, List<PreflightWarning> warnings) {
    TrainingSpec repaired = spec;
    Set<Cause> now = EnumSet.noneOf(Cause.class);
    for (PreflightWarning warning : warnings) {
      List<SpecChange> changes = mayCure(warning) ? current(repaired, warning.fix()) : List.of();
      boolean cures =
          !changes.isEmpty()
              && now.add(warning.cause())
              && treated.add(warning.cause() + warning.pointer());
      if (cures) {
        told.add(warning.cause());
        repairState.watch().open(incident(warning, changes));
        repaired = SpecEdits.apply(repaired, changes);
      } else if (told.add(warning.cause())) {
        repairState.stand(
            new StandingWarning(
                warning.cause(),
                warning.severity() != Severity.INFO,
                warning.message(),
                warning.advice()));
        repairState.watch().open(incident(warning, List.of()));
      }
    }
    return repaired;
  }

  private boolean mayCure(PreflightWarning warning) {
    return warning.severity() != Severity.INFO
        && repairState.mode() == Mode.REPAIR
        && repairState.ladder().allows(RepairAction.FIX_SPEC);
  }

  /** Those that still change something, with what stands there now. */
  private static List<SpecChange> current(TrainingSpec spec, List<SpecChange> fix) {
    return fix.stream()
        .map(one -> SpecEdits.change(spec, one.pointer(), one.to()))
        .filter(one -> !Objects.equals(String.valueOf(one.from()), String.valueOf(one.to())))
        .toList();
  }

  private static Incident incident(PreflightWarning warning, List<SpecChange> changes) {
    boolean fixed = !changes.isEmpty();
    Map<String, Object> evidence = new LinkedHashMap<>(warning.evidence());
    evidence.put("pointer", warning.pointer());
    return new Incident(
        0,
        0,
        0,
        1,
        warning.severity(),
        Symptom.SUSPICIOUS_SPEC,
        warning.cause(),
        warning.severity() == Severity.INFO ? SUSPECTED : CERTAIN,
        -1,
        "",
        evidence,
        warning.message()
            + (fixed
                ? " The run starts with %s.".formatted(RepairPlanner.text(changes))
                : " Nothing was done about it."),
        warning.advice().isEmpty() ? warning.message() : warning.advice(),
        fixed ? RepairAction.FIX_SPEC : RepairAction.NONE,
        Map.of(),
        fixed ? Outcome.PENDING : Outcome.NOT_ACTED,
        changes);
  }
}
