package dev.evenkeel.training;

import dev.evenkeel.training.Checkpoints.Checkpoint;
import dev.evenkeel.training.spec.LayerSpec;
import dev.evenkeel.training.spec.PreprocessingSpec.NumericScaling;
import dev.evenkeel.training.spec.PreprocessingSpec.TargetScaling;
import dev.evenkeel.training.spec.ScheduleSpec;
import dev.evenkeel.training.stability.Cause;
import dev.evenkeel.training.stability.Finding;
import dev.evenkeel.training.stability.Severity;
import dev.evenkeel.training.stability.Symptom;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Separates the causes of a finding by evidence: what the batch holds, what earlier states of the
 * network make of it, what other learning rates would do.
 *
 * <p>Leaves the network wherever its probes ended; the caller puts it back. Belongs to the training
 * thread.
 */
final class Diagnostician {

  private static final double JUMP = 3;
  private static final double LARGE_INPUT = 10;
  private static final double WILD_START = 4;
  private static final double EXPLODED_START = 1e3;
  private static final double VANISHED = 1e-3;
  private static final double BETTER = 0.9;

  /** Any lower rate calms a loss a little. */
  private static final double MUCH_BETTER = 0.5;

  private static final double OVERSIZED = 0.5;

  /** Rates that a search tries at the most, usually. */
  private static final int SEARCHED = 6;

  private static final double HARDLY_MOVED = 0.1;

  /** Weights that change by less than their own size in the whole run may be too slow. */
  private static final double SLOW_MOVE = 1;

  private static final double LEARNED = 0.8;

  /** In equilibrium penalties pull as hard as the data does; then nothing else moves. */
  private static final double OUTWEIGHED = 0.5;

  private static final double BORN_DEAD = 0.8;
  private static final double BORN_SATURATED = 0.4;
  private static final int LONG_SEQUENCE = 15;
  private static final int STRETCH = 24;
  private static final int AHEAD = 64;

  private final Ward ward;
  private final SuspectRows suspects;
  private final LayerNorms norms;
  private final double[] start;

  Diagnostician(Ward ward) {
    this.ward = ward;
    suspects = new SuspectRows(ward.network(), ward.batches(), ward.others(), ward.baseline());
    norms = new LayerNorms(ward.network().segments(), ward.network().layers());
    norms.measure(ward.network().parameters(), 1);
    start = norms.layers().clone();
  }

  /** Names the cause of a finding. */
  Clues examine(Finding finding, Moment now) {
    return switch (finding.symptom()) {
      case NON_FINITE, EXPLODING_GRADIENT, RELAPSE, HIGH_LOSS, OVERSIZED_UPDATE, OSCILLATION ->
          divergence(finding, now);
      case DEAD_UNITS -> dead(finding, now);
      case SATURATED_UNITS -> saturated(finding, now);
      case NOT_LEARNING -> stagnation(finding, now);
      case MINORITY_COLLAPSE ->
          Clues.of(
                  Cause.CLASS_IMBALANCE,
                  0.9,
                  "Of the rarest class only %s of the examples are recognised; the largest class has %s times as many examples."
                      .formatted(show(finding.value()), show(ward.facts().classRatio())),
                  "Set training.class_weights to balanced.")
              .with("class_ratio", ward.facts().classRatio());
      case SUSPICIOUS_SPEC -> Clues.unknown("The spec looks unwise.");
    };
  }

  private Clues divergence(Finding finding, Moment now) {
    Checkpoint good = ward.checkpoints().lastGood(now.iteration());
    Clues data = data(now, good);
    if (data != null) {
      return data;
    }
    if (jumped(now)) {
      double before = ward.memory().highestEarlierRate();
      return Clues.of(
              Cause.SCHEDULE_JUMP,
              0.9,
              "The schedule had raised the learning rate to %s; up to %s the run was fine."
                  .formatted(show(now.rate()), show(before)),
              "Let training.schedule keep the rate at or below %s.".formatted(show(before)))
          .with("learning_rate", now.rate())
          .with("earlier_rate", before)
          .withRate(before);
    }
    boolean neverLearned = ward.memory().trend().best() > 0.9 * ward.baseline();
    if (neverLearned && finding.symptom() != Symptom.OSCILLATION) {
      Clues birth = birth();
      if (birth != null) {
        return birth;
      }
    }
    return rate(
        neverLearned ? ward.checkpoints().start() : good, finding.symptom() == Symptom.OSCILLATION);
  }

