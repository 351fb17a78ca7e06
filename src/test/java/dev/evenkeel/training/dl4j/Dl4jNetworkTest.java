package dev.evenkeel.training.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.evenkeel.testing.NativeTest;
import dev.evenkeel.training.network.Batch;
import dev.evenkeel.training.network.FlatVector;
import dev.evenkeel.training.network.NetworkSnapshot;
import dev.evenkeel.training.network.ParameterSegment;
import dev.evenkeel.training.plan.NetworkPlan;
import dev.evenkeel.training.plan.NetworkPlan.Penalty;
import dev.evenkeel.training.spec.Activation;
import dev.evenkeel.training.spec.LayerSpec;
import dev.evenkeel.training.spec.Loss;
import dev.evenkeel.training.spec.OptimizerSpec;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@NativeTest
class Dl4jNetworkTest {

  private static final int INPUTS = 6;
  private static final int CLASSES = 3;

  private static final NetworkPlan EVERYTHING =
      Networks.plan(
          INPUTS,
          new Networks.Shared(Networks.XAVIER, 0.1, new Penalty(1e-3, 1e-2)),
          List.of(
              Networks.dense(8, Activation.RELU),
              new LayerSpec.BatchNormalization(null, null),
              new LayerSpec.Dropout(0.4),
              Networks.dense(5, Activation.TANH)),
          Networks.output(CLASSES, Activation.SOFTMAX, Loss.CROSS_ENTROPY));

  @Test
  void endsWithoutAGarbageCollection() {
    var network = network(EVERYTHING, OptimizerSpec.Type.ADAM);
    train(network, 0, 5);
    long before = collections();

    network.close();

    assertThat(collections()).isEqualTo(before);
  }

