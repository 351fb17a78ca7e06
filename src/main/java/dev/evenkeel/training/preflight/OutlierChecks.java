package dev.evenkeel.training.preflight;

import dev.evenkeel.training.data.DataFacts;
import dev.evenkeel.training.data.OutlierTraits;
import dev.evenkeel.training.repair.Figures;
import dev.evenkeel.training.spec.PreprocessingSpec;
import dev.evenkeel.training.spec.SpecEdits;
import dev.evenkeel.training.spec.TrainingSpec;
import dev.evenkeel.training.stability.Cause;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Tells rows that are far from all others by mistake from those that are far because they are what
 * is looked for: only the former are left out, and of the training split alone.
 */
final class OutlierChecks {

  private static final String POINTER = "/preprocessing/exclude_from_training";

  /** A class of which more than that is far away lies there. */
  private static final double BULK = 1.0 / 3;

  /** Labels that chance deals out less often than that are no chance. */
  private static final double UNLIKELY = 1e-3;

  /** And the odds of the class among far rows must be that many times its usual ones. */
  private static final double ENRICHED = 3;

  /** A mean target that many standard errors off is explained by being far. */
  private static final double EXPLAINED = 4;

  /** Targets of far rows that vary so little go with being far. */
  private static final double NARROW = 0.3;

  private static final int FEW_TARGETS = 5;
  private static final double SELDOM = 0.01;

  /** Beyond that many times an outlier's limit no measurement lies. */
  private static final double ABSURD = 3;

  private final TrainingSpec spec;
  private final DataFacts facts;
  private final OutlierTraits traits;
  private final List<Integer> left;
  private final Set<Integer> excluded;

  OutlierChecks(TrainingSpec spec, DataFacts facts) {
    this.spec = spec;
    this.facts = facts;
    traits = facts.traits();
    excluded = new HashSet<>(spec.preprocessing().excludeFromTraining());
    Set<Integer> out = new HashSet<>(spec.preprocessing().excludeRows());
    left =
        facts.outliers().first().stream()
            .filter(row -> !out.contains(row) && !excluded.contains(row))
            .toList();
  }

  List<PreflightWarning> found() {
    if (left.isEmpty()) {
      return List.of();
    }
    Optional<String> signal = signal();
    return List.of(signal.isPresent() ? info(signal.get()) : mistake());
  }

  private PreflightWarning mistake() {
    TreeSet<Integer> all = new TreeSet<>(excluded);
    all.addAll(left);
    boolean few = all.size() <= PreprocessingSpec.MOST_EXCLUDED;
    return PreflightWarning.of(
        POINTER,
        Cause.OUTLIER_DATA,
        evidence(),
        text() + " The first rows, counted from 0: %s.".formatted(shown()),
        "Check these rows, or leave them out with preprocessing.exclude_from_training.",
        few ? List.of(SpecEdits.change(spec, POINTER, List.copyOf(all))) : List.of());
  }

  private PreflightWarning info(String why) {
    return PreflightWarning.of(
        POINTER,
        Cause.OUTLIER_DATA,
        evidence(),
        text() + " " + why,
        "Nothing needs to be changed if these rows are right (the first, counted from 0: %s)."
            .formatted(shown()),
        List.of());
  }

  private String text() {
    return "%d of %s lie far out: a cell is more than 30 times as far from its column's median as 95 %% of the others."
        .formatted(left.size(), Figures.count(facts.looked(), "example"));
  }

  private Map<String, Object> evidence() {
    return Map.of("rows", shown(), "rows_in_all", left.size());
  }

  private List<Integer> shown() {
    return left.subList(0, Math.min(20, left.size()));
  }

  /** Why the far rows are not to be left out; empty where they are mistakes. */
  private Optional<String> signal() {
    if (!facts.targets().isEmpty()) {
      return explained();
    }
    int far = traits.classes().stream().mapToInt(OutlierTraits.ClassRows::far).sum();
    int rows = traits.classes().stream().mapToInt(OutlierTraits.ClassRows::rows).sum();
    for (OutlierTraits.ClassRows one : traits.classes()) {
      if (one.far() > BULK * one.rows() || isEnriched(one, far, rows)) {
        return Optional.of(
            "%d of them are of class %s, which has %s in all: they look like signal, and none was left out."
                .formatted(one.far(), one.name(), Figures.count(one.rows(), "row")));
      }
    }
    return Optional.empty();
  }

  private static boolean isEnriched(OutlierTraits.ClassRows one, int far, int rows) {
    double usual = (double) one.rows() / rows;
    double here = (double) one.far() / far;
    boolean oftener = here * (1 - usual) > ENRICHED * usual * (1 - here);
    return oftener && atLeast(one.far(), far, usual) < UNLIKELY;
  }

  /** The binomial probability of so many or more hits. */
  private static double atLeast(int hits, int trials, double probability) {
    double sum = 0;
    double term = trials * Math.log1p(-probability);
    for (int k = 0; k <= trials; k++) {
      sum += k >= hits ? Math.exp(term) : 0;
      term += Math.log((double) (trials - k) / (k + 1) * probability / (1 - probability));
    }
    return sum;
  }

  private Optional<String> explained() {
    boolean tied =
        traits.targetShift() > EXPLAINED
            || left.size() >= FEW_TARGETS && traits.targetSpread() < NARROW;
    if (tied) {
      return Optional.of(
          "Their targets are unlike the others' too: they look like signal, and none was left out.");
    }
    boolean mistakes = left.size() < SELDOM * facts.looked() || traits.excess() > ABSURD;
    return mistakes
        ? Optional.empty()
        : Optional.of("They may be right all the same, so none was left out.");
  }
}