  private @Nullable Clues data(Moment now, Checkpoint good) {
    if (ward.setup().spec().training().optimizer().type().isFullBatch()) {
      return null;
    }
    int at = now.position().index();
    int from = Math.max(0, at - STRETCH);
    SuspectRows.Rows broken = suspects.nonFinite(at, at);
    if (!broken.isEmpty()) {
      broken = suspects.nonFinite(0, ward.batches().count() - 1);
      return Clues.of(
              Cause.NON_FINITE_DATA,
              0.98,
              "The data holds %d rows with missing or non-finite cells: %s (counted from 0)."
                  .formatted(broken.rows().size(), broken.shown()),
              "Repair these rows, or set preprocessing.missing to mean or drop.")
          .withRows(broken);
    }
    int ahead = Math.min(ward.batches().count() - 1, at + AHEAD);
    SuspectRows.Rows outliers = suspects.outliers(from, ahead);
    if (!suspects.outliers(Math.max(0, at - 8), at).isEmpty()) {
      return Clues.of(
              Cause.OUTLIER_DATA,
              0.93,
              "%d rows of these batches hold inputs up to %s where others stay below %s: %s."
                  .formatted(
                      outliers.rows().size(),
                      show(outliers.largest()),
                      show(outliers.usual()),
                      outliers.shown()),
              "Check these rows of the dataset, or leave them out with preprocessing.exclude_rows.")
          .withRows(outliers)
          .with("batch_max_abs", outliers.largest());
    }
    if (good.planned() == 1) {
      return null;
    }
    ward.network().restore(good.state());
    SuspectRows.Rows costly = suspects.costly(from, ahead);
    return costly.isEmpty()
        ? null
        : Clues.of(
                Cause.MISLABELED_DATA,
                0.85,
                "For the network of iteration %d, which answers other batches with a loss of %s, %d rows of these batches cost up to %s although their inputs look like the others': %s."
                    .formatted(
                        good.planned() - 1,
                        show(costly.usual()),
                        costly.rows().size(),
                        show(costly.largest()),
                        costly.shown()),
                "Check the labels of these rows, or leave them out with preprocessing.exclude_rows.")
            .withRows(costly);
  }

  private boolean jumped(Moment now) {
    ScheduleSpec.Type type = ward.setup().spec().training().schedule().type();
    double before = ward.memory().highestEarlierRate();
    boolean learned = ward.memory().trend().best() < 0.95 * ward.baseline();
    return type != ScheduleSpec.Type.CONSTANT
        && learned
        && before > 0
        && now.rate() > JUMP * before;
  }

  /** What was wrong before the first update. */
  private @Nullable Clues birth() {
    var preprocessing = ward.setup().spec().preprocessing();
    Batch batch = ward.others().batch(0);
    double inputs = size(batch.features(), batch.size() * batch.exampleWidth());
    if (preprocessing.numeric() == NumericScaling.NONE && inputs > LARGE_INPUT) {
      return Clues.of(
              Cause.INPUT_SCALE,
              0.9,
              "The inputs are of size %s (root mean square).".formatted(show(inputs)),
              "Set preprocessing.numeric to standardize.")
          .with("input_rms", inputs);
    }
    double targets = size(batch.labels(), batch.size() * batch.labelWidth());
    if (ward.regression()
        && preprocessing.target() == TargetScaling.NONE
        && targets > LARGE_INPUT) {
      return Clues.of(
              Cause.TARGET_SCALE,
              0.9,
              "The targets are of size %s (root mean square).".formatted(show(targets)),
              "Set preprocessing.target to standardize.")
          .with("target_rms", targets);
    }
    double loss = ward.memory().firstLoss();
    double norm = ward.memory().firstNorm();
    boolean exploded = !Double.isFinite(norm) || norm > EXPLODED_START;
    if (exploded && hasPlainRecurrence()) {
      return Clues.of(
              Cause.EXPLODING_RECURRENCE,
              0.9,
              "The very first gradient had a norm of %s: the recurrence multiplies it in every step."
                  .formatted(show(norm)),
              "Set the layer's recurrent_init to orthogonal, or use an lstm.")
          .with("first_gradient_norm", norm);
    }
    if (exploded || !Double.isFinite(loss) || loss > WILD_START * ward.baseline()) {
      return Clues.of(
              Cause.BAD_INITIALIZATION,
              0.85,
              "The untrained network had a loss of %s, where a constant answer has %s, and a gradient of norm %s."
                  .formatted(show(loss), show(ward.baseline()), show(norm)),
              "Set network.weight_init to he (relu) or xavier (tanh, sigmoid).")
          .with("first_loss", loss)
          .with("first_gradient_norm", norm);
    }
    return null;
  }

