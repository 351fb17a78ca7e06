package dev.evenkeel.training.preflight;

import dev.evenkeel.training.RunSetup;
import dev.evenkeel.training.plan.NetworkPlan;
import dev.evenkeel.training.plan.layers.LayerKind;
import dev.evenkeel.training.plan.layers.TensorShape;
import dev.evenkeel.training.repair.Figures;
import dev.evenkeel.training.repair.LayerRepairs;
import dev.evenkeel.training.spec.Activation;
import dev.evenkeel.training.spec.LayerSpec;
import dev.evenkeel.training.spec.WeightInit;
import dev.evenkeel.training.stability.Cause;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Finds plain recurrences that let a gradient fade or grow on its way through the steps (Pascanu et
 * al., 2013): the recurrent matrix multiplies it once a step.
 */
final class RecurrenceChecks {

  private static final double RANGE = 1e3;

  /** Bounded units hold a recurrence back: what is left must still be this much. */
  private static final double CHAOTIC = 50;

  private final RunSetup setup;
  private final List<PreflightWarning> found = new ArrayList<>();

  RecurrenceChecks(RunSetup setup) {
    this.setup = setup;
    if (setup.spec().base() == null && setup.spec().network().baseModelId() == null) {
      setup.plan().hidden().forEach(this::check);
    }
  }

  List<PreflightWarning> found() {
    return List.copyOf(found);
  }

  private void check(NetworkPlan.Hidden layer) {
    LayerKind kind = layer.kind();
    LayerSpec.Recurrent recurrence = kind.recurrence();
    if (recurrence != null
        && kind.isPlainRecurrence()
        && layer.in() instanceof TensorShape.Sequence sequence) {
      int index = layer.shape().index();
      String pointer = "/network/layers/%d%s/recurrent_init".formatted(index, kind.inside());
      judge(recurrence, sequence.steps(), index, pointer);
    }
  }

  private void judge(LayerSpec.Recurrent rnn, int steps, int index, String pointer) {
    double radius = radius(rnn);
    double power = Math.pow(radius, steps);
    LayerRepairs repairs = new LayerRepairs(setup);
    if (power < 1 / RANGE) {
      found.add(
          PreflightWarning.of(
              pointer,
              Cause.VANISHING_GRADIENT,
              Map.of("radius", radius, "steps", steps),
              "The recurrence shrinks a gradient to %s of itself in each of %s: nothing early in a sequence can be learned."
                  .formatted(Figures.show(radius), Figures.count(steps, "step")),
              "Use an lstm, or recurrent_init orthogonal.",
              repairs.gated(index)));
    } else if (power > RANGE) {
      boolean certain =
          !ChaoticRecurrence.isSimulated(rnn.activation())
              || new ChaoticRecurrence(rnn.activation(), radius, rnn.units()).growth(steps)
                  > CHAOTIC;
      found.add(
          PreflightWarning.of(
              pointer,
              Cause.EXPLODING_RECURRENCE,
              Map.of("radius", radius, "steps", steps),
              "The recurrence multiplies a gradient by up to %s in each of %s."
                  .formatted(Figures.show(radius), Figures.count(steps, "step")),
              "Leave recurrent_init at orthogonal.",
              certain ? repairs.orthogonal(index) : List.of()));
    }
  }

  /** The spectral radius to be expected (circular law: std · √units). */
  private static double radius(LayerSpec.Recurrent rnn) {
    WeightInit init = rnn.recurrentInit();
    // Rectifiers shut half of the units, which halves the variance that random weights pass on.
    double open = rnn.activation() == Activation.RELU ? Math.sqrt(0.5) : 1;
    double root = open * Math.sqrt(rnn.units());
    return switch (init.type()) {
      case ORTHOGONAL, IDENTITY -> init.gain();
      case NORMAL -> init.std() * root;
      case UNIFORM -> (init.high() - init.low()) / Math.sqrt(12) * root;
      case CONSTANT -> Math.abs(init.value()) * rnn.units();
      case ONES -> rnn.units();
      case ZEROS -> 0;
      case XAVIER, XAVIER_UNIFORM, LECUN -> open;
      case HE, HE_UNIFORM -> open * Math.sqrt(2);
    };
  }
}
