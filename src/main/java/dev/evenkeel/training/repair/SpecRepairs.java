package dev.evenkeel.training.repair;

import dev.evenkeel.training.RunSetup;
import dev.evenkeel.training.plan.layers.LayerKind;
import dev.evenkeel.training.spec.ClippingSpec;
import dev.evenkeel.training.spec.LayerSpec;
import dev.evenkeel.training.spec.ScheduleSpec;
import dev.evenkeel.training.spec.SpecEdits;
import dev.evenkeel.training.spec.SpecJson;
import dev.evenkeel.training.spec.TrainingSpec;
import dev.evenkeel.training.stability.SpecChange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What to change in a spec against each cause but those of the layers ({@link LayerRepairs}); the
 * smallest change that keeps the user's design.
 */
public final class SpecRepairs {

  private static final double USUAL_DROPOUT = 0.2;
  static final String RATE = "/training/optimizer/learning_rate";

  private final TrainingSpec spec;

  public SpecRepairs(RunSetup setup) {
    spec = setup.spec();
  }

  List<SpecChange> rate(double rate) {
    return List.of(change(RATE, rate));
  }

  /** Gradients are held below a norm; empty where they are already. */
  List<SpecChange> clipping(double norm) {
    ClippingSpec now = spec.training().gradientClipping();
    boolean held =
        now.type() != ClippingSpec.Type.NONE
            && (now.type() != ClippingSpec.Type.GLOBAL_NORM || now.threshold() <= norm);
    return held
        ? List.of()
        : List.of(
            change(
                "/training/gradient_clipping",
                tree(new ClippingSpec(ClippingSpec.Type.GLOBAL_NORM, norm))));
  }

  /** Without the schedule, at a rate that was good before it jumped. */
  List<SpecChange> steadyRate(double rate) {
    return List.of(change(RATE, rate), change("/training/schedule", tree(ScheduleSpec.constant())));
  }

  List<SpecChange> withoutSchedule() {
    return List.of(change("/training/schedule", tree(ScheduleSpec.constant())));
  }

  List<SpecChange> withoutClipping() {
    return spec.training().gradientClipping().type() == ClippingSpec.Type.NONE
        ? List.of()
        : List.of(change("/training/gradient_clipping", Map.of("type", "none")));
  }

  /** What is dropped by most layers that are seen to learn (Srivastava et al., 2014). */
  List<SpecChange> lessDropout() {
    List<SpecChange> changes = new ArrayList<>();
    for (int i = 0; i < spec.network().layers().size(); i++) {
      if (LayerKind.of(spec.network().layers().get(i)).dropped() > USUAL_DROPOUT) {
        changes.add(change("/network/layers/%d/rate".formatted(i), USUAL_DROPOUT));
      }
    }
    return changes;
  }

  List<SpecChange> standardizedInputs() {
    return List.of(change("/preprocessing/numeric", "standardize"));
  }

  List<SpecChange> standardizedTargets() {
    return List.of(change("/preprocessing/target", "standardize"));
  }

  List<SpecChange> balancedClasses() {
    return List.of(change("/training/class_weights", "balanced"));
  }

  List<SpecChange> withoutMissing() {
    return List.of(change("/preprocessing/missing", "drop"));
  }

  List<SpecChange> shuffled() {
    return List.of(change("/training/shuffle", true));
  }

  public List<SpecChange> withoutPenalties() {
    List<SpecChange> changes = new ArrayList<>();
    set(changes, "/network/l1", spec.network().l1(), 0.0);
    set(changes, "/network/l2", spec.network().l2(), 0.0);
    for (int i = 0; i < spec.network().layers().size(); i++) {
      LayerKind layer = LayerKind.of(spec.network().layers().get(i));
      String at = "/network/layers/%d%s".formatted(i, layer.inside());
      LayerSpec.Weighted weighted = layer.weights();
      if (weighted != null) {
        set(changes, at + "/l1", weighted.l1(), 0.0);
        set(changes, at + "/l2", weighted.l2(), 0.0);
      }
    }
    return changes;
  }

  private void set(List<SpecChange> changes, String pointer, @Nullable Double now, double wanted) {
    if (now != null && now != wanted) {
      changes.add(change(pointer, wanted));
    }
  }

  /** Not trained on any more; validation and test are left as they are. */
  List<SpecChange> without(Collection<Integer> rows) {
    TreeSet<Integer> all = new TreeSet<>(rows);
    all.addAll(spec.preprocessing().excludeFromTraining());
    return List.of(change("/preprocessing/exclude_from_training", List.copyOf(all)));
  }

  private SpecChange change(String pointer, @Nullable Object to) {
    return SpecEdits.change(spec, pointer, to);
  }

  private static Object tree(Object value) {
    return SpecJson.mapper().convertValue(value, Object.class);
  }
}
