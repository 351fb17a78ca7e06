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
import dev.evenkeel.training.network.Batch;
import dev.evenkeel.training.network.NetworkSnapshot;
import dev.evenkeel.training.plan.NetworkPlan;
import dev.evenkeel.training.spec.Activation;
import dev.evenkeel.training.spec.LayerSpec;
import dev.evenkeel.training.spec.Loss;
import dev.evenkeel.training.spec.OptimizerSpec;
import dev.evenkeel.training.spec.PreprocessingSpec.MissingPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A softplus of any number is a number: in training, in its derivative, in what is exported. */
@NativeTest
class StableSoftPlusTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "-1000, 0, 0",
    "-12, 6.1442e-6, 6.1442e-6",
    "0, 0.6931472, 0.5",
    "1, 1.3132617, 0.7310586",
    "20, 20, 1",
    "89, 89, 1",
    "100, 100, 1",
    "1000, 1000, 1"
  })
  void isFiniteWhereverItsInputIs(float x, double value, double slope) {
    var softplus = new StableSoftPlus();

    INDArray output = softplus.getActivation(row(x), true);
    INDArray slopes = softplus.backprop(row(x), row(1)).getFirst();

    assertThat(output.getDouble(0)).isCloseTo(value, within(1e-6 * Math.max(value, 0.2)));
    assertThat(slopes.getDouble(0)).isCloseTo(slope, within(1e-6));
  }

  @Test
  void anOutputInTheHundredsIsTrainedTowardsItsCount() {
    NetworkPlan plan = plan(List.of(), Loss.POISSON);
    try (var network = starting(plan, 1, 0)) {
      // o − y · log o at o = 500 and y = 1000, with the slope 1 − y / o.
      assertThat(network.computeGradients(batch(500, 1000)))
          .isCloseTo(500 - 1000 * Math.log(500), within(1e-3));
      assertThat(Dl4jNetworkTest.read(network.gradient())[1]).isCloseTo(-1, within(1e-5f));
    }
  }

  @ParameterizedTest
  @CsvSource({"RELU, 0", "LINEAR, 1e7", "SOFTPLUS, 0"})
  void anOutputOfZeroIsNoEndOfACount(Activation activation, double least) {
    NetworkPlan plan =
        Networks.plan(
            1, Networks.Shared.PLAIN, List.of(), Networks.output(1, activation, Loss.POISSON));
    try (var network = starting(plan, 0, activation == Activation.SOFTPLUS ? -200 : 0)) {
      // y · log 10⁷ is what a count costs that was taken for impossible.
      assertThat(network.computeGradients(batch(1, 3)))
          .isCloseTo(3 * 7 * Math.log(10), within(1e-3));
      double up = -Dl4jNetworkTest.read(network.gradient())[1];
      assertThat(up).isFinite().isGreaterThanOrEqualTo(least - 1);
    }
  }

  @Test
  void theGraphIsFiniteToo() throws Exception {
    NetworkPlan plan =
        plan(List.of(new LayerSpec.ActivationOnly(Activation.SOFTPLUS)), Loss.POISSON);
    try (var network = starting(plan, 1, 0)) {
      Exports.write(network, plan, preprocessing(), folder);

      float[] ours = new float[4];
      float[] inputs = {-30, 1, 100, 1000};
      network.predict(new Batch(4, inputs, 1, new float[0], 0, new float[0], new int[0]), ours);

      assertThat(ours)
          .containsExactly(new float[] {0.6931472f, 1.5514446f, 100, 1000}, within(1e-4f));
      float[][] theirs = answers(inputs);
      for (int i = 0; i < ours.length; i++) {
        assertThat(theirs[i][0]).isCloseTo(ours[i], within(1e-5f));
      }
    }
  }

  @Test
  void theZipNamesDeeplearning4jsOwn() throws IOException {
    NetworkPlan plan =
        plan(
            List.of(
                Networks.dense(3, Activation.SOFTPLUS),
                new LayerSpec.ActivationOnly(Activation.SOFTPLUS)),
            Loss.POISSON);
    try (var network = new Dl4jNetwork(plan, Networks.spec(OptimizerSpec.Type.SGD))) {
      Exports.write(network, plan, preprocessing(), folder);

      var stock = ModelSerializer.restoreMultiLayerNetwork(Exports.zip(folder).toFile());
      assertThat(((BaseLayer) stock.getLayer(0).conf().getLayer()).getActivationFn())
          .isExactlyInstanceOf(ActivationSoftPlus.class);
      assertThat(((ActivationLayer) stock.getLayer(1).conf().getLayer()).getActivationFn())
          .isExactlyInstanceOf(ActivationSoftPlus.class);
      assertThat(((BaseLayer) stock.getLayer(2).conf().getLayer()).getActivationFn())
          .isExactlyInstanceOf(ActivationSoftPlus.class);
      // Ours computes on as before.
      assertThat(network.computeGradients(batch(1, 3))).isFinite();
    }
  }

  private static NetworkPlan plan(List<LayerSpec> layers, Loss loss) {
    return Networks.plan(
        1, Networks.Shared.PLAIN, layers, Networks.output(1, Activation.SOFTPLUS, loss));
  }

  private static Dl4jNetwork starting(NetworkPlan plan, float weight, float bias) {
    var network = new Dl4jNetwork(plan, Networks.spec(OptimizerSpec.Type.SGD));
    NetworkSnapshot start = network.snapshot();
    float[] parameters = {weight, bias};
    network.restore(new NetworkSnapshot(parameters, start.updaterState(), 0, start.randomState()));
    return network;
  }

  private static Batch batch(float input, float label) {
    return new Batch(1, new float[] {input}, 1, new float[] {label}, 1, new float[0], new int[1]);
  }

  private static FittedPreprocessing preprocessing() {
    return new FittedPreprocessing(
        List.of(new FittedColumn("x", List.of(), 0, 1, 0)), List.of(), MissingPolicy.REJECT);
  }

  private static INDArray row(float x) {
    return Nd4j.createFromArray(x).reshape(1, 1);
  }

  private float[][] answers(float[] inputs) throws OrtException {
    double[][] rows = new double[inputs.length][1];
    for (int i = 0; i < inputs.length; i++) {
      rows[i][0] = inputs[i];
    }
    OrtEnvironment runtime = OrtEnvironment.getEnvironment();
    try (OrtSession session =
            runtime.createSession(folder.resolve(ModelManifest.ONNX_FILE).toString());
        OnnxTensor input = OnnxTensor.createTensor(runtime, rows);
        OrtSession.Result result = session.run(Map.of(ModelManifest.ONNX_INPUT, input))) {
      return (float[][]) result.get(ModelManifest.ONNX_OUTPUT).orElseThrow().getValue();
    }
  }
}