  private static double size(float[] numbers, int count) {
    double sum = 0;
    int finite = 0;
    for (int i = 0; i < count; i++) {
      if (Float.isFinite(numbers[i])) {
        sum += (double) numbers[i] * numbers[i];
        finite++;
      }
    }
    return finite == 0 ? 0 : Math.sqrt(sum / finite);
  }

  private boolean hasPlainRecurrence() {
    return ward.setup().plan().hidden().stream()
        .anyMatch(
            layer ->
                layer.spec() instanceof LayerSpec.SimpleRnn
                    || layer.spec() instanceof LayerSpec.Bidirectional both
                        && both.layer() instanceof LayerSpec.SimpleRnn);
  }

  /** Does a lower rate from the same state cure it? */
  private Clues rate(Checkpoint from, boolean bouncing) {
    double base = ward.setup().spec().training().optimizer().learningRate();
    Rehearsal rehearsal = rehearsal();
    if (!affordsSearch(rehearsal)) {
      return unsearched(base, from);
    }
    RateSearch.Found found = new RateSearch(rehearsal, from.state()).below(base);
    double present = ward.memory().trend().smoothed();
    double limit = Math.max(LEARNED * ward.baseline(), 0);
    double better = bouncing ? MUCH_BETTER : BETTER;
    double control = rehearsal.lossAfter(from.state(), base);
    // Untrained, some batches cost less than others without anything being learned.
    boolean untrained = from.planned() == 1;
    double still = untrained ? rehearsal.lossAfter(from.state(), 0) : Double.POSITIVE_INFINITY;
    boolean cured =
        found.loss() < Math.min(limit, better * present)
            && found.loss() < BETTER * Math.min(control, still);
    Clues clues =
        cured
            ? Clues.of(
                Cause.LEARNING_RATE_TOO_HIGH,
                0.9,
                "From the state of iteration %d a rate of %s reaches a loss of %s in %d iterations; %s does not."
                    .formatted(
                        from.planned() - 1,
                        show(found.rate()),
                        show(found.loss()),
                        rehearsal.steps(),
                        show(base)),
                "Set training.optimizer.learning_rate to about %s.".formatted(show(found.rate())))
            : Clues.of(
                Cause.UNKNOWN,
                0.3,
                "Lower learning rates from an earlier state do no better (best loss %s)."
                    .formatted(show(found.loss())),
                "Look at the data, the output layer and its loss, and the initial weights.");
    return clues
        .with("learning_rate", base)
        .with("rehearsed_rate", found.rate())
        .with("rehearsed_loss", found.loss())
        .with("control_loss", control)
        .withRate(found.rate())
        .withOrigin(from);
  }

  private boolean affordsSearch(Rehearsal rehearsal) {
    return ward.company().care().affords((long) SEARCHED * rehearsal.steps());
  }

  /** A run too short, or too ill, for rehearsals is judged by the length of its updates. */
  private Clues unsearched(double base, Checkpoint from) {
    double ratio = ward.memory().largestRatio();
    return ratio > OVERSIZED
        ? Clues.of(
                Cause.LEARNING_RATE_TOO_HIGH,
                0.6,
                "Updates were up to %s times as long as the parameters.".formatted(show(ratio)),
                "Lower training.optimizer.learning_rate, to a tenth for a start.")
            .with("learning_rate", base)
            .with("update_ratio", ratio)
            .withOrigin(from)
        : Clues.unknown("Inputs and parameters tell nothing.").with("learning_rate", base);
  }

  private Rehearsal rehearsal() {
    long planned = ward.facts().iterations();
    int steps = (int) Math.max(10, Math.min(40, planned / 30));
    return new Rehearsal(
        ward.setup(), ward.others(), ward.company(), new Rehearsal.Measure(ward.baseline(), steps));
  }

