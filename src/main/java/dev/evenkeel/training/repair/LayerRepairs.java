package dev.evenkeel.training.repair;

import dev.evenkeel.training.NetworkPlan;
import dev.evenkeel.training.RunSetup;
import dev.evenkeel.training.TensorShape;
import dev.evenkeel.training.spec.Activation;
import dev.evenkeel.training.spec.LayerSpec;
import dev.evenkeel.training.spec.OutputSpec;
import dev.evenkeel.training.spec.SpecEdits;
import dev.evenkeel.training.spec.TrainingSpec;
import dev.evenkeel.training.stability.SpecChange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What to change in a network's layers against initial weights and activations that let no signal
 * or gradient through; the smallest change that keeps the user's design.
 */
public final class LayerRepairs {

  private final TrainingSpec spec;
  private final NetworkPlan plan;

  public LayerRepairs(RunSetup setup) {
    spec = setup.spec();
    plan = setup.plan();
  }

  /**
   * Initial weights that carry a signal of any size on unchanged: those that each kind of layer has
   * where none are named, orthogonal from step to step; biases 0.
   */
  public List<SpecChange> saneInitialization() {
    List<SpecChange> changes = new ArrayList<>();
    change(changes, "/network/weight_init", null);
    set(changes, "/network/bias_init", spec.network().biasInit(), 0.0);
    for (int i = 0; i < spec.network().layers().size(); i++) {
      reset(changes, i, spec.network().layers().get(i));
    }
    OutputSpec output = spec.network().output();
    if (output != null && output.weightInit() != null) {
      change(changes, "/network/output/weight_init", null);
    }
    return changes;
  }

  /** Those layers alone start by sane weights. */
  public List<SpecChange> saneInitialization(Set<Integer> layers) {
    if (!weighted().isEmpty() && layers.containsAll(weighted())) {
      return saneInitialization();
    }
    List<SpecChange> changes = new ArrayList<>();
    for (int index : new TreeSet<>(layers)) {
      if (index >= spec.network().layers().size()) {
        changes.addAll(saneOutput());
      } else if (weighted().contains(index)) {
        sane(changes, index, spec.network().layers().get(index));
      }
    }
    return changes;
  }

  private Set<Integer> weighted() {
    Set<Integer> weighted = new TreeSet<>();
    for (NetworkPlan.Hidden layer : plan.hidden()) {
      LayerSpec inner =
          layer.spec() instanceof LayerSpec.Bidirectional both ? both.layer() : layer.spec();
      if (inner instanceof LayerSpec.Weighted) {
        weighted.add(layer.shape().index());
      }
    }
    return weighted;
  }

  private void sane(List<SpecChange> changes, int index, LayerSpec layer) {
    LayerSpec inner = layer instanceof LayerSpec.Bidirectional both ? both.layer() : layer;
    String at = at(index, layer);
    change(changes, at + "/weight_init", rectifies(inner) ? "he" : "xavier");
    if (plan.hidden().get(index).initialization().bias() != 0) {
      change(changes, at + "/bias_init", 0.0);
    }
    if (inner instanceof LayerSpec.Recurrent) {
      change(changes, at + "/recurrent_init", "orthogonal");
    }
  }

  private static String at(int index, LayerSpec layer) {
    String at = "/network/layers/%d".formatted(index);
    return layer instanceof LayerSpec.Bidirectional ? at + "/layer" : at;
  }

  /** The output layer starts by Glorot's weights. */
  public List<SpecChange> saneOutput() {
    return List.of(change("/network/output/weight_init", "xavier"));
  }

  /** Biases of those layers start at 0. */
  public List<SpecChange> openBiases(Set<Integer> layers) {
    List<SpecChange> changes = new ArrayList<>();
    boolean allThatInherit =
        layers.containsAll(weighted().stream().filter(this::inherits).toList());
    for (int index : new TreeSet<>(layers)) {
      if (!allThatInherit || !inherits(index)) {
        change(changes, at(index, spec.network().layers().get(index)) + "/bias_init", 0.0);
      } else if (changes.stream().noneMatch(one -> one.pointer().equals("/network/bias_init"))) {
        change(changes, "/network/bias_init", 0.0);
      }
    }
    return changes;
  }

