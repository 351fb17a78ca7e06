package dev.evenkeel.training.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.evenkeel.testing.NativeTest;
import dev.evenkeel.training.RunShape;
import dev.evenkeel.training.StepRecord;
import dev.evenkeel.training.StopReason;
import dev.evenkeel.training.TensorFolder;
import dev.evenkeel.training.TestSpecs;
import dev.evenkeel.training.TrainingObserver;
import dev.evenkeel.training.TrainingResult;
import dev.evenkeel.training.data.DataLocation;
import dev.evenkeel.training.run.TrainingRun;
import dev.evenkeel.training.stability.Incident;
import dev.evenkeel.training.stability.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Full-batch optimizers on Deeplearning4j's networks and Fisher's irises. */
@NativeTest
class FullBatchRunTest {

  private static final String SPLIT = "{'validation':0.2}";

  @TempDir Path folder;
  private final List<Double> losses = new ArrayList<>();
  private final List<Double> updateRatios = new ArrayList<>();
  private int incidents;

  private TrainingResult train(String network, String training) throws IOException {
    return train(network, training, "{}");
  }

  private TrainingResult train(String network, String training, String preprocessing)
      throws IOException {
    List<String> lines = Files.readAllLines(Path.of("src/test/resources/samples/iris.csv"));
    List<String> species = List.of("Iris-setosa", "Iris-versicolor", "Iris-virginica");
    float[][] features = new float[150][4];
    float[][] targets = new float[150][1];
    for (int row = 0; row < 150; row++) {
      String[] cells = lines.get(row + 1).split(",");
      for (int column = 0; column < 4; column++) {
        features[row][column] = Float.parseFloat(cells[column]);
      }
      targets[row][0] = species.indexOf(cells[4]);
    }
    var schema = TestSpecs.classification(150, 4, species.toArray(new String[0]));
    return TrainingRun.execute(
        TestSpecs.spec(network, training, SPLIT, preprocessing, "{}"),
        new DataLocation(
            TensorFolder.write(folder.resolve("data"), schema, features, targets), null, null),
        folder,
        new Dl4jNetworkProvider(),
        new Recorder(),
        Optional::empty);
  }

  private final class Recorder implements TrainingObserver {
    @Override
    public void started(RunShape shape) {
      assertThat(shape.iterationsPerEpoch()).isEqualTo(1);
    }

    @Override
    public void stepped(StepRecord step) {
      losses.add(step.loss);
      updateRatios.add(step.updateRatios[0]);
    }

    @Override
    public void probed(long gradients) {}

    @Override
    public void epochEnded(int epoch, long iteration, Map<String, Double> metrics) {}

    @Override
    public void incident(Incident incident) {
      incidents++;
    }
  }

  private static final String HIDDEN =
      "{'layers':[{'type':'dense','units':8,'activation':'tanh'}]%s}";

  private static String training(String optimizer, int epochs) {
    return "{'epochs':%d,'batch_size':50,'optimizer':{'type':'%s'}}".formatted(epochs, optimizer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"lbfgs", "conjugate_gradient"})
  void tellsIrisesApartAndNeverGoesUp(String optimizer) throws IOException {
    TrainingResult result = train(HIDDEN.formatted(",'l2':0.001"), training(optimizer, 60));

    assertThat(result.metrics().get("validation_accuracy")).isGreaterThanOrEqualTo(0.9);
    assertThat(result.verdict()).isEqualTo(Verdict.HEALTHY);
    assertThat(losses.get(losses.size() - 1)).isLessThan(0.1);
    assertThat(incidents).isZero();
    assertThat(result.executedIterations()).isEqualTo(losses.size());
    assertThat(updateRatios.get(0)).isPositive();
  }

  @Test
  void withoutAPenaltyEveryIterationLowersTheLoss() throws IOException {
    train(HIDDEN.formatted(""), training("lbfgs", 30));

    for (int i = 1; i < losses.size(); i++) {
      assertThat(losses.get(i)).as("iteration %d", i + 1).isLessThanOrEqualTo(losses.get(i - 1));
    }
  }

  /** The minimum of softmax regression with a penalty is one point, whoever finds it. */
  @Test
  void bothFindTheSameMinimumOfAPenalizedModel() throws IOException {
    String linear = "{'layers':[],'l2':0.01,'l1':0.0}";
    TrainingResult first = train(linear, training("lbfgs", 200));
    double lbfgs = losses.get(losses.size() - 1);
    losses.clear();
    TrainingResult second = train(linear, training("conjugate_gradient", 500));

    assertThat(first.stopReason()).isEqualTo(StopReason.CONVERGED);
    assertThat(second.stopReason()).isEqualTo(StopReason.CONVERGED);
    assertThat(losses.get(losses.size() - 1)).isCloseTo(lbfgs, within(1e-4));
    assertThat(lbfgs).as("held up by the penalty").isGreaterThan(0.1);
  }

  /** Raw measurements: without running statistics nothing behind the first layer would fit. */
  @Test
  void trainsThroughDropoutAndBatchNormalization() throws IOException {
    String network =
        """
        {'layers':[{'type':'batch_normalization'},{'type':'dense','units':16,'activation':'relu'},
        {'type':'dropout','rate':0.2}]}""";

    TrainingResult result = train(network, training("lbfgs", 60), "{'numeric':'none'}");

    assertThat(result.metrics().get("validation_accuracy")).isGreaterThanOrEqualTo(0.9);
    assertThat(result.verdict()).isEqualTo(Verdict.HEALTHY);
  }
}
