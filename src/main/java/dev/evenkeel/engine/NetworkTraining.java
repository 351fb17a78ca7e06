package dev.evenkeel.engine;

import dev.evenkeel.training.NetworkProviders;
import dev.evenkeel.training.ProcessFacts;
import dev.evenkeel.training.RunSignal;
import dev.evenkeel.training.TrainingObserver;
import dev.evenkeel.training.TrainingResult;
import dev.evenkeel.training.data.DataLocation;
import dev.evenkeel.training.run.NetworkImport;
import dev.evenkeel.training.run.TrainingRun;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Trains networks of the providers that its orders name. */
final class NetworkTraining implements EngineTask {

  private final String first;

  /**
   * @param first the provider that is to be ready before any order comes
   */
  NetworkTraining(String first) {
    this.first = first;
  }

  @Override
  public Map<String, String> warmUp() {
    Map<String, String> libraries = new TreeMap<>(ProcessFacts.all());
    libraries.putAll(NetworkProviders.named(first).warmUp());
    return libraries;
  }

  @Override
  public TrainingResult train(
      EngineCommand.Train order, TrainingObserver observer, RunSignal signal) {
    DataLocation data =
        new DataLocation(
            Path.of(order.trainingData()), path(order.validationData()), path(order.testData()));
    return TrainingRun.execute(
        order.spec(),
        data,
        Path.of(order.output()),
        NetworkProviders.named(order.provider()),
        observer,
        signal);
  }

  @Override
  public TrainingResult convert(EngineCommand.Convert order) {
    return new NetworkImport(order.spec(), order.schema(), order.logVariances())
        .execute(NetworkProviders.named(order.provider()), Path.of(order.output()));
  }

  private static @Nullable Path path(@Nullable String name) {
    return name == null ? null : Path.of(name);
  }
}