  /** Whether a layer's bias is the network's. */
  private boolean inherits(int index) {
    LayerSpec layer = spec.network().layers().get(index);
    LayerSpec inner = layer instanceof LayerSpec.Bidirectional both ? both.layer() : layer;
    return inner instanceof LayerSpec.Weighted weighted && weighted.biasInit() == null;
  }

  /** A recurrence that neither shrinks nor stretches. */
  public List<SpecChange> orthogonal(int index) {
    LayerSpec layer = spec.network().layers().get(index);
    return List.of(change(at(index, layer) + "/recurrent_init", "orthogonal"));
  }

  /** One plain recurrence becomes an lstm. */
  public List<SpecChange> gated(int index) {
    List<SpecChange> changes = new ArrayList<>();
    open(changes, index, spec.network().layers().get(index));
    return changes;
  }

  /** All of them start by remembering. */
  public List<SpecChange> remembering() {
    List<SpecChange> changes = new ArrayList<>();
    for (int i = 0; i < spec.network().layers().size(); i++) {
      LayerSpec layer = spec.network().layers().get(i);
      LayerSpec inner = layer instanceof LayerSpec.Bidirectional both ? both.layer() : layer;
      if (inner instanceof LayerSpec.Lstm) {
        changes.addAll(remembering(i));
      }
    }
    return changes;
  }

  /** Units inside a network that need not compete. */
  public List<SpecChange> withoutHiddenSoftmax() {
    List<SpecChange> changes = new ArrayList<>();
    for (int i = 0; i < spec.network().layers().size(); i++) {
      LayerSpec layer = spec.network().layers().get(i);
      if (layer instanceof LayerSpec.Dense dense && dense.activation() == Activation.SOFTMAX
          || layer instanceof LayerSpec.ActivationOnly only
              && only.activation() == Activation.SOFTMAX) {
        change(changes, at(i, layer) + "/activation", "relu");
      }
    }
    return changes;
  }

  /** An lstm that starts by remembering. */
  public List<SpecChange> remembering(int index) {
    LayerSpec layer = spec.network().layers().get(index);
    return List.of(change(at(index, layer) + "/forget_gate_bias", forgetBias(steps(index))));
  }

  /** The forget gate's bias ln(steps − 1) of chrono initialisation, from 1 to 5. */
  private static double forgetBias(int steps) {
    double bias = Math.log(Math.max(3, steps - 1));
    return Math.round(10 * Math.max(1, Math.min(5, bias))) / 10.0;
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
    if (layer instanceof LayerSpec.SimpleRnn) {
      change(changes, at + "/recurrent_init", "orthogonal");
    } else if (layer instanceof LayerSpec.Recurrent) {
      change(changes, at + "/recurrent_init", null);
    }
  }

  /**
   * Layers that let a gradient through: sigmoid and tanh become relu with He's weights, a plain
   * recurrence becomes an lstm that starts by remembering (chrono initialisation: Tallec and
   * Ollivier, 2018).
   */
  public List<SpecChange> openActivations() {
    List<SpecChange> changes = new ArrayList<>();
    boolean opened = false;
    for (int i = 0; i < spec.network().layers().size(); i++) {
      opened |= open(changes, i, spec.network().layers().get(i));
    }
    if (opened) {
      change(changes, "/network/weight_init", null);
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
    lstm.put("forget_gate_bias", forgetBias(steps));
    return lstm;
  }

  private static boolean rectifies(LayerSpec layer) {
    return layer instanceof LayerSpec.Dense dense && !isBounded(dense.activation())
        || layer instanceof LayerSpec.Conv2d conv && !isBounded(conv.activation());
  }

  public static boolean isBounded(Activation activation) {
    return switch (activation) {
      case SIGMOID, TANH, HARD_SIGMOID, SOFTSIGN, SOFTMAX -> true;
      case RELU, LEAKY_RELU, ELU, SELU, GELU, SWISH, SOFTPLUS, LINEAR -> false;
    };
  }

  private void set(List<SpecChange> changes, String pointer, @Nullable Double now, double wanted) {
    if (now != null && now != wanted) {
      changes.add(change(pointer, wanted));
    }
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
}
