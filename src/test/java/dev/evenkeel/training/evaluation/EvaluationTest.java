package dev.evenkeel.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import dev.evenkeel.training.data.FittedPreprocessing.FittedTarget;
import dev.evenkeel.training.data.LabelEncoding;
import dev.evenkeel.training.network.Batch;
import dev.evenkeel.training.plan.NetworkPlan;
import dev.evenkeel.training.plan.layers.LayerShape;
import dev.evenkeel.training.plan.layers.TensorShape;
import dev.evenkeel.training.spec.Activation;
import dev.evenkeel.training.spec.Loss;
import dev.evenkeel.training.spec.WeightInit;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class EvaluationTest {

  private static final Offset<Double> EXACT = within(1e-7);

  /** Truths a a a b b c; answers a a b b b a: worked out by hand. */
  private static final int[] TRUTHS = {0, 0, 0, 1, 1, 2};

  private static final float[] OUTPUTS = {
    0.7f, 0.2f, 0.1f, //
    0.6f, 0.3f, 0.1f, //
    0.4f, 0.5f, 0.1f, //
    0.1f, 0.8f, 0.1f, //
    0.2f, 0.6f, 0.2f, //
    0.5f, 0.2f, 0.3f
  };

  @Test
  void judgesClassesAsWorkedOutByHand() {
    var evaluation = threeClasses(Activation.SOFTMAX, new ClassScores(3, 6));

    evaluation.add(oneHot(TRUTHS, 3), OUTPUTS);

    var report = evaluation.report("validation");
    assertThat(report.split()).isEqualTo("validation");
    assertThat(report.classes()).containsExactly("a", "b", "c");
    assertThat(report.confusionMatrix())
        .isDeepEqualTo(new long[][] {{2, 1, 0}, {0, 2, 0}, {1, 0, 0}});
    var metrics = report.metrics();
    assertThat(metrics.get("accuracy")).isCloseTo(4.0 / 6, EXACT);
    assertThat(metrics.get("balanced_accuracy")).isCloseTo((2.0 / 3 + 1 + 0) / 3, EXACT);
    assertThat(metrics.get("precision")).isCloseTo((2.0 / 3 + 2.0 / 3 + 0) / 3, EXACT);
    assertThat(metrics.get("recall")).isCloseTo((2.0 / 3 + 1 + 0) / 3, EXACT);
    assertThat(metrics.get("f1")).isCloseTo((2.0 / 3 + 0.8 + 0) / 3, EXACT);
    // a: 8 of 9 pairs; b: 8 of 8; c: 5 of 5.
    assertThat(metrics.get("roc_auc")).isCloseTo((8.0 / 9 + 1 + 1) / 3, EXACT);
    double logLoss =
        -(Math.log(0.7)
                + Math.log(0.6)
                + Math.log(0.4)
                + Math.log(0.8)
                + Math.log(0.6)
                + Math.log(0.3))
            / 6;
    assertThat(metrics.get("log_loss")).isCloseTo(logLoss, EXACT);
  }

  @Test
  void judgesEachClass() {
    var evaluation = threeClasses(Activation.SOFTMAX, new ClassScores(3, 6));

    evaluation.add(oneHot(TRUTHS, 3), OUTPUTS);

    assertThat(evaluation.report("test").perClass())
        .containsExactly(
            new EvaluationReport.ClassReport("a", 2.0 / 3, 2.0 / 3, 4.0 / 6, 3),
            new EvaluationReport.ClassReport("b", 2.0 / 3, 1, 0.8, 2),
            new EvaluationReport.ClassReport("c", 0, 0, 0, 1));
    assertThat(evaluation.report("test").season()).isNull();
  }

  @Test
  void addsUpOverBatches() {
    var whole = threeClasses(Activation.SOFTMAX, new ClassScores(3, 6));
    whole.add(oneHot(TRUTHS, 3), OUTPUTS);
    var parts = threeClasses(Activation.SOFTMAX, new ClassScores(3, 6));
    parts.add(oneHot(new int[] {0, 0}, 3), java.util.Arrays.copyOf(OUTPUTS, 6));
    parts.add(oneHot(new int[] {0, 1, 1, 2}, 3), java.util.Arrays.copyOfRange(OUTPUTS, 6, 18));

    assertThat(parts.report("test").metrics()).isEqualTo(whole.report("test").metrics());
  }

  @Test
  void countsAnAnswerThatIsNotFiniteAsWrongAndLeavesProbabilitiesOut() {
    var evaluation = threeClasses(Activation.SOFTMAX, new ClassScores(3, 6));
    float[] outputs = OUTPUTS.clone();
    outputs[0] = Float.NaN;

    evaluation.add(oneHot(TRUTHS, 3), outputs);

    assertThat(evaluation.report("test").metrics().get("accuracy")).isCloseTo(3.0 / 6, EXACT);
    assertThat(evaluation.report("test").metrics()).doesNotContainKeys("roc_auc", "log_loss");
  }

  @Test
  void givesNoLogLossWhereOutputsAreNoProbabilities() {
    var evaluation = threeClasses(Activation.LINEAR, new ClassScores(3, 6));
    evaluation.add(oneHot(TRUTHS, 3), OUTPUTS);

    assertThat(evaluation.report("test").metrics())
        .containsKey("roc_auc")
        .doesNotContainKey("log_loss");
  }

  @Test
  void judgesASingleUnitForTwoClasses() {
    var evaluation = binary(Activation.SIGMOID, Loss.BINARY_CROSS_ENTROPY, 0f);

    evaluation.add(
        new Batch(4, new float[4], 1, new float[] {0, 0, 1, 1}, 1, new float[0], new int[4]),
        new float[] {0.2f, 0.6f, 0.4f, 0.9f});

    var metrics = evaluation.report("test").metrics();
    assertThat(metrics.get("accuracy")).isCloseTo(0.5, EXACT);
    assertThat(metrics.get("roc_auc")).isCloseTo(0.75, EXACT);
    assertThat(metrics.get("log_loss"))
        .isCloseTo(-(Math.log(0.8) + Math.log(0.4) + Math.log(0.4) + Math.log(0.9)) / 4, EXACT);
  }

  @Test
  void judgesAHingeByItsSign() {
    var evaluation = binary(Activation.LINEAR, Loss.HINGE, -1f);

    evaluation.add(
        new Batch(2, new float[2], 1, new float[] {-1, 1}, 1, new float[0], new int[2]),
        new float[] {-0.1f, 0.1f});

    assertThat(evaluation.brief()).containsEntry("accuracy", 1.0);
  }

  @Test
  void judgesNumbersInTheUsersUnits() {
    var evaluation =
        new RegressionEvaluation(
            List.of(new FittedTarget("a", 10, 2), new FittedTarget("b", 0, 1)));
    // a: truths 8, 10, 12, 14 answered 9, 10, 11, 14; b: truths 1, 1, 1, 1 answered 1, 1, 1, 3.
    float[] labels = {-1, 1, 0, 1, 1, 1, 2, 1};
    float[] outputs = {-0.5f, 1, 0, 1, 0.5f, 1, 2, 3};

    evaluation.add(new Batch(4, new float[4], 1, labels, 2, new float[0], new int[4]), outputs);

    var metrics = evaluation.report("test").metrics();
    assertThat(metrics.get("mae")).isCloseTo((0.5 + 0.5) / 2, EXACT);
    assertThat(metrics.get("rmse")).isCloseTo((Math.sqrt(0.5) + 1) / 2, EXACT);
    assertThat(metrics.get("r2")).as("b does not vary").isCloseTo(1 - 2.0 / 20, EXACT);
    assertThat(evaluation.report("test").confusionMatrix()).isEmpty();
  }

  @Test
  void givesOnlyFiniteMetricsOfABrokenModel() {
    var evaluation = new RegressionEvaluation(List.of(new FittedTarget("a", 0, 1)));
    evaluation.add(
        new Batch(1, new float[1], 1, new float[] {1}, 1, new float[0], new int[1]),
        new float[] {Float.NaN});

    assertThat(evaluation.brief()).isEmpty();
  }

  @Test
  void countsTiesAsHalfInTheRocArea() {
    long[] keys = {
      RocArea.key(0.5f, true),
      RocArea.key(0.5f, false),
      RocArea.key(0.9f, true),
      RocArea.key(-0f, false),
      RocArea.key(0f, true)
    };

    // Pairs: (0.5, 0.5) ½, (0.5, 0) 1, (0.9, ·) 2, (0, 0.5) 0, (0, 0) ½.
    assertThat(RocArea.exact(keys)).isCloseTo(4.0 / 6, EXACT);
    assertThat(RocArea.exact(new long[] {RocArea.key(1, true)})).isNaN();
  }

  @Test
  void binsManyScoresAndComesCloseToTheExactArea() {
    int examples = 400_000;
    var binned = new ClassScores(3, examples);
    long[] keys = new long[examples];
    Random random = new Random(1);
    for (int i = 0; i < examples; i++) {
      int truth = random.nextInt(3);
      float score = (float) (random.nextGaussian() + (truth == 0 ? 1 : 0));
      binned.add(truth, new float[] {score, score, score}, 0);
      keys[i] = RocArea.key(score, truth == 0);
    }
    double area = RocArea.exact(keys);

    // The score tells the first class from the rest, and the other two half as badly.
    assertThat(area).isCloseTo(0.76, within(0.01));
    assertThat(binned.macroArea()).isCloseTo((area + 2 * (1 - (area + 0.5) / 2)) / 3, within(2e-3));
  }

  @Test
  void ordersFloatsByTheirBits() {
    float[] ascending = {-Float.MAX_VALUE, -1, -1e-30f, 0, 1e-30f, 0.5f, 1, Float.MAX_VALUE};
    for (int i = 1; i < ascending.length; i++) {
      assertThat(RocArea.ordered(ascending[i])).isGreaterThan(RocArea.ordered(ascending[i - 1]));
      assertThat(RocArea.bin(ascending[i], 18)).isGreaterThan(RocArea.bin(ascending[i - 1], 18));
    }
    assertThat(List.of(RocArea.ordered(-0f))).containsExactly(RocArea.ordered(0f));
    assertThat(entry(RocArea.bin(-Float.MAX_VALUE, 4), RocArea.bin(Float.MAX_VALUE, 4)))
        .isEqualTo(entry(0, 15));
  }

  private static ClassificationEvaluation threeClasses(Activation activation, ClassScores scores) {
    return new ClassificationEvaluation(
        List.of("a", "b", "c"),
        new LabelEncoding.OneHot(3, 1, 0),
        output(3, activation, Loss.CROSS_ENTROPY),
        scores);
  }

  private static ClassificationEvaluation binary(Activation activation, Loss loss, float off) {
    return new ClassificationEvaluation(
        List.of("no", "yes"),
        new LabelEncoding.Binary(1, off),
        output(1, activation, loss),
        new ClassScores(1, 4));
  }

  private static NetworkPlan.Output output(int units, Activation activation, Loss loss) {
    return new NetworkPlan.Output(
        new LayerShape(0, "output", "output", 1, units, 1),
        new TensorShape.Vector(1),
        activation,
        loss,
        WeightInit.named(WeightInit.Type.HE),
        new NetworkPlan.Penalty(0, 0));
  }

  private static Batch oneHot(int[] truths, int classes) {
    float[] labels = new float[truths.length * classes];
    for (int i = 0; i < truths.length; i++) {
      labels[i * classes + truths[i]] = 1;
    }
    int n = truths.length;
    return new Batch(n, new float[n], 1, labels, classes, new float[0], new int[n]);
  }
}
