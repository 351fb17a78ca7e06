package dev.evenkeel.training.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.training.TestSpecs;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.data.DatasetSchema.FeatureColumn;
import dev.evenkeel.training.data.FittedPreprocessing.InputEncoding;
import dev.evenkeel.training.data.Layout;
import dev.evenkeel.training.network.Batch;
import dev.evenkeel.training.plan.NetworkPlan;
import dev.evenkeel.training.plan.NetworkPlanner;
import dev.evenkeel.training.plan.Planning;
import dev.evenkeel.training.plan.layers.PlanLimits;
import dev.evenkeel.training.plan.layers.TensorShape;
import dev.evenkeel.training.plan.layers.TensorShape.Sequence;
import dev.evenkeel.training.spec.TrainingSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Chains of layers over sequences, images and words, written as a client would write them. */
final class Chains {

  static final int CLASSES = 3;

  private Chains() {}

  /** What a chain is planned for and how it is trained. */
  record Chain(NetworkPlan plan, TrainingSpec spec) {}

  static Chain chain(String dataset, String layers) {
    return chain(dataset, layers, "{'type':'sgd','learning_rate':0.1}");
  }

  /**
   * @param dataset one of those below
   * @param layers JSON with single quotes
   */
  static Chain chain(String dataset, String layers, String optimizer) {
    return of(
        dataset,
        "{'weight_init':'xavier','layers':%s}".formatted(layers),
        "{'optimizer':%s,'seed':7}".formatted(optimizer));
  }

  static Chain of(String dataset, String network, String training) {
    TrainingSpec spec = TestSpecs.spec(network, training);
    Planning planning = new NetworkPlanner(PlanLimits.defaults()).plan(spec, schema(dataset));
    assertThat(planning.faults()).as(network).isEmpty();
    return new Chain(planning.plan(), spec);
  }

  static DatasetSchema schema(String dataset) {
    return switch (dataset) {
      case "images" -> schema(new Layout.Images(7, 6), columns(2));
      case "grey" -> schema(new Layout.Images(6, 6), columns(1));
      case "sequences" -> schema(new Layout.Sequences(1, 6), columns(4));
      case "windows" -> schema(new Layout.Sequences(6, 6), columns(4));
      case "words" ->
          schema(
              new Layout.Sequences(1, 6),
              List.of(new FeatureColumn("text", List.of(), new DatasetSchema.Text(9, 9))));
      case "pixel" -> schema(new Layout.Images(1, 1), columns(1));
      case "strip" -> schema(new Layout.Images(1, 5), columns(1));
      case "step" -> schema(new Layout.Sequences(1, 1), columns(1));
      case "narrow" -> schema(new Layout.Sequences(1, 4), columns(1));
      case "word" ->
          schema(
              new Layout.Sequences(1, 1),
              List.of(new FeatureColumn("text", List.of(), new DatasetSchema.Text(9, 9))));
      case "long" -> schema(new Layout.Sequences(1, 120), columns(12));
      case "rows" -> schema(new Layout.Sequences(28, 28), columns(28));
      case "digits" -> schema(new Layout.Images(28, 28), columns(1));
      case "table" -> schema(new Layout.Table(), columns(24));
      default -> throw new IllegalArgumentException(dataset);
    };
  }

  private static DatasetSchema schema(Layout layout, List<FeatureColumn> columns) {
    return new DatasetSchema(
        DatasetSchema.Task.CLASSIFICATION,
        100,
        layout,
        columns,
        List.of("kind"),
        List.of("a", "b", "c"));
  }

  private static List<FeatureColumn> columns(int count) {
    return IntStream.range(0, count).mapToObj(i -> new FeatureColumn("x" + i, List.of())).toList();
  }

  /** Random numbers or codes with random classes; lengths repeat where they may differ. */
  static Batch batch(NetworkPlan plan, int size, long seed, int... lengths) {
    TensorShape raw = plan.input().raw();
    boolean varies = raw instanceof Sequence steps && steps.varies();
    int[] each = new int[size];
    for (int i = 0; i < size; i++) {
      each[i] = varies ? lengths[i % lengths.length] : (int) raw.positions();
    }
    return batch(plan, each, Arrays.stream(each).max().orElseThrow(), seed);
  }

  /** The same examples whatever they are padded to. */
  static Batch batch(NetworkPlan plan, int[] lengths, int positions, long seed) {
    boolean codes = plan.input().encoding() == InputEncoding.CODES;
    int width = plan.input().raw().width();
    float[] features = new float[lengths.length * positions * width];
    float[] labels = new float[lengths.length * CLASSES];
    for (int i = 0; i < lengths.length; i++) {
      Random random = new Random(seed * 1000 + i);
      for (int k = 0; k < lengths[i] * width; k++) {
        features[i * positions * width + k] =
            codes ? 1 + random.nextInt(10) : (float) random.nextGaussian();
      }
      labels[i * CLASSES + random.nextInt(CLASSES)] = 1;
    }
    return new Batch(
        lengths.length,
        positions,
        features,
        width,
        plan.input().raw() instanceof Sequence ? lengths.clone() : new int[0],
        labels,
        CLASSES,
        new float[0],
        new int[lengths.length]);
  }

  /** One example of a batch, without its padding. */
  static Batch alone(Batch batch, int example) {
    int steps = batch.lengths()[example];
    int first = example * batch.exampleWidth();
    return new Batch(
        1,
        steps,
        Arrays.copyOfRange(batch.features(), first, first + steps * batch.featureWidth()),
        batch.featureWidth(),
        new int[] {steps},
        Arrays.copyOfRange(batch.labels(), example * CLASSES, (example + 1) * CLASSES),
        CLASSES,
        new float[0],
        new int[1]);
  }
}
