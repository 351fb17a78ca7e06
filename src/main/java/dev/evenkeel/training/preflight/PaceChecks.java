package dev.evenkeel.training.preflight;

import dev.evenkeel.training.RunSetup;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.repair.Figures;
import dev.evenkeel.training.spec.ClippingSpec;
import dev.evenkeel.training.spec.OptimizerSpec;
import dev.evenkeel.training.spec.ScheduleSpec;
import dev.evenkeel.training.spec.SpecEdits;
import dev.evenkeel.training.spec.SplitSpec;
import dev.evenkeel.training.spec.TrainingSpec;
import dev.evenkeel.training.stability.Cause;
import dev.evenkeel.training.stability.SpecChange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds plans that cannot carry the weights anywhere: too short, scheduled away, clipped away. */
final class PaceChecks {

  /** A quarter of the way: nothing that deserves the name was learned. */
  private static final double TOO_SHORT = 0.25;

  /** What the changed plan should have. */
  private static final double AMPLE = 1;

  /** A rate below that part of the usual one is the fault, not the number of steps. */
  private static final double LOW_RATE = 1.0 / 3;

  private static final double LOWEST_RATE = 1e-6;

  /** A schedule that leaves less than that of the rate's sum. */
  private static final double TAKEN_AWAY = 0.1;

  private static final double MOSTLY_IDLE = 0.5;

  /** Clipped gradients that move an answer by so little all in all. */
  private static final double UNMOVED = 0.1;

  private static final double HARDLY_MOVED = 0.5;
  private static final double SHARE_OF_WEIGHTS = 0.01;

  /** A threshold within a decade of the usual one is a choice. */
  private static final double TIGHT = 0.1;

  private final TrainingSpec spec;
  private final Pace pace;
  private final List<PreflightWarning> found = new ArrayList<>();

  PaceChecks(RunSetup setup, DatasetSchema schema) {
    spec = setup.spec();
    pace = Pace.of(setup, examples(schema.examples()));
    boolean fresh = spec.base() == null && spec.network().baseModelId() == null;
    double rate = spec.training().optimizer().learningRate();
    if (fresh && pace.isKnown() && rate >= LOWEST_RATE) {
      checkSchedule();
      if (found.isEmpty()) {
        checkLength();
      }
      checkClipping();
    }
  }

  List<PreflightWarning> found() {
    return List.copyOf(found);
  }

  private long examples(long all) {
    SplitSpec split = spec.split();
    long present = all - spec.preprocessing().excludeRows().size();
    long training = Math.round(present * (1 - split.validation() - split.test()));
    return Math.max(1, training - spec.preprocessing().excludeFromTraining().size());
  }

  private void checkLength() {
    double reach = pace.reach();
    if (reach >= TOO_SHORT) {
      return;
    }
    OptimizerSpec.Type type = spec.training().optimizer().type();
    double rate = spec.training().optimizer().learningRate();
    double usual = usualRate(type);
    boolean slow = rate < LOW_RATE * usual && reach * usual / rate >= TOO_SHORT;
    double factor = AMPLE / reach;
    found.add(
        PreflightWarning.of(
            slow ? "/training/optimizer/learning_rate" : "/training/epochs",
            slow ? Cause.LEARNING_RATE_TOO_LOW : Cause.TOO_FEW_STEPS,
            Map.of("steps", pace.steps(), "sum_of_rates", pace.rates(), "reach", reach),
            "%s at rates that sum up to %s carry the network about %s of the way that even a simple task needs."
                .formatted(
                    Figures.count(pace.steps(), "step"),
                    Figures.show(pace.rates()),
                    Figures.percent(reach)),
            advice(factor, rate, usual),
            List.of()));
  }

