package dev.evenkeel.training.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.evenkeel.testing.NativeTest;
import dev.evenkeel.training.ModelManifest;
import dev.evenkeel.training.data.FittedPreprocessing;
import dev.evenkeel.training.data.FittedPreprocessing.FittedColumn;
import dev.evenkeel.training.data.FittedPreprocessing.FittedTarget;
import dev.evenkeel.training.network.Batch;
import dev.evenkeel.training.plan.NetworkPlan;
import dev.evenkeel.training.spec.Activation;
import dev.evenkeel.training.spec.LayerSpec;
import dev.evenkeel.training.spec.Loss;
import dev.evenkeel.training.spec.OptimizerSpec;
import dev.evenkeel.training.spec.PreprocessingSpec.MissingPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

@NativeTest
class ModelExportTest {

  private static final int ROWS = 40;
  private static final double TOLERANCE = 1e-5;
  private static final List<String> COLOURS = List.of("blue", "green", "red");

  @TempDir Path folder;
  private final Dl4jNetworkProvider provider = new Dl4jNetworkProvider();

  /** What is done to the raw columns. */
  enum Columns {
    RAW(List.of(number(0, 1), number(0, 1), number(0, 1))),
    STANDARDIZED(List.of(number(1.5, 2.5), number(-3, 0.1), number(1e9, 1e6))),
    RANGED(List.of(number(-4, 8), number(0, 0.5), number(10, 3))),
    CATEGORIES(List.of(category())),
    MIXED(List.of(category(), number(1, 2), number(3, 4), category(), number(0, 1), category()));

    private final List<FittedColumn> columns;

    Columns(List<FittedColumn> columns) {
      this.columns = columns;
    }

    private static FittedColumn number(double offset, double scale) {
      return new FittedColumn("n", List.of(), offset, scale, offset + scale / 3);
    }

    private static FittedColumn category() {
      return new FittedColumn("c", COLOURS, 0, 1, 1);
    }
  }