  private static long collections() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(GarbageCollectorMXBean::getCollectionCount)
        .sum();
  }

  @Test
  void aVetoedStepLeavesParametersAndUpdaterStateAsTheyAre() {
    try (var network = network(EVERYTHING, OptimizerSpec.Type.ADAM)) {
      train(network, 0, 5);
      NetworkSnapshot before = network.snapshot();

      network.computeGradients(batch(99));

      NetworkSnapshot after = network.snapshot();
      assertThat(after.parameters()).isEqualTo(before.parameters());
      assertThat(after.updaterState()).isEqualTo(before.updaterState());
      assertThat(after.iteration()).isEqualTo(before.iteration()).isEqualTo(5);
    }
  }

  @Test
  void aVetoedNonFiniteBatchDoesNoHarm() {
    try (var network = network(EVERYTHING, OptimizerSpec.Type.ADAM)) {
      train(network, 0, 3);
      NetworkSnapshot before = network.snapshot();
      Batch poisoned = batch(3);
      poisoned.features()[4] = Float.NaN;

      network.computeGradients(poisoned);

      assertThat(read(network.gradient())).contains(Float.NaN);
      assertThat(network.snapshot().parameters()).isEqualTo(before.parameters());
      train(network, 4, 6);
      assertThat(network.snapshot().parameters()).doesNotContain(Float.NaN);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRestoredSnapshotReplaysBitForBit(OptimizerSpec.Type type) {
    try (var network = network(EVERYTHING, type)) {
      train(network, 0, 4);
      NetworkSnapshot start = network.snapshot();
      train(network, 4, 12);
      NetworkSnapshot first = network.snapshot();

      network.restore(start);
      train(network, 4, 12);

      NetworkSnapshot second = network.snapshot();
      assertThat(second.parameters()).isEqualTo(first.parameters()).doesNotContain(Float.NaN);
      assertThat(second.updaterState()).isEqualTo(first.updaterState());
      assertThat(second.iteration()).isEqualTo(first.iteration());
      assertThat(second.randomState()).isEqualTo(first.randomState());
      assertThat(first.parameters()).isNotEqualTo(start.parameters());
    }
  }

  /** Of these some would have the native generator go by the clock. */
  @ParameterizedTest
  @ValueSource(longs = {0, 1, -1, 0xdeadbeef, 0xdeadbeefL, Long.MIN_VALUE, Long.MAX_VALUE})
  void everySeedGivesTheSameNetworkAndTheSameStepsAgain(long seed) {
    assertThat(trainedBy(seed)).isEqualTo(trainedBy(seed));
  }

  private static float[] trainedBy(long seed) {
    OptimizerSpec optimizer = Networks.optimizer(OptimizerSpec.Type.SGD);
    try (var network = new Dl4jNetwork(EVERYTHING, Networks.spec(optimizer, seed))) {
      train(network, 0, 5);
      return read(network.parameters());
    }
  }

  @Test
  void aScaledGradientMakesAScaledStepOfPlainDescent() {
    var plan = Networks.classifier(INPUTS, CLASSES, Networks.dense(7, Activation.TANH));
    try (var network = network(plan, OptimizerSpec.Type.SGD)) {
      network.computeGradients(batch(1));
      float[] gradient = read(network.gradient());

      network.gradient().scale(0, network.gradient().length(), 0.25);
      network.applyUpdate(0.1);

      float[] update = read(network.update());
      for (int i = 0; i < update.length; i++) {
        assertThat(update[i])
            .isCloseTo(0.1f * 0.25f * gradient[i] / batch(1).size(), within(1e-8f));
      }
    }
  }

  @Test
  void clampingTouchesNoMoreThanItsStretch() {
    try (var network = network(EVERYTHING, OptimizerSpec.Type.SGD)) {
      network.computeGradients(batch(1));
      float[] before = read(network.gradient());

      network.gradient().clamp(10, 20, 0.01);

      float[] after = read(network.gradient());
      assertThat(Arrays.copyOf(after, 10)).isEqualTo(Arrays.copyOf(before, 10));
      assertThat(Arrays.copyOfRange(after, 10, 30))
          .isNotEqualTo(Arrays.copyOfRange(before, 10, 30));
      for (int i = 10; i < 30; i++) {
        assertThat(after[i]).isBetween(-0.01f, 0.01f);
      }
      assertThat(Arrays.copyOfRange(after, 30, after.length))
          .isEqualTo(Arrays.copyOfRange(before, 30, before.length));
    }
  }

  @Test
  void theUpdateIsWhatWasSubtracted() {
    try (var network = network(EVERYTHING, OptimizerSpec.Type.NADAM)) {
      train(network, 0, 2);
      float[] before = read(network.parameters());

      network.computeGradients(batch(2));
      network.applyUpdate(0.01);

      float[] after = read(network.parameters());
      float[] update = read(network.update());
      for (int i = 0; i < after.length; i++) {
        assertThat(after[i]).isEqualTo(before[i] - update[i]);
      }
    }
  }

  @Test
  void runningStatisticsAreSegmentsButNoGradients() {
    Penalty penalty = new Penalty(1e-3, 1e-2);
    try (var network = network(EVERYTHING, OptimizerSpec.Type.SGD)) {
      assertThat(network.segments())
          .containsExactly(
              new ParameterSegment(0, "W", 0, 48, 8, true, penalty),
              new ParameterSegment(0, "b", 48, 8, 1, true),
              new ParameterSegment(1, "gamma", 56, 8, 1, true),
              new ParameterSegment(1, "beta", 64, 8, 1, true),
              new ParameterSegment(1, "mean", 72, 8, 1, false),
              new ParameterSegment(1, "var", 80, 8, 1, false),
              new ParameterSegment(3, "W", 88, 40, 5, true, penalty),
              new ParameterSegment(3, "b", 128, 5, 1, true),
              new ParameterSegment(4, "W", 133, 15, 3, true, penalty),
              new ParameterSegment(4, "b", 148, 3, 1, true));
      assertThat(network.layers().stream().mapToLong(layer -> layer.parameters()).sum())
          .isEqualTo(network.parameters().length());
    }
  }

  @Test
  void theWeightsOfOneUnitLieSideBySide() {
    NetworkPlan plan =
        Networks.plan(
            2, Networks.Shared.PLAIN, List.of(), Networks.output(3, Activation.LINEAR, Loss.MSE));
    try (var network = network(plan, OptimizerSpec.Type.SGD)) {
      float[] parameters = read(network.parameters());
      float[] outputs = new float[3];
      network.predict(single(new float[] {1, 10}, 3), outputs);
      for (int unit = 0; unit < 3; unit++) {
        assertThat(outputs[unit])
            .isCloseTo(parameters[2 * unit] + 10 * parameters[2 * unit + 1], within(1e-5f));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void anExampleOfWeightTwoCountsAsTwo(Loss loss) {
    Activation activation =
        switch (loss) {
          case CROSS_ENTROPY, KL_DIVERGENCE -> Activation.SOFTMAX;
          case BINARY_CROSS_ENTROPY -> Activation.SIGMOID;
          case MSLE, POISSON -> Activation.SOFTPLUS;
          case MSE, MAE, HUBER, HINGE -> Activation.LINEAR;
        };
    NetworkPlan plan =
        Networks.plan(
            INPUTS,
            Networks.Shared.PLAIN,
            List.of(Networks.dense(5, Activation.TANH)),
            Networks.output(CLASSES, activation, loss));
    assertWeightsRepeat(plan, Networks.batch(3, INPUTS, CLASSES, 5));
  }

  @ParameterizedTest
  @EnumSource(names = {"MSE", "HUBER", "MAE", "BINARY_CROSS_ENTROPY", "HINGE"})
  void aWeightCountsOnceWhereThereIsOnlyOneOutput(Loss loss) {
    Activation activation =
        loss == Loss.BINARY_CROSS_ENTROPY ? Activation.SIGMOID : Activation.LINEAR;
    NetworkPlan plan =
        Networks.plan(
            INPUTS,
            Networks.Shared.PLAIN,
            List.of(Networks.dense(5, Activation.TANH)),
            Networks.output(1, activation, loss));
    assertWeightsRepeat(plan, Networks.batch(3, INPUTS, 1, 5));
  }

  @Test
  void aBatchOfOneExampleTakesItsWeight() {
    var plan = Networks.classifier(INPUTS, CLASSES, Networks.dense(5, Activation.TANH));
    try (var network = network(plan, OptimizerSpec.Type.SGD)) {
      Batch one = Networks.batch(1, INPUTS, CLASSES, 5);
      double loss = network.computeGradients(one);
      float[] gradient = read(network.gradient());

      double weighted = network.computeGradients(Networks.withWeights(one, 3));

      assertThat(weighted).isCloseTo(3 * loss, within(1e-6));
      assertThat(read(network.gradient())[0]).isCloseTo(3 * gradient[0], within(1e-6f));
    }
  }

  /** Weights 2, 1, 3 against the rows so many times over; both sums are over the same examples. */
  private static void assertWeightsRepeat(NetworkPlan plan, Batch batch) {
    try (var network = network(plan, OptimizerSpec.Type.SGD)) {
      Batch repeated = Networks.rows(batch, 0, 0, 1, 2, 2, 2);
      double expected = network.computeGradients(repeated) * 6;
      float[] gradient = read(network.gradient());
      double expectedEvaluation = network.loss(repeated) * 6;

      Batch weighted = Networks.withWeights(batch, 2, 1, 3);
      assertThat(network.computeGradients(weighted) * 3).isCloseTo(expected, within(1e-4));
      assertThat(network.loss(weighted) * 3).isCloseTo(expectedEvaluation, within(1e-4));
      float[] actual = read(network.gradient());
      for (int i = 0; i < gradient.length; i++) {
        assertThat(actual[i]).isCloseTo(gradient[i], within(1e-4f));
      }
    }
  }

  @Test
  void theLossHoldsNoPenalties() {
    var heavy = new Networks.Shared(Networks.XAVIER, 0, new Penalty(10, 10));
    List<LayerSpec> layers = List.of(Networks.dense(5, Activation.TANH));
    var output = Networks.output(CLASSES, Activation.SOFTMAX, Loss.CROSS_ENTROPY);
    try (var penalized =
            network(Networks.plan(INPUTS, heavy, layers, output), OptimizerSpec.Type.SGD);
        var plain =
            network(
                Networks.plan(INPUTS, Networks.Shared.PLAIN, layers, output),
                OptimizerSpec.Type.SGD)) {
      assertThat(penalized.computeGradients(batch(1))).isEqualTo(plain.computeGradients(batch(1)));
      assertThat(penalized.loss(batch(1))).isEqualTo(plain.loss(batch(1)));
      assertThat(plain.loss(batch(1))).isCloseTo(plain.computeGradients(batch(1)), within(1e-6));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theLossIsTheSameWithAndWithoutAPredictionBefore(boolean hidden) {
    NetworkPlan plan = hidden ? EVERYTHING : Networks.classifier(INPUTS, CLASSES);
    try (var network = network(plan, OptimizerSpec.Type.ADAM)) {
      float[] outputs = new float[16 * CLASSES];
      Batch other = batch(5);
      double alone = network.loss(batch(4));

      network.predict(batch(4), outputs);
      assertThat(network.loss(batch(4))).isEqualTo(alone);
      network.predict(other, outputs);
      assertThat(network.loss(batch(4))).isEqualTo(alone);

      network.predict(batch(4), outputs);
      train(network, 0, 2);
      double trained = network.loss(batch(4));
      assertThat(trained).isNotEqualTo(alone);
      network.predict(batch(4), outputs);
      assertThat(network.loss(batch(4))).isEqualTo(trained);
    }
  }

  @Test
  void predictingAndEvaluatingLeaveTheNetworkUntouched() {
    try (var network = network(EVERYTHING, OptimizerSpec.Type.ADAM)) {
      train(network, 0, 3);
      NetworkSnapshot before = network.snapshot();

      network.predict(batch(8), new float[16 * CLASSES]);
      network.loss(batch(8));

      NetworkSnapshot after = network.snapshot();
      assertThat(after.parameters()).isEqualTo(before.parameters());
      assertThat(after.updaterState()).isEqualTo(before.updaterState());
      assertThat(after.randomState()).isEqualTo(before.randomState());
    }
  }

  @Test
  void zerosAreCountedWhereALayerRectifiesAndNotThoseOfDropout() {
    NetworkPlan plan =
        Networks.classifier(
            INPUTS,
            CLASSES,
            Networks.dense(64, Activation.RELU),
            new LayerSpec.Dropout(0.9),
            Networks.dense(8, Activation.TANH),
            new LayerSpec.ActivationOnly(Activation.RELU));
    try (var network = network(plan, OptimizerSpec.Type.SGD)) {
      network.computeGradients(batch(1));
      assertThat(network.activations().zeroFractions()).containsOnly(Double.NaN);

      network.sampleActivations();
      network.computeGradients(batch(1));

      double[] fractions = network.activations().zeroFractions();
      assertThat(fractions).hasSize(5);
      assertThat(fractions[0]).isBetween(0.3, 0.7);
      assertThat(fractions[3]).isBetween(0.2, 0.8);
      assertThat(List.of(fractions[1], fractions[2], fractions[4])).containsOnly(Double.NaN);
    }
  }

  @Test
  void classicalMomentumFollowsItsFormula() {
    NetworkPlan plan = Networks.classifier(INPUTS, CLASSES, Networks.dense(4, Activation.TANH));
    try (var network = network(plan, OptimizerSpec.Type.MOMENTUM)) {
      float[] expected = read(network.parameters());
      float[] velocity = new float[expected.length];
      for (int step = 0; step < 5; step++) {
        Batch batch = batch(step);
        double rate = 0.1 / (step + 1);
        network.computeGradients(batch);
        float[] gradient = read(network.gradient());
        for (int i = 0; i < expected.length; i++) {
          velocity[i] = (float) (0.9 * velocity[i] - rate * gradient[i] / batch.size());
          expected[i] += velocity[i];
        }
        network.applyUpdate(rate);
      }
      assertAllClose(read(network.parameters()), expected, 1e-6f);
    }
  }

  @Test
  void adamWShrinksWeightsBesidesItsStepAndLeavesBiasesAlone() {
    NetworkPlan plan = Networks.classifier(INPUTS, CLASSES, Networks.dense(4, Activation.TANH));
    var decaying =
        new OptimizerSpec(OptimizerSpec.Type.ADAMW, null, null, 0.5, null, null, null, null, null);
    try (var adam = network(plan, OptimizerSpec.Type.ADAM);
        var adamW = new Dl4jNetwork(plan, Networks.spec(decaying))) {
      float[] start = read(adam.parameters());
      adam.computeGradients(batch(1));
      adam.applyUpdate(0.01);
      adamW.computeGradients(batch(1));
      adamW.applyUpdate(0.01);

      float[] expected = read(adam.parameters());
      for (ParameterSegment segment : adam.segments()) {
        if (segment.name().equals("W")) {
          for (int i = segment.offset(); i < segment.offset() + segment.length(); i++) {
            expected[i] -= 0.01f * 0.5f * start[i];
          }
        }
      }
      assertAllClose(read(adamW.parameters()), expected, 1e-6f);
    }
  }

  @Test
  void adaDeltaTakesALearningRate() {
    NetworkPlan plan = Networks.classifier(INPUTS, CLASSES, Networks.dense(4, Activation.TANH));
    try (var full = network(plan, OptimizerSpec.Type.ADADELTA);
        var half = network(plan, OptimizerSpec.Type.ADADELTA)) {
      full.computeGradients(batch(1));
      full.applyUpdate(1.0);
      half.computeGradients(batch(1));
      half.applyUpdate(0.5);

      float[] expected = read(full.update());
      for (int i = 0; i < expected.length; i++) {
        expected[i] *= 0.5f;
      }
      assertThat(read(half.update())).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource({"0.0, 0.3, 0.045, 0.3", "2.0, -1.0, 2.5, -1.0"})
  void huberIsSquaredNearTheTargetAndLinearFarFromIt(
      float target, float output, double loss, double slope) {
    NetworkPlan plan =
        Networks.plan(
            1, Networks.Shared.PLAIN, List.of(), Networks.output(1, Activation.LINEAR, Loss.HUBER));
    try (var network = network(plan, OptimizerSpec.Type.SGD)) {
      NetworkSnapshot start = network.snapshot();
      network.restore(
          new NetworkSnapshot(
              new float[] {0, output}, start.updaterState(), 0, start.randomState()));
      float[] label = {target};
      Batch batch = new Batch(1, new float[] {1}, 1, label, 1, new float[0], new int[1]);

      assertThat(network.computeGradients(batch)).isCloseTo(loss, within(1e-6));
      assertThat(read(network.gradient())[1]).isCloseTo((float) slope, within(1e-6f));
    }
  }

  @Test
  void hingeCountsTheZerosOfALabelAsMinusOne() {
    NetworkPlan plan =
        Networks.plan(
            1, Networks.Shared.PLAIN, List.of(), Networks.output(2, Activation.LINEAR, Loss.HINGE));
    try (var network = network(plan, OptimizerSpec.Type.SGD)) {
      NetworkSnapshot start = network.snapshot();
      float[] parameters = {0, 0, 0.25f, 0.5f};
      network.restore(
          new NetworkSnapshot(parameters, start.updaterState(), 0, start.randomState()));
      float[] label = {1, 0};
      Batch batch = new Batch(1, new float[] {1}, 1, label, 2, new float[0], new int[1]);

      assertThat(network.computeGradients(batch)).isCloseTo(0.75 + 1.5, within(1e-6));
    }
  }

  private static Dl4jNetwork network(NetworkPlan plan, OptimizerSpec.Type type) {
    return new Dl4jNetwork(plan, Networks.spec(type));
  }

  private static Batch batch(long seed) {
    return Networks.batch(16, INPUTS, CLASSES, seed);
  }

  private static Batch single(float[] features, int labels) {
    return new Batch(
        1, features, features.length, new float[labels], labels, new float[0], new int[1]);
  }

  private static void train(Dl4jNetwork network, int from, int to) {
    IntStream.range(from, to)
        .forEach(
            i -> {
              network.computeGradients(batch(i));
              network.applyUpdate(0.01 / (1 + i));
            });
  }

  private static void assertAllClose(float[] actual, float[] expected, float tolerance) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], within(tolerance));
    }
  }

  static float[] read(FlatVector vector) {
    float[] values = new float[vector.length()];
    vector.read(0, values, values.length);
    return values;
  }
}
