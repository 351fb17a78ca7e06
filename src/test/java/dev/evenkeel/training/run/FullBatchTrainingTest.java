package dev.evenkeel.training.run;

import static dev.evenkeel.training.TestSpecs.classification;
import static dev.evenkeel.training.TestSpecs.regression;
import static dev.evenkeel.training.TestSpecs.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.evenkeel.training.GeneralizedLinearNetwork;
import dev.evenkeel.training.RecordingObserver;
import dev.evenkeel.training.RunSignal;
import dev.evenkeel.training.StopReason;
import dev.evenkeel.training.TensorFolder;
import dev.evenkeel.training.TrainingResult;
import dev.evenkeel.training.data.DataLocation;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.network.Batch;
import dev.evenkeel.training.stability.Cause;
import dev.evenkeel.training.stability.Incident;
import dev.evenkeel.training.stability.RepairAction;
import dev.evenkeel.training.stability.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** L-BFGS and conjugate gradients through a whole run, on a model whose minimum is known. */
class FullBatchTrainingTest {

  private static final String RAW = "{'numeric':'none','target':'none'}";

  @TempDir Path folder;
  private final RecordingObserver observer = new RecordingObserver();
  private RunSignal signal = Optional::empty;
  private GeneralizedLinearNetwork network;

  /** y = 2 a - 3 b + 0.5 with three examples a batch and one left over. */
  private TrainingResult fitALine(String optimizer, int epochs) {
    float[][] x = {{1, 2}, {-1, 0}, {3, 1}, {0, -2}, {2, 2}, {-2, 1}, {1, -1}};
    float[][] y = new float[x.length][1];
    for (int i = 0; i < x.length; i++) {
      y[i][0] = 2 * x[i][0] - 3 * x[i][1] + 0.5f;
    }
    return train(regression(x.length, 2, "y"), x, y, training(optimizer, epochs));
  }

  private static String training(String optimizer, int epochs) {
    return "{'epochs':%d,'batch_size':3,'optimizer':{'type':'%s'}}".formatted(epochs, optimizer);
  }

  private TrainingResult train(
      DatasetSchema schema, float[][] features, float[][] targets, String training) {
    Path data = TensorFolder.write(folder.resolve("data"), schema, features, targets);
    return TrainingRun.execute(
        spec("{'layers':[]}", training, "{'validation':0}", RAW, "{}"),
        new DataLocation(data, null, null),
        folder,
        GeneralizedLinearNetwork.provider(created -> network = created),
        observer,
        signal);
  }

  @ParameterizedTest
  @ValueSource(strings = {"lbfgs", "conjugate_gradient"})
  void findsTheLeastSquaresSolutionAndSaysThatItConverged(String optimizer) {
    TrainingResult result = fitALine(optimizer, 100);

    assertThat(result.stopReason()).isEqualTo(StopReason.CONVERGED);
    assertThat(result.verdict()).isEqualTo(Verdict.HEALTHY);
    assertThat(network.snapshot().parameters())
        .containsExactly(new float[] {2, -3, 0.5f}, within(1e-3f));
    assertThat(result.executedIterations()).isEqualTo(observer.steps.size()).isLessThan(30);
    assertThat(result.model()).isNotNull();
    assertThat(result.metrics().get("train_loss")).isCloseTo(0, within(1e-5));
  }

  @Test
  void takesOneIterationAnEpochAndNeverGoesUp() {
    TrainingResult result = fitALine("lbfgs", 3);

    assertThat(result.stopReason()).isEqualTo(StopReason.COMPLETED);
    assertThat(observer.shapes.get(0).iterationsPerEpoch()).isEqualTo(1);
    assertThat(observer.shapes.get(0).iterations()).isEqualTo(3);
    assertThat(observer.steps).extracting(RecordingObserver.Step::epoch).containsExactly(1, 2, 3);
    assertThat(observer.steps)
        .extracting(RecordingObserver.Step::loss)
        .isSortedAccordingTo((a, b) -> Double.compare(b, a));
    assertThat(observer.steps).allMatch(RecordingObserver.Step::applied);
    assertThat(observer.steps).allMatch(step -> step.updateRatio() > 0);
  }

  /** From W = (-0.1, 0), b = 0; the mean over all seven examples, not over the last batch. */
  @Test
  void recordsLossAndNormOfTheWholeSplit() {
    fitALine("lbfgs", 1);

    double[][] x = {{1, 2}, {-1, 0}, {3, 1}, {0, -2}, {2, 2}, {-2, 1}, {1, -1}};
    double loss = 0;
    double[] gradient = new double[3];
    for (double[] example : x) {
      double error = -0.1 * example[0] - (2 * example[0] - 3 * example[1] + 0.5);
      loss += error * error / 2 / 7;
      gradient[0] += error * example[0] / 7;
      gradient[1] += error * example[1] / 7;
      gradient[2] += error / 7;
    }
    double norm = Math.sqrt(java.util.Arrays.stream(gradient).map(g -> g * g).sum());
    assertThat(observer.steps.get(0).loss()).isCloseTo(loss, within(1e-5));
    assertThat(observer.steps.get(0).gradientNorm()).isCloseTo(norm, within(1e-5));
  }