  static List<Arguments> layersAndActivations() {
    List<Arguments> cases = new ArrayList<>();
    for (Activation activation : Activation.values()) {
      for (Columns columns : Columns.values()) {
        cases.add(Arguments.of(activation, columns));
      }
    }
    return cases;
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("layersAndActivations")
  void onnxRuntimeAnswersWhatDeeplearning4jAnswers(Activation activation, Columns columns)
      throws Exception {
    var preprocessing = new FittedPreprocessing(columns.columns, List.of(), MissingPolicy.MEAN);
    NetworkPlan plan =
        Networks.classifier(
            preprocessing.featureWidth(),
            3,
            Networks.dense(9, activation),
            new LayerSpec.BatchNormalization(null, null),
            new LayerSpec.Dropout(0.25),
            new LayerSpec.Dropout(0),
            new LayerSpec.ActivationOnly(activation),
            Networks.dense(6, activation));
    double[][] raw = rawRows(preprocessing, true);

    try (var network = trained(plan, 3)) {
      Exports.write(network, plan, preprocessing, folder);

      float[] expected = new float[ROWS * 3];
      network.predict(features(raw, preprocessing), expected);
      assertClose(answer(raw), expected);
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyOutputActivationIsExported(Activation activation) throws Exception {
    var preprocessing = new FittedPreprocessing(Columns.RAW.columns, List.of(), MissingPolicy.KEEP);
    NetworkPlan plan =
        Networks.plan(
            3,
            Networks.Shared.PLAIN,
            List.of(Networks.dense(5, Activation.TANH)),
            Networks.output(3, activation, Loss.MSE));
    double[][] raw = rawRows(preprocessing, false);

    try (var network = trained(plan, 3)) {
      Exports.write(network, plan, preprocessing, folder);

      float[] expected = new float[ROWS * 3];
      network.predict(features(raw, preprocessing), expected);
      assertClose(answer(raw), expected);
    }
  }

  @Test
  void regressionAnswersInTheUsersUnits() throws Exception {
    List<FittedTarget> targets =
        List.of(new FittedTarget("price", 1e9, 2.5), new FittedTarget("weight", -4, 0.001));
    var preprocessing =
        new FittedPreprocessing(Columns.STANDARDIZED.columns, targets, MissingPolicy.REJECT);
    NetworkPlan plan =
        Networks.plan(
            3,
            Networks.Shared.PLAIN,
            List.of(Networks.dense(5, Activation.RELU)),
            Networks.output(2, Activation.LINEAR, Loss.HUBER));
    double[][] raw = rawRows(preprocessing, false);

    try (var network = trained(plan, 2)) {
      Exports.write(network, plan, preprocessing, folder);

      float[] standardized = new float[ROWS * 2];
      network.predict(features(raw, preprocessing), standardized);
      double[] expected = new double[ROWS * 2];
      for (int i = 0; i < expected.length; i++) {
        FittedTarget target = targets.get(i % 2);
        expected[i] = standardized[i] * target.scale() + target.offset();
      }
      double[] answers = answer(raw);
      for (int i = 0; i < expected.length; i++) {
        double tolerance = TOLERANCE * targets.get(i % 2).scale();
        assertThat(answers[i]).isCloseTo(expected[i], within(tolerance));
      }
      assertThat(provider.provenance(plan)).containsKey("zip_loss");
      var last = (OutputLayer) restored().getOutputLayer().conf().getLayer();
      assertThat(last.getLossFn()).isEqualTo(new LossMSE());
    }
  }

  @Test
  void theZipIsPlainDeeplearning4jWithItsUpdaterStateAndTheRateThatWasAskedFor() throws Exception {
    var preprocessing =
        new FittedPreprocessing(Columns.RAW.columns, List.of(), MissingPolicy.REJECT);
    NetworkPlan plan = Networks.classifier(3, 3, Networks.dense(8, Activation.RELU));
    double[][] raw = rawRows(preprocessing, false);

    try (var network = trained(plan, 3)) {
      Exports.write(network, plan, preprocessing, folder);

      MultiLayerNetwork stock = restored();
      Batch batch = features(raw, preprocessing);
      float[] ours = new float[ROWS * 3];
      network.predict(batch, ours);
      float[] theirs =
          stock.output(Networks.dataSet(batch).getFeatures()).dup('c').data().asFloat();
      assertThat(theirs).isEqualTo(ours);
      assertThat(TrainsExactlyAsFitDoesTest.floats(stock.updaterState()))
          .isEqualTo(network.snapshot().updaterState());
      Adam rule = (Adam) stock.getLayer(0).getConfig().getUpdaterByParam("W");
      assertThat(rule.getLearningRate()).isEqualTo(0.001);
      assertThat(stock.getIterationCount()).isEqualTo(20);
      assertThat(provider.provenance(plan))
          .containsEntry("deeplearning4j", "1.0.0-M2.1")
          .containsEntry("nd4j", "1.0.0-M2.1")
          .hasEntrySatisfying("native_platform", it -> assertThat(it).startsWith("linux-x86_64"))
          .containsKeys("openblas_coretype", "omp_num_threads");
    }
  }

  private MultiLayerNetwork restored() throws IOException {
    return ModelSerializer.restoreMultiLayerNetwork(Exports.zip(folder).toFile(), true);
  }

  /** Away from its start, and at another rate than the spec's. */
  private Dl4jNetwork trained(NetworkPlan plan, int outputs) {
    var network = (Dl4jNetwork) provider.create(plan, Networks.spec(OptimizerSpec.Type.ADAM));
    for (int i = 0; i < 20; i++) {
      network.computeGradients(Networks.batch(16, plan.input().shape().width(), outputs, i));
      network.applyUpdate(0.02);
    }
    return network;
  }

  private static double[][] rawRows(FittedPreprocessing preprocessing, boolean holes) {
    Random random = new Random(3);
    double[] kinds = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
    return IntStream.range(0, ROWS)
        .mapToObj(
            row ->
                preprocessing.columns().stream()
                    .mapToDouble(
                        column ->
                            holes && random.nextInt(8) == 0
                                ? kinds[column.isCategorical() ? 0 : random.nextInt(3)]
                                : rawCell(column, random))
                    .toArray())
        .toArray(double[][]::new);
  }

  private static double rawCell(FittedColumn column, Random random) {
    return column.isCategorical()
        ? random.nextInt(column.width())
        : column.offset() + column.scale() * random.nextGaussian();
  }

  /** Preprocessing as it is defined, cell by cell. */
  private static Batch features(double[][] raw, FittedPreprocessing preprocessing) {
    int width = preprocessing.featureWidth();
    float[] features = new float[raw.length * width];
    for (int row = 0; row < raw.length; row++) {
      int at = row * width;
      for (int i = 0; i < raw[row].length; i++) {
        FittedColumn column = preprocessing.columns().get(i);
        double value = Double.isFinite(raw[row][i]) ? raw[row][i] : column.fill();
        if (column.isCategorical()) {
          features[at + (int) value] = 1;
        } else {
          features[at] = (float) ((value - column.offset()) / column.scale());
        }
        at += column.width();
      }
    }
    return new Batch(raw.length, features, width, new float[0], 0, new float[0], new int[0]);
  }

  private double[] answer(double[][] raw) throws OrtException {
    OrtEnvironment runtime = OrtEnvironment.getEnvironment();
    try (OrtSession session =
            runtime.createSession(folder.resolve(ModelManifest.ONNX_FILE).toString());
        OnnxTensor input = OnnxTensor.createTensor(runtime, raw);
        OrtSession.Result result = session.run(Map.of(ModelManifest.ONNX_INPUT, input))) {
      Object rows = result.get(ModelManifest.ONNX_OUTPUT).orElseThrow().getValue();
      List<Double> answers = new ArrayList<>();
      if (rows instanceof float[][] floats) {
        for (float[] row : floats) {
          for (float value : row) {
            answers.add((double) value);
          }
        }
      } else {
        for (double[] row : (double[][]) rows) {
          for (double value : row) {
            answers.add(value);
          }
        }
      }
      return answers.stream().mapToDouble(Double::doubleValue).toArray();
    }
  }

  private static void assertClose(double[] answers, float[] expected) {
    assertThat(answers).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat(answers[i]).isCloseTo(expected[i], within(TOLERANCE));
    }
  }
}
