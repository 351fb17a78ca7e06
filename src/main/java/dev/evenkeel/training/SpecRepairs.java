package dev.evenkeel.training;

import dev.evenkeel.training.spec.Activation;
import dev.evenkeel.training.spec.ClippingSpec;
import dev.evenkeel.training.spec.LayerSpec;
import dev.evenkeel.training.spec.OutputSpec;
import dev.evenkeel.training.spec.ScheduleSpec;
import dev.evenkeel.training.spec.SpecEdits;
import dev.evenkeel.training.spec.SpecJson;
import dev.evenkeel.training.spec.TrainingSpec;
import dev.evenkeel.training.stability.SpecChange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What to change in a spec against each cause; the smallest change that keeps the user's design.
 */
final class SpecRepairs {

  private final TrainingSpec spec;
  private final NetworkPlan plan;

  SpecRepairs(RunSetup setup) {
    spec = setup.spec();
    plan = setup.plan();
  }

  List<SpecChange> rate(double rate) {
    return List.of(change("/training/optimizer/learning_rate", rate));
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
    return List.of(
        change("/training/optimizer/learning_rate", rate),
        change("/training/schedule", tree(ScheduleSpec.constant())));
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

  List<SpecChange> withoutPenalties() {
    List<SpecChange> changes = new ArrayList<>();
    set(changes, "/network/l1", spec.network().l1(), 0.0);
    set(changes, "/network/l2", spec.network().l2(), 0.0);
    for (int i = 0; i < spec.network().layers().size(); i++) {
      String at = "/network/layers/%d".formatted(i);
      LayerSpec layer = spec.network().layers().get(i);
      if (layer instanceof LayerSpec.Bidirectional both) {
        at += "/layer";
        layer = both.layer();
      }
      if (layer instanceof LayerSpec.Weighted weighted) {
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

  /**
   * Initial weights that carry a signal of any size on unchanged: He et al. (2015) for rectifiers,
   * Glorot and Bengio (2010) for the others, orthogonal from step to step; biases 0.
   */
  List<SpecChange> saneInitialization() {
    List<SpecChange> changes = new ArrayList<>();
    change(changes, "/network/weight_init", rectifies() ? "he" : "xavier");
    set(changes, "/network/bias_init", spec.network().biasInit(), 0.0);
    for (int i = 0; i < spec.network().layers().size(); i++) {
      reset(changes, i, spec.network().layers().get(i));
    }
    OutputSpec output = spec.network().output();
    if (output != null && output.weightInit() != null) {
      change(changes, "/network/output/weight_init", "xavier");
    }
    return changes;
  }

  private void reset(List<SpecChange> changes, int index, LayerSpec layer) {
    String at = "/network/layers/%d".formatted(index);
    if (layer instanceof LayerSpec.Bidirectional both) {
      at += "/layer";
      layer = both.layer();
    }
    if (layer instanceof LayerSpec.Weighted weighted) {
      if (weighted.weightInit() != null) {
        change(changes, at + "/weight_init", null);
      }
      set(changes, at + "/bias_init", weighted.biasInit(), 0.0);
    }
    if (layer instanceof LayerSpec.Recurrent) {
      change(changes, at + "/recurrent_init", "orthogonal");
    }
  }

  /**
   * Layers that let a gradient through: sigmoid and tanh become relu with He's weights, a plain
   * recurrence becomes an lstm that starts by remembering (chrono initialisation: Tallec and
   * Ollivier, 2018).
   */
  List<SpecChange> openActivations() {
    List<SpecChange> changes = new ArrayList<>();
    boolean opened = false;
    for (int i = 0; i < spec.network().layers().size(); i++) {
      opened |= open(changes, i, spec.network().layers().get(i));
    }
    if (opened) {
      change(changes, "/network/weight_init", "he");
    }
    return changes;
  }

  private boolean open(List<SpecChange> changes, int index, LayerSpec layer) {
    String at = "/network/layers/%d".formatted(index);
    if (layer instanceof LayerSpec.SimpleRnn rnn) {
      change(changes, at, gated(rnn, steps(index)));
      return false;
    }
    if (layer instanceof LayerSpec.Bidirectional both
        && both.layer() instanceof LayerSpec.SimpleRnn rnn) {
      change(changes, at + "/layer", gated(rnn, steps(index)));
      return false;
    }
    boolean bounded =
        layer instanceof LayerSpec.Dense dense && isBounded(dense.activation())
            || layer instanceof LayerSpec.Conv2d conv && isBounded(conv.activation())
            || layer instanceof LayerSpec.ActivationOnly only && isBounded(only.activation());
    if (bounded) {
      change(changes, at + "/activation", "relu");
      if (layer instanceof LayerSpec.Weighted weighted && weighted.weightInit() != null) {
        change(changes, at + "/weight_init", null);
      }
    }
    return bounded;
  }

  private int steps(int layer) {
    return plan.hidden().get(layer).in() instanceof TensorShape.Sequence sequence
        ? sequence.steps()
        : 1;
  }

  private static Map<String, Object> gated(LayerSpec.SimpleRnn rnn, int steps) {
    Map<String, Object> lstm = new LinkedHashMap<>();
    lstm.put("type", "lstm");
    lstm.put("units", rnn.units());
    if (rnn.returnSequences() != null) {
      lstm.put("return_sequences", rnn.returnSequences());
    }
    double remembering = Math.log(Math.max(3, steps - 1));
    lstm.put("forget_gate_bias", Math.round(10 * Math.max(1, Math.min(5, remembering))) / 10.0);
    return lstm;
  }

  List<SpecChange> without(Collection<Integer> rows) {
    TreeSet<Integer> all = new TreeSet<>(rows);
    all.addAll(spec.preprocessing().excludeRows());
    return List.of(change("/preprocessing/exclude_rows", List.copyOf(all)));
  }

  private boolean rectifies() {
    return spec.network().layers().stream()
        .anyMatch(
            layer ->
                layer instanceof LayerSpec.Dense dense && !isBounded(dense.activation())
                    || layer instanceof LayerSpec.Conv2d conv && !isBounded(conv.activation()));
  }

  static boolean isBounded(Activation activation) {
    return switch (activation) {
      case SIGMOID, TANH, HARD_SIGMOID, SOFTSIGN, SOFTMAX -> true;
      case RELU, LEAKY_RELU, ELU, SELU, GELU, SWISH, SOFTPLUS, LINEAR -> false;
    };
  }

  private void change(List<SpecChange> changes, String pointer, @Nullable Object to) {
    SpecChange change = change(pointer, to);
    if (!String.valueOf(change.from()).equals(String.valueOf(to))) {
      changes.add(change);
    }
  }

  private SpecChange change(String pointer, @Nullable Object to) {
    return SpecEdits.change(spec, pointer, to);
  }

  private static Object tree(Object value) {
    return SpecJson.mapper().convertValue(value, Object.class);
  }
}
