package dev.evenkeel.training.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.testing.NativeTest;
import dev.evenkeel.training.network.Batch;
import dev.evenkeel.training.network.NetworkSnapshot;
import dev.evenkeel.training.plan.NetworkPlan;
import dev.evenkeel.training.plan.NetworkPlan.Penalty;
import dev.evenkeel.training.spec.Activation;
import dev.evenkeel.training.spec.LayerSpec;
import dev.evenkeel.training.spec.Loss;
import dev.evenkeel.training.spec.OptimizerSpec;
import dev.evenkeel.training.spec.TrainingSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

@NativeTest
class TrainsExactlyAsFitDoesTest {

  private static final int INPUTS = 12;
  private static final int CLASSES = 4;
  private static final int ITERATIONS = 30;

  /** What a network has beside its dense layers. */
  enum Extra {
    PLAIN,
    L2,
    BATCH_NORMALIZATION,
    DROPOUT,
    ALL
  }

  static List<Arguments> cases() {
    List<Arguments> cases = new ArrayList<>();
    for (var type : OptimizerSpec.Type.values()) {
      if (isDeeplearning4js(type)) {
        for (Extra extra : Extra.values()) {
          cases.add(Arguments.of(type, extra));
        }
      }
    }
    return cases;
  }

  /** It has no classical momentum, its Nadam lacks a correction, and we don't use its searches. */
  private static boolean isDeeplearning4js(OptimizerSpec.Type type) {
    return type != OptimizerSpec.Type.MOMENTUM
        && type != OptimizerSpec.Type.NADAM
        && !type.isFullBatch();
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("cases")
  void trainsExactlyAsFitDoes(OptimizerSpec.Type type, Extra extra) {
    NetworkPlan plan = plan(extra);
    TrainingSpec spec = Networks.spec(type);
    List<Batch> batches = batches();

    MultiLayerNetwork stock = trainByFit(plan, spec, batches);
    NetworkSnapshot ours = trainStepByStep(plan, spec, batches);

    assertThat(ours.parameters()).isEqualTo(floats(stock.params()));
    INDArray state = stock.updaterState();
    assertThat(ours.updaterState()).isEqualTo(state == null ? new float[0] : floats(state));
    assertThat(ours.iteration()).isEqualTo(stock.getIterationCount()).isEqualTo(ITERATIONS);
  }

  private static MultiLayerNetwork trainByFit(
      NetworkPlan plan, TrainingSpec spec, List<Batch> batches) {
    MultiLayerNetwork network = Networks.stock(plan, spec);
    batches.forEach(batch -> network.fit(Networks.dataSet(batch)));
    return network;
  }

  private static NetworkSnapshot trainStepByStep(
      NetworkPlan plan, TrainingSpec spec, List<Batch> batches) {
    try (var network = new Dl4jNetwork(plan, spec)) {
      for (Batch batch : batches) {
        network.computeGradients(batch);
        network.applyUpdate(spec.training().optimizer().learningRate());
      }
      return network.snapshot();
    }
  }

  /** Three epochs of nine full batches and a partial one. */
  private static List<Batch> batches() {
    return IntStream.range(0, ITERATIONS)
        .mapToObj(i -> Networks.batch(i % 10 == 9 ? 5 : 16, INPUTS, CLASSES, i % 10))
        .toList();
  }

  private static NetworkPlan plan(Extra extra) {
    List<LayerSpec> layers = new ArrayList<>();
    layers.add(Networks.dense(16, Activation.RELU));
    if (extra == Extra.BATCH_NORMALIZATION || extra == Extra.ALL) {
      layers.add(new LayerSpec.BatchNormalization(null, null));
    }
    if (extra == Extra.DROPOUT || extra == Extra.ALL) {
      layers.add(new LayerSpec.Dropout(0.3));
    }
    layers.add(Networks.dense(10, Activation.TANH));
    boolean penalized = extra == Extra.L2 || extra == Extra.ALL;
    var shared = new Networks.Shared(Networks.XAVIER, 0.1, new Penalty(0, penalized ? 1e-2 : 0));
    return Networks.plan(
        INPUTS, shared, layers, Networks.output(CLASSES, Activation.SOFTMAX, Loss.CROSS_ENTROPY));
  }

  static float[] floats(INDArray array) {
    return array.dup().data().asFloat();
  }
}
