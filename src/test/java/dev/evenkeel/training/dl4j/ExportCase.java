package dev.evenkeel.training.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.evenkeel.training.ModelManifest;
import dev.evenkeel.training.TestSpecs;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.data.DatasetSchema.FeatureColumn;
import dev.evenkeel.training.data.DatasetSchema.Task;
import dev.evenkeel.training.data.FittedPreprocessing;
import dev.evenkeel.training.data.FittedPreprocessing.FittedColumn;
import dev.evenkeel.training.data.FittedPreprocessing.FittedTarget;
import dev.evenkeel.training.data.FittedPreprocessing.InputEncoding;
import dev.evenkeel.training.data.Layout;
import dev.evenkeel.training.network.Batch;
import dev.evenkeel.training.plan.NetworkPlan;
import dev.evenkeel.training.plan.NetworkPlanner;
import dev.evenkeel.training.plan.Planning;
import dev.evenkeel.training.plan.layers.PlanLimits;
import dev.evenkeel.training.spec.PreprocessingSpec.MissingPolicy;
import dev.evenkeel.training.spec.TrainingSpec;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A network over examples of some layout that is trained a little, exported, and asked in
 * Deeplearning4j and in ONNX Runtime about the same raw examples.
 */
final class ExportCase {

  private static final int EXAMPLES = 13;
  private static final int STEPS_OF_TRAINING = 4;

  private final DatasetSchema schema;
  private final FittedPreprocessing preprocessing;
  private final NetworkPlan plan;
  private final TrainingSpec spec;
  private final Random random;

  /**
   * @param layers as in a spec, with single quotes, separated by commas
   */
  ExportCase(Layout layout, List<FeatureColumn> columns, String layers, long seed) {
    random = new Random(seed);
    boolean forecasts = layout instanceof Layout.Windows;
    schema =
        new DatasetSchema(
            forecasts ? Task.FORECASTING : Task.CLASSIFICATION,
            1000,
            layout,
            columns,
            List.of(columns.get(0).name()),
            forecasts ? List.of() : List.of("a", "b", "c"));
    boolean codes = layers.contains("'embedding'");
    spec =
        TestSpecs.spec(
            "{'layers':[" + layers + "]}",
            "{'seed':7}",
            "{}",
            codes ? "{'numeric':'none'}" : "{}",
            "{}");
    Planning planning = new NetworkPlanner(PlanLimits.defaults()).plan(spec, schema);
    assertThat(planning.faults()).isEmpty();
    plan = planning.plan();
    preprocessing =
        new FittedPreprocessing(
            columns.stream().map(column -> fitted(column, codes)).toList(),
            forecasts
                ? schema.targetNames().stream().map(n -> new FittedTarget(n, 1e6, 250)).toList()
                : List.of(),
            codes ? MissingPolicy.REJECT : MissingPolicy.MEAN,
            codes ? InputEncoding.CODES : InputEncoding.VALUES);
  }

  private FittedColumn fitted(FeatureColumn column, boolean codes) {
    if (column.isCategorical() || codes) {
      return new FittedColumn(column.name(), column.categories(), 0, 1, 1);
    }
    double offset = 1e6 * random.nextGaussian();
    double scale = 0.1 + 100 * random.nextDouble();
    return new FittedColumn(column.name(), List.of(), offset, scale, offset + scale / 3);
  }

  int positions() {
    return schema.layout().positions();
  }

  private boolean varies() {
    return schema.layout() instanceof Layout.Sequences sequences && sequences.varies();
  }

  /** The furthest that any output is from Deeplearning4j's, in units of the output layer. */
  double furthestDifference(Path folder) throws Exception {
    var provider = new Dl4jNetworkProvider();
    try (var network = (Dl4jNetwork) provider.create(plan, spec)) {
      for (int step = 0; step < STEPS_OF_TRAINING; step++) {
        double[][] raw = examples();
        network.computeGradients(batch(raw, true));
        network.applyUpdate(0.02);
      }
      Exports.write(network, plan, preprocessing, folder);
      double[][] raw = examples();
      int outputs = plan.output().shape().outputs();
      float[] expected = new float[EXAMPLES * outputs];
      network.predict(batch(raw, false), expected);
      double[] answers = ask(folder, raw);
      double furthest = 0;
      for (int i = 0; i < expected.length; i++) {
        assertThat(answers[i]).isFinite();
        furthest = Math.max(furthest, Math.abs(inUnitsOfTheNetwork(answers, i) - expected[i]));
      }
      return furthest;
    }
  }

  private double inUnitsOfTheNetwork(double[] answers, int i) {
    List<FittedTarget> targets = preprocessing.targets();
    if (targets.isEmpty()) {
      return answers[i];
    }
    FittedTarget target = targets.get(i % targets.size());
    return (answers[i] - target.offset()) / target.scale();
  }

  /** Lengths from 1 to the longest, each as a flat array of raw cells; some are missing. */
  private double[][] examples() {
    return IntStream.range(0, EXAMPLES)
        .mapToObj(i -> example(varies() ? 1 + i * (positions() - 1) / (EXAMPLES - 1) : positions()))
        .toArray(double[][]::new);
  }

