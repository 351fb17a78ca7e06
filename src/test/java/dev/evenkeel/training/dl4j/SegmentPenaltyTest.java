package dev.evenkeel.training.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.evenkeel.testing.NativeTest;
import dev.evenkeel.training.TestSpecs;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.data.DatasetSchema.FeatureColumn;
import dev.evenkeel.training.data.Layout;
import dev.evenkeel.training.network.Batch;
import dev.evenkeel.training.network.ParameterSegment;
import dev.evenkeel.training.network.TrainableNetwork;
import dev.evenkeel.training.plan.NetworkPlan;
import dev.evenkeel.training.plan.NetworkPlan.Penalty;
import dev.evenkeel.training.plan.NetworkPlanner;
import dev.evenkeel.training.plan.layers.PlanLimits;
import dev.evenkeel.training.spec.TrainingSpec;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What a segment says of its penalty is what Deeplearning4j's own update rule adds to the gradient:
 * full-batch rules add it themselves.
 */
@NativeTest
class SegmentPenaltyTest {

  private static final int SIZE = 6;
  private static final double RATE = 0.1;

  private static DatasetSchema schema(Layout layout, int columns) {
    List<FeatureColumn> features =
        java.util.stream.IntStream.range(0, columns)
            .mapToObj(i -> new FeatureColumn("x" + i, List.of()))
            .toList();
    return new DatasetSchema(
        DatasetSchema.Task.CLASSIFICATION,
        100,
        layout,
        features,
        List.of("y"),
        List.of("a", "b", "c"));
  }

  private static Batch batch(int positions, int width, boolean codes) {
    Random random = new Random(8);
    float[] features = new float[SIZE * positions * width];
    for (int i = 0; i < features.length; i++) {
      features[i] = codes ? random.nextInt(5) : (float) random.nextGaussian();
    }
    float[] labels = new float[SIZE * 3];
    for (int i = 0; i < SIZE; i++) {
      labels[i * 3 + i % 3] = 1;
    }
    return new Batch(
        SIZE, positions, features, width, new int[0], labels, 3, new float[0], new int[SIZE]);
  }

  private static void assertSegmentsTell(String layers, DatasetSchema schema, Batch batch) {
    TrainingSpec spec =
        TestSpecs.spec(
            "{'layers':[%s],'l1':0.05,'l2':0.2}".formatted(layers),
            "{'optimizer':{'type':'sgd'}}",
            "{}",
            "{'numeric':'none'}",
            "{}");
    var planning = new NetworkPlanner(PlanLimits.defaults()).plan(spec, schema);
    NetworkPlan plan = planning.plan();
    assertThat(plan).as("%s", planning.faults()).isNotNull();
    try (TrainableNetwork network = new Dl4jNetworkProvider().create(plan, spec)) {
      float[] weights = Dl4jNetworkTest.read(network.parameters());
      network.computeGradients(batch);
      float[] gradient = Dl4jNetworkTest.read(network.gradient());
      network.applyUpdate(RATE);
      float[] update = Dl4jNetworkTest.read(network.update());
      for (ParameterSegment segment : network.segments()) {
        boolean isWeight = segment.name().endsWith("W");
        assertThat(segment.penalty())
            .as("%s of layer %d", segment.name(), segment.layer())
            .isEqualTo(isWeight ? new Penalty(0.05, 0.2) : Penalty.NONE);
        for (int i = segment.offset();
            segment.gradient() && i < segment.offset() + segment.length();
            i++) {
          double pull =
              segment.penalty().l1() * Math.signum(weights[i])
                  + segment.penalty().l2() * weights[i];
          assertThat((double) update[i])
              .as("%s of layer %d at %d", segment.name(), segment.layer(), i - segment.offset())
              .isCloseTo(RATE * (gradient[i] / SIZE + pull), within(1e-5));
        }
      }
    }
  }

  @Test
  void ofAnImageNetwork() {
    assertSegmentsTell(
        """
        {'type':'conv2d','filters':4,'kernel':[3,3]},{'type':'batch_normalization'},
        {'type':'max_pooling2d'},{'type':'flatten'},{'type':'dense','units':5}""",
        schema(new Layout.Images(8, 8), 2),
        batch(64, 2, false));
  }

  @Test
  void ofARecurrentNetwork() {
    assertSegmentsTell(
        """
        {'type':'bidirectional','layer':{'type':'simple_rnn','units':4,'return_sequences':true}},
        {'type':'dense','units':5},{'type':'lstm','units':3}""",
        schema(new Layout.Sequences(7, 7), 3),
        batch(7, 3, false));
  }

  @Test
  void ofAnEmbedding() {
    assertSegmentsTell(
        """
        {'type':'embedding','units':4,'vocabulary':5},{'type':'bidirectional',
        'layer':{'type':'lstm','units':3}}""",
        schema(new Layout.Sequences(6, 6), 1),
        batch(6, 1, true));
  }
}