  private String advice(double factor, double rate, double usual) {
    List<String> ways = new ArrayList<>();
    ways.add("%d epochs".formatted((long) Math.ceil(spec.training().epochs() * factor)));
    long batch = (long) (spec.training().batchSize() / factor);
    if (batch >= 1) {
      ways.add("a batch_size of %d".formatted(batch));
    }
    // No further than a decade beyond what is usual: that would trade one fault for another.
    ways.add("a learning_rate of %s".formatted(Figures.show(Math.min(10 * usual, rate * factor))));
    return "Ask for about " + String.join(", or ", ways) + ".";
  }

  private static double usualRate(OptimizerSpec.Type type) {
    return new OptimizerSpec(type, null, null, null, null, null, null, null, null).learningRate();
  }

  private void checkSchedule() {
    ScheduleSpec schedule = spec.training().schedule();
    if (schedule.type() == ScheduleSpec.Type.CONSTANT && schedule.warmupIterations() == 0) {
      return;
    }
    double left = pace.left();
    boolean taken = left < TAKEN_AWAY || pace.idle() > MOSTLY_IDLE;
    if (!taken) {
      return;
    }
    boolean hopeless = pace.reach() < AMPLE && left < TAKEN_AWAY && pace.reachUnscheduled() > AMPLE;
    found.add(
        PreflightWarning.of(
            "/training/schedule",
            Cause.SCHEDULE,
            Map.of("share_left", left, "idle_share", pace.idle(), "steps", pace.steps()),
            "The schedule leaves %s of what %s at the full rate would do, and %s of them run at less than a thousandth of it."
                .formatted(
                    Figures.percent(left),
                    Figures.count(pace.steps(), "step"),
                    Figures.percent(pace.idle())),
            "Schedules count iterations, of which there are %d: use cosine, or a longer period."
                .formatted(pace.steps()),
            hopeless ? cosine() : List.of()));
  }

  private List<SpecChange> cosine() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("type", "cosine");
    int warmup = spec.training().schedule().warmupIterations();
    if (warmup > 0 && warmup < pace.steps() / 2) {
      tree.put("warmup_iterations", warmup);
    }
    return List.of(SpecEdits.change(spec, "/training/schedule", tree));
  }

  private void checkClipping() {
    ClippingSpec clipping = spec.training().gradientClipping();
    if (clipping.type() == ClippingSpec.Type.NONE || !pace.followsGradient()) {
      return;
    }
    double usual = new ClippingSpec(clipping.type(), null).threshold();
    double moved = moved(clipping);
    double answers = moved * Math.sqrt(pace.fanIn());
    if (clipping.threshold() > TIGHT * usual || answers > HARDLY_MOVED) {
      return;
    }
    boolean certain = answers < UNMOVED && moved < SHARE_OF_WEIGHTS * pace.norm();
    found.add(
        PreflightWarning.of(
            "/training/gradient_clipping/threshold",
            Cause.GRADIENT_CLIPPING,
            Map.of("threshold", clipping.threshold(), "movement", moved, "weights", pace.norm()),
            "Clipped at %s, %s move the weights by at most %s, and they start at a size of about %s."
                .formatted(
                    Figures.show(clipping.threshold()),
                    Figures.count(pace.steps(), "step"),
                    Figures.show(moved),
                    Figures.show(pace.norm())),
            "Set training.gradient_clipping.threshold to %s.".formatted(Figures.show(usual)),
            certain
                ? List.of(SpecEdits.change(spec, "/training/gradient_clipping/threshold", usual))
                : List.of()));
  }

  /** The longest way of all weights together (L2) that a clipped gradient allows. */
  private double moved(ClippingSpec clipping) {
    double far = pace.effectiveRates() * clipping.threshold();
    return switch (clipping.type()) {
      case NONE -> Double.POSITIVE_INFINITY;
      case GLOBAL_NORM -> far;
      case LAYER_NORM -> far * Math.sqrt(pace.layers());
      case VALUE -> far * Math.sqrt(pace.parameters());
      case ADAPTIVE -> far * pace.norm();
    };
  }
}