  private double[] example(int length) {
    int columns = preprocessing.columns().size();
    double[] cells = new double[length * columns];
    for (int i = 0; i < cells.length; i++) {
      FittedColumn column = preprocessing.columns().get(i % columns);
      boolean missing = preprocessing.missing() == MissingPolicy.MEAN && random.nextInt(9) == 0;
      cells[i] = missing ? Double.NaN : cell(column);
    }
    return cells;
  }

  private double cell(FittedColumn column) {
    if (column.isCategorical()) {
      return random.nextInt(column.width());
    }
    if (preprocessing.encoding() == InputEncoding.CODES) {
      return random.nextInt(
          (int)
              (plan.hidden().get(0).shape().parameters() / plan.hidden().get(0).shape().outputs()));
    }
    // As images have it, which come as float.
    return (float) (column.offset() + column.scale() * random.nextGaussian());
  }

  /** Preprocessing as it is defined, cell by cell. */
  private Batch batch(double[][] raw, boolean labelled) {
    boolean table = schema.layout() instanceof Layout.Table;
    boolean codes = preprocessing.encoding() == InputEncoding.CODES;
    int columns = preprocessing.columns().size();
    int width = table && codes ? 1 : preprocessing.featureWidth();
    int positions = Arrays.stream(raw).mapToInt(cells -> cells.length).max().orElseThrow();
    positions = table && codes ? columns : positions / columns;
    float[] features = new float[raw.length * positions * width];
    int[] lengths = new int[raw.length];
    for (int i = 0; i < raw.length; i++) {
      lengths[i] = table && codes ? columns : raw[i].length / columns;
      int at = i * positions * width;
      for (int k = 0; k < raw[i].length; k++) {
        at = encode(preprocessing.columns().get(k % columns), raw[i][k], features, at);
      }
    }
    int units = plan.output().shape().outputs();
    float[] labels = new float[raw.length * units];
    for (int i = 0; labelled && i < raw.length; i++) {
      labels[i * units + random.nextInt(units)] = 1;
    }
    return new Batch(
        raw.length,
        positions,
        features,
        width,
        lengths,
        labels,
        units,
        new float[0],
        new int[raw.length]);
  }

  private int encode(FittedColumn column, double raw, float[] into, int at) {
    double value = Double.isFinite(raw) ? raw : column.fill();
    if (preprocessing.encoding() == InputEncoding.CODES) {
      into[at] = (float) value;
      return at + 1;
    }
    if (column.isCategorical()) {
      into[at + (int) value] = 1;
    } else {
      into[at] = (float) ((value - column.offset()) / column.scale());
    }
    return at + column.width();
  }

  private double[] ask(Path folder, double[][] raw) throws OrtException {
    OrtEnvironment runtime = OrtEnvironment.getEnvironment();
    Map<String, OnnxTensor> tensors = new HashMap<>();
    try (OrtSession session =
        runtime.createSession(folder.resolve(ModelManifest.ONNX_FILE).toString())) {
      tensors.put(ModelManifest.ONNX_INPUT, input(runtime, raw));
      if (varies()) {
        long[] lengths = Arrays.stream(raw).mapToLong(cells -> cells.length / columns()).toArray();
        tensors.put(
            ModelManifest.ONNX_LENGTHS,
            OnnxTensor.createTensor(runtime, LongBuffer.wrap(lengths), new long[] {raw.length}));
      }
      assertThat(session.getInputNames()).isEqualTo(tensors.keySet());
      try (OrtSession.Result result = session.run(tensors)) {
        return numbers(result.get(ModelManifest.ONNX_OUTPUT).orElseThrow().getValue());
      }
    } finally {
      tensors.values().forEach(OnnxTensor::close);
    }
  }

  private int columns() {
    return preprocessing.columns().size();
  }

  /** What lies behind a sequence's end is no number at all. */
  private OnnxTensor input(OrtEnvironment runtime, double[][] raw) throws OrtException {
    int width = positions() * columns();
    double[] padded = new double[raw.length * width];
    Arrays.fill(padded, Double.NaN);
    for (int i = 0; i < raw.length; i++) {
      System.arraycopy(raw[i], 0, padded, i * width, raw[i].length);
    }
    if (schema.layout() instanceof Layout.Images images) {
      float[] floats = new float[padded.length];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = (float) padded[i];
      }
      long[] shape = {raw.length, images.height(), images.width(), columns()};
      return OnnxTensor.createTensor(runtime, FloatBuffer.wrap(floats), shape);
    }
    long[] shape =
        schema.layout() instanceof Layout.Table
            ? new long[] {raw.length, width}
            : new long[] {raw.length, positions(), columns()};
    return OnnxTensor.createTensor(runtime, DoubleBuffer.wrap(padded), shape);
  }

  private static double[] numbers(Object rows) {
    List<Double> numbers = new ArrayList<>();
    if (rows instanceof float[][] floats) {
      for (float[] row : floats) {
        for (float value : row) {
          numbers.add((double) value);
        }
      }
    } else {
      for (double[] row : (double[][]) rows) {
        for (double value : row) {
          numbers.add(value);
        }
      }
    }
    return numbers.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