  private Clues dead(Finding finding, Moment now) {
    double first = ward.memory().firstDead(finding.layer());
    if (first >= BORN_DEAD) {
      return Clues.of(
              Cause.DEAD_RELU,
              0.9,
              "%s of the layer's units answered 0 from the very first batch on: its initial weights and bias keep them shut."
                  .formatted(percent(finding.value())),
              "Leave bias_init at 0 and weight_init at he.")
          .with("dead_at_first", first)
          .with("dead", finding.value());
    }
    Clues clues = divergence(finding, now);
    return clues.cause() == Cause.UNKNOWN
        ? clues.as(Cause.DEAD_RELU, 0.6).with("dead", finding.value())
        : clues.with("dead", finding.value());
  }

  private Clues saturated(Finding finding, Moment now) {
    double first = ward.memory().firstSaturated(finding.layer());
    if (first >= BORN_SATURATED) {
      Clues birth = birth();
      if (birth != null && birth.cause() == Cause.INPUT_SCALE) {
        return birth;
      }
      return Clues.of(
              Cause.SATURATED_ACTIVATION,
              0.9,
              "%s of the layer's activations were at their bounds from the very first batch on: its initial weights are too large."
                  .formatted(percent(first)),
              "Leave weight_init at xavier for tanh and sigmoid.")
          .with("saturated_at_first", first)
          .with("saturated", finding.value());
    }
    Clues clues = divergence(finding, now);
    return clues.cause() == Cause.UNKNOWN
        ? clues.as(Cause.SATURATED_ACTIVATION, 0.6).with("saturated", finding.value())
        : clues.with("saturated", finding.value());
  }

  private Clues stagnation(Finding finding, Moment now) {
    Clues birth = bornIll(finding, now);
    if (birth != null) {
      return birth;
    }
    double ratio = depthRatio();
    if (ratio > 0 && ratio < VANISHED) {
      return Clues.of(
              Cause.VANISHING_GRADIENT,
              0.9,
              "The gradient of the first layer is %s of the last one's (root mean squares): what is learned does not reach it."
                  .formatted(show(ratio)),
              "Use relu with weight_init he, or batch_normalization, in place of sigmoid or tanh.")
          .with("gradient_ratio", ratio);
    }
    double penalty = penaltyRatio();
    if (penalty > OUTWEIGHED) {
      return Clues.of(
              Cause.OVER_REGULARIZED,
              0.9,
              "The penalties pull %s times as hard at the weights as the data does."
                  .formatted(show(penalty)),
              "Lower network.l1 and network.l2, to a hundredth for a start.")
          .with("penalty_ratio", penalty);
    }
    double moved = projectedMove(now);
    if (moved < HARDLY_MOVED) {
      return slow(moved);
    }
    boolean early = now.planned() < ward.facts().iterations() / 12;
    if (early) {
      return Clues.unknown("Nothing has been learned yet.");
    }
    boolean question = finding.severity() == Severity.INFO;
    if (question && (long) SEARCHED * rehearsal().steps() > ward.facts().iterations() / 4) {
      return Clues.unknown("The run is too short to ask by rehearsals.");
    }
    Clues rate = rate(ward.checkpoints().start(), false);
    if (rate.cause() != Cause.UNKNOWN) {
      return rate;
    }
    if (!question && moved < SLOW_MOVE) {
      Clues slow = slow(moved);
      if (slow.cause() != Cause.UNKNOWN && slow.rehearsedLossBelow(LEARNED * ward.baseline())) {
        return slow;
      }
    }
    return longPlainRecurrence() || boundedStack() ? rate.as(Cause.VANISHING_GRADIENT, 0.6) : rate;
  }

  /** Two sigmoid layers in a row leave a sixteenth of a gradient at the best. */
  private boolean boundedStack() {
    return ward.setup().plan().hidden().stream()
            .filter(
                layer ->
                    layer.spec() instanceof LayerSpec.Dense dense
                        && SpecRepairs.isBounded(dense.activation()))
            .count()
        >= 2;
  }

