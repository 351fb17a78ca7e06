package dev.evenkeel.engine;

import dev.evenkeel.training.RunSignal;
import dev.evenkeel.training.TrainingObserver;
import dev.evenkeel.training.TrainingResult;
import dev.evenkeel.training.data.DataLocation;
import dev.evenkeel.training.dl4j.Dl4jNetworkProvider;
import dev.evenkeel.training.run.NetworkImport;
import dev.evenkeel.training.run.TrainingRun;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Trains with Deeplearning4j. Loading this class is the beginning of loading native code. */
final class NetworkTraining implements EngineTask {

  private final Dl4jNetworkProvider networks = new Dl4jNetworkProvider();

  @Override
  public Map<String, String> warmUp() {
    CudaDevices.check(System.getenv());
    networks.warmUp();
    return networks.libraries();
  }

  @Override
  public TrainingResult train(
      EngineCommand.Train order, TrainingObserver observer, RunSignal signal) {
    DataLocation data =
        new DataLocation(
            Path.of(order.trainingData()), path(order.validationData()), path(order.testData()));
    return TrainingRun.execute(
        order.spec(), data, Path.of(order.output()), networks, observer, signal);
  }

  @Override
  public TrainingResult convert(EngineCommand.Convert order) {
    return new NetworkImport(order.spec(), order.schema(), order.logVariances())
        .execute(networks, Path.of(order.output()));
  }

  private static @Nullable Path path(@Nullable String name) {
    return name == null ? null : Path.of(name);
  }
}
