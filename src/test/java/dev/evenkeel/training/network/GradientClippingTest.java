package dev.evenkeel.training.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.evenkeel.training.FixedNetwork;
import dev.evenkeel.training.plan.layers.LayerShape;
import dev.evenkeel.training.spec.ClippingSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Two layers and running statistics between them; batches of 2, so the mean gradient is half of
 * what the network holds: [3, 4 | statistics 100, −100 | 6, 0, 0, 8].
 */
class GradientClippingTest {

  private static final List<LayerShape> LAYERS =
      List.of(
          new LayerShape(0, "dense_0", "dense", 1, 2, 2),
          new LayerShape(1, "dropout_1", "dropout", 2, 2, 0),
          new LayerShape(2, "batch_normalization_2", "batch_normalization", 2, 2, 2),
          new LayerShape(3, "output", "output", 2, 2, 4));
  private static final List<ParameterSegment> SEGMENTS =
      List.of(
          new ParameterSegment(0, "W", 0, 2, 2, true),
          new ParameterSegment(2, "mean", 2, 2, 2, false),
          new ParameterSegment(3, "W", 4, 4, 2, true));

  private final float[] gradient = {6, 8, 200, -200, 12, 0, 0, 16};
  private final float[] parameters = {1000, 0, 0, 0, 30, 40, 0, 0};

  @Test
  void noneLeavesTheGradientAlone() {
    clip(ClippingSpec.Type.NONE, null);

    assertThat(gradient).containsExactly(6, 8, 200, -200, 12, 0, 0, 16);
  }

  @Test
  void globalNormScalesEverythingButStatistics() {
    // ‖mean gradient‖ = √(9 + 16 + 36 + 64) = √125
    clip(ClippingSpec.Type.GLOBAL_NORM, Math.sqrt(125) / 2);

    assertThat(gradient).containsExactly(new float[] {3, 4, 200, -200, 6, 0, 0, 8}, within(1e-5f));
  }

  @Test
  void globalNormLeavesASmallGradientAlone() {
    clip(ClippingSpec.Type.GLOBAL_NORM, 12.0);

    assertThat(gradient).containsExactly(6, 8, 200, -200, 12, 0, 0, 16);
  }

  @Test
  void layerNormScalesTheLayersThatAreOver() {
    clip(ClippingSpec.Type.LAYER_NORM, 7.0);

    assertThat(gradient)
        .containsExactly(new float[] {6, 8, 200, -200, 8.4f, 0, 0, 11.2f}, within(1e-5f));
  }

  @Test
  void valueLimitsEachElementOfTheMeanGradient() {
    clip(ClippingSpec.Type.VALUE, 4.0);

    assertThat(gradient).containsExactly(6, 8, 200, -200, 8, 0, 0, 8);
  }

  @Test
  void adaptiveComparesEachUnitWithItsOwnWeights() {
    clip(ClippingSpec.Type.ADAPTIVE, 0.1);

    // Unit norms of weights: 1000, 0 → 10⁻³, 50, 0 → 10⁻³; limits of the mean: 100, 10⁻⁴, 5, 10⁻⁴.
    assertThat(gradient)
        .containsExactly(new float[] {6, 2e-4f, 200, -200, 10, 0, 0, 2e-4f}, within(1e-6f));
  }

  /** A bias of two units is one vector: weights (3, 4), mean gradient (6, 8), limit 0.1 · 5. */
  @Test
  void adaptiveTakesAVectorAsAWhole() {
    float[] sums = {12, 16};
    float[] bias = {3, 4};
    List<ParameterSegment> segments = List.of(new ParameterSegment(0, "b", 0, 2, 1, true));
    LayerNorms norms = new LayerNorms(segments, LAYERS);
    norms.measure(new ArrayVector(sums), 2);

    new GradientClipping(new ClippingSpec(ClippingSpec.Type.ADAPTIVE, 0.1), segments, LAYERS)
        .clip(new FixedNetwork(sums, bias), norms, 2);

    assertThat(sums).containsExactly(new float[] {0.6f, 0.8f}, within(1e-6f));
  }

  @Test
  void adaptiveLeavesAUnitBelowItsLimitAlone() {
    clip(ClippingSpec.Type.ADAPTIVE, 1e6);

    assertThat(gradient).containsExactly(6, 8, 200, -200, 12, 0, 0, 16);
  }

  @Test
  void normsAreThoseOfTheMeanGradientWithoutStatistics() {
    LayerNorms norms = norms();

    assertThat(norms.norm()).isCloseTo(Math.sqrt(125), within(1e-12));
    assertThat(norms.layers()).containsExactly(new double[] {5, 0, 10}, within(1e-12));
    assertThat(norms.statisticsFinite()).isTrue();
  }

  @Test
  void statisticsAreCheckedForFiniteness() {
    gradient[3] = Float.POSITIVE_INFINITY;

    LayerNorms norms = norms();

    assertThat(norms.statisticsFinite()).isFalse();
    assertThat(norms.norm()).isCloseTo(Math.sqrt(125), within(1e-12));
  }

  @Test
  void normsOfHugeAndTinyGradientsStayExact() {
    java.util.Arrays.fill(gradient, 1e30f);
    assertThat(norms().layers()[2]).isCloseTo(1e30, within(1e24));
    java.util.Arrays.fill(gradient, 1e-40f);
    assertThat(norms().layers()[2]).isCloseTo(1e-40, within(1e-44));
    gradient[7] = Float.NaN;
    assertThat(norms().norm()).isNaN();
  }

  @Test
  void normsOfLongSegmentsAgreeWithDoublePrecision() {
    float[] values = new float[200_001];
    java.util.Random random = new java.util.Random(1);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    assertAgrees(values, 1);
    assertAgrees(values, 1e-12f);
    assertAgrees(values, 1e-35f);
    assertAgrees(values, 1e25f);
    assertAgrees(values, 0);
  }

  @Test
  void normsOfLongSegmentsAreNotFiniteOnlyWhereAnElementIsNot() {
    float[] values = new float[10_001];
    values[5_000] = Float.NaN;
    assertThat(norm(values)).isNaN();
    values[5_000] = Float.NEGATIVE_INFINITY;
    assertThat(norm(values)).isInfinite();
    values[5_000] = Float.MAX_VALUE;
    assertThat(norm(values)).isCloseTo(Float.MAX_VALUE, within(1e32));
  }

  private static void assertAgrees(float[] values, float scale) {
    float[] scaled = new float[values.length];
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      scaled[i] = values[i] * scale;
      sum += (double) scaled[i] * scaled[i];
    }
    assertThat(norm(scaled)).isCloseTo(Math.sqrt(sum), within(Math.sqrt(sum) * 1e-6));
  }

  private static double norm(float[] values) {
    LayerNorms norms =
        new LayerNorms(
            List.of(new ParameterSegment(0, "W", 0, values.length, 1, true)),
            List.of(new LayerShape(0, "output", "output", 1, 1, values.length)));
    norms.measure(new ArrayVector(values), 1);
    return norms.norm();
  }

  private LayerNorms norms() {
    LayerNorms norms = new LayerNorms(SEGMENTS, LAYERS);
    norms.measure(new ArrayVector(gradient), 2);
    return norms;
  }

  private void clip(ClippingSpec.Type type, Double threshold) {
    new GradientClipping(new ClippingSpec(type, threshold), SEGMENTS, LAYERS)
        .clip(new FixedNetwork(gradient, parameters), norms(), 2);
  }
}