  /** Layers that were dead or saturated in the very first batch, inputs that are far too large. */
  private @Nullable Clues bornIll(Finding finding, Moment now) {
    for (LayerShape layer : ward.network().layers()) {
      int index = layer.index();
      if (ward.memory().firstDead(index) >= BORN_DEAD) {
        return dead(finding.in(index, ward.memory().firstDead(index)), now);
      }
      if (ward.memory().firstSaturated(index) >= BORN_SATURATED) {
        return saturated(finding.in(index, ward.memory().firstSaturated(index)), now);
      }
    }
    Clues birth = birth();
    return birth != null
            && (birth.cause() == Cause.INPUT_SCALE || birth.cause() == Cause.TARGET_SCALE)
        ? birth
        : null;
  }

  private Clues slow(double moved) {
    double base = ward.setup().spec().training().optimizer().learningRate();
    Rehearsal rehearsal = rehearsal();
    Checkpoint from = ward.checkpoints().start();
    if (!affordsSearch(rehearsal)) {
      return Clues.unknown("The weights hardly move.");
    }
    RateSearch.Found found = new RateSearch(rehearsal, from.state()).above(base);
    if (!found.isBelow(0.95 * ward.baseline())) {
      return Clues.unknown("Higher learning rates do no better.");
    }
    return Clues.of(
            Cause.LEARNING_RATE_TOO_LOW,
            0.92,
            "At this pace the weights would change by %s of their size in the whole run; a rate of %s reaches a loss of %s in %d iterations."
                .formatted(
                    percent(moved), show(found.rate()), show(found.loss()), rehearsal.steps()),
            "Set training.optimizer.learning_rate to about %s.".formatted(show(found.rate())))
        .with("learning_rate", base)
        .with("projected_change", moved)
        .with("rehearsed_rate", found.rate())
        .with("rehearsed_loss", found.loss())
        .withRate(found.rate())
        .withOrigin(from);
  }

  /** Root mean square gradient of the first layer with parameters over that of the last. */
  private double depthRatio() {
    double[] layers = ward.memory().layerNorms();
    if (layers.length < 3) {
      return 1;
    }
    double[] sizes = new double[layers.length];
    int slot = 0;
    for (LayerShape layer : ward.network().layers()) {
      if (layer.hasParameters()) {
        sizes[slot++] = Math.sqrt(layer.parameters());
      }
    }
    int last = layers.length - 1;
    return layers[last] == 0 ? 1 : (layers[0] / sizes[0]) / (layers[last] / sizes[last]);
  }

  private double penaltyRatio() {
    double pull = 0;
    float[] block = new float[1024];
    FlatVector parameters = ward.network().parameters();
    for (ParameterSegment segment : ward.network().segments()) {
      NetworkPlan.Penalty penalty = segment.penalty();
      for (int at = 0; at < segment.length() && !penalty.equals(NetworkPlan.Penalty.NONE); ) {
        int count = Math.min(block.length, segment.length() - at);
        parameters.read(segment.offset() + at, block, count);
        for (int i = 0; i < count; i++) {
          double one = penalty.l2() * block[i] + penalty.l1() * Math.signum(block[i]);
          pull += one * one;
        }
        at += count;
      }
    }
    double data = 0;
    for (double norm : ward.memory().layerNorms()) {
      data += norm * norm;
    }
    return data == 0 ? 0 : Math.sqrt(pull / data);
  }

  /** By how much of their norm the parameters would have moved at the plan's end, at this pace. */
  private double projectedMove(Moment now) {
    float[] first = ward.checkpoints().start().state().parameters();
    float[] block = new float[1024];
    double moved = 0;
    double size = 0;
    FlatVector parameters = ward.network().parameters();
    for (int at = 0; at < first.length; at += block.length) {
      int count = Math.min(block.length, first.length - at);
      parameters.read(at, block, count);
      for (int i = 0; i < count; i++) {
        double by = block[i] - first[at + i];
        moved += by * by;
        size += (double) first[at + i] * first[at + i];
      }
    }
    double share = Math.sqrt(moved / Math.max(size, 1e-12));
    return share * ward.facts().iterations() / Math.max(1, now.planned());
  }

  private boolean longPlainRecurrence() {
    return ward.setup().plan().hidden().stream()
        .anyMatch(
            layer ->
                layer.spec() instanceof LayerSpec.SimpleRnn
                    && layer.in() instanceof TensorShape.Sequence steps
                    && steps.steps() >= LONG_SEQUENCE);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.2g %%", 100 * share);
  }

  static String show(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }
}