  /** Classes weigh 3 to 1: at the minimum the predicted share is that of the weights. */
  @Test
  void respectsTheWeightsOfClasses() {
    float[][] x = {{0}, {0}, {0}, {0}};
    float[][] y = {{0}, {0}, {1}, {1}};

    train(
        classification(4, 1, "a", "b"),
        x,
        y,
        "{'epochs':50,'batch_size':2,'optimizer':{'type':'lbfgs'},'class_weights':{'a':3,'b':1}}");

    float[] outputs = new float[2];
    network.predict(
        new Batch(1, new float[] {0}, 1, new float[2], 2, new float[0], new int[1]), outputs);
    assertThat(outputs[0]).isCloseTo(0.75f, within(1e-3f));
  }

  @Test
  void stopsInTheMidstOfALineSearchWhenAsked() {
    int[] asked = {0};
    // The first epoch's question, three batches of the first look, one of the line search.
    signal = () -> ++asked[0] > 5 ? Optional.of(StopReason.CANCELLED) : Optional.empty();

    TrainingResult result = fitALine("lbfgs", 10);

    assertThat(result.stopReason()).isEqualTo(StopReason.CANCELLED);
    assertThat(result.executedIterations()).isZero();
    assertThat(observer.steps).isEmpty();
    assertThat(asked[0]).isEqualTo(6);
    assertThat(network.snapshot().parameters()).as("untouched").containsExactly(-0.1f, 0, 0);
  }

  /** W = (-0.1, 0) and b = 0 are the solution already. */
  @ParameterizedTest
  @ValueSource(strings = {"lbfgs", "conjugate_gradient"})
  void keepsAModelThatNeedsNoTraining(String optimizer) {
    float[][] x = {{1, 2}, {-1, 0}, {3, 1}};
    float[][] y = {{-0.1f}, {0.1f}, {-0.3f}};

    TrainingResult result = train(regression(3, 2, "y"), x, y, training(optimizer, 50));

    assertThat(result.stopReason()).isEqualTo(StopReason.CONVERGED);
    assertThat(result.executedIterations()).isEqualTo(1);
    assertThat(observer.steps.get(0).applied()).isFalse();
    assertThat(result.metrics()).containsKey("train_loss");
    assertThat(result.model()).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"lbfgs", "conjugate_gradient"})
  void learnsFromASingleExample(String optimizer) {
    TrainingResult result =
        train(
            regression(1, 1, "y"),
            new float[][] {{2}},
            new float[][] {{6}},
            training(optimizer, 50));

    assertThat(result.stopReason()).isEqualTo(StopReason.CONVERGED);
    assertThat(result.metrics().get("train_loss")).isCloseTo(0, within(1e-6));
  }

  @ParameterizedTest
  @ValueSource(strings = {"lbfgs", "conjugate_gradient"})
  void findsItsWayFromInputsOfVeryDifferentSize(String optimizer) {
    float[][] x = {{1e4f, 1e-2f}, {-2e4f, 3e-2f}, {3e4f, 1e-2f}, {1e4f, -2e-2f}};
    float[][] y = {{1}, {-2}, {3}, {1}};

    TrainingResult result = train(regression(4, 2, "y"), x, y, training(optimizer, 200));

    assertThat(result.stopReason()).isIn(StopReason.CONVERGED, StopReason.COMPLETED);
    assertThat(result.metrics().get("train_loss")).isLessThan(1e-3);
  }

  @Test
  void bringsNumbersThatWouldOverflowToUnitScaleFirst() {
    float[][] x = {{1e30f, 1}, {-1e30f, 1}};
    float[][] y = {{1e30f}, {2}};

    TrainingResult result = train(regression(2, 2, "y"), x, y, training("lbfgs", 50));

    assertThat(result.stopReason().isSuccess()).isTrue();
    assertThat(result.verdict()).isEqualTo(Verdict.RECOVERED);
    assertThat(result.actions()).containsEntry("fix_spec", 2);
  }

  @Test
  void namesTheRowsOfDataThatAreNoNumbers() {
    float[][] x = {{1}, {2}, {Float.NaN}, {4}};

    TrainingResult result =
        trainKeepingNaN(x, "{'epochs':5,'batch_size':3,'optimizer':{'type':'lbfgs'}}");

    assertThat(result.stopReason()).isEqualTo(StopReason.COMPLETED);
    Incident first = observer.incidents.get(0);
    assertThat(first.cause()).isEqualTo(Cause.NON_FINITE_DATA);
    assertThat(first.action()).isEqualTo(RepairAction.FIX_SPEC);
    assertThat(first.evidence()).containsEntry("rows", List.of(2));
  }

  private TrainingResult trainKeepingNaN(float[][] x, String training) {
    Path data =
        TensorFolder.write(
            folder.resolve("data"),
            regression(x.length, 1, "y"),
            x,
            TensorFolder.column(1, 2, 3, 4));
    return TrainingRun.execute(
        spec(
            "{'layers':[]}",
            training,
            "{'validation':0}",
            "{'numeric':'none','target':'none','missing':'keep'}",
            "{}"),
        new DataLocation(data, null, null),
        folder,
        GeneralizedLinearNetwork.provider(),
        observer,
        signal);
  }
}
