package dev.evenkeel.training;

import dev.evenkeel.training.data.DataLocation;
import dev.evenkeel.training.network.NetworkProvider;
import dev.evenkeel.training.run.TrainingRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/** Trains on a folder of tensors in this process, without an engine around it. */
public final class DirectTraining {

  private final Path folder;

  private DirectTraining(Path folder) {
    this.folder = folder;
  }

  /** Examples of classes that are a template each, with noise. */
  public static DirectTraining noisyTemplates(
      Path folder, int examples, int features, int classes) {
    Random random = new Random(7);
    float[][] templates = new float[classes][features];
    for (float[] template : templates) {
      for (int i = 0; i < features; i++) {
        template[i] = (float) random.nextGaussian();
      }
    }
    float[][] x = new float[examples][features];
    float[][] y = new float[examples][1];
    for (int n = 0; n < examples; n++) {
      y[n][0] = n % classes;
      for (int i = 0; i < features; i++) {
        x[n][i] = templates[n % classes][i] + (float) random.nextGaussian();
      }
    }
    String[] names = IntStream.range(0, classes).mapToObj(k -> "c" + k).toArray(String[]::new);
    TensorFolder.write(folder, TestSpecs.classification(examples, features, names), x, y);
    return new DirectTraining(folder);
  }

  /** One run; layers and training as JSON with single quotes. */
  public TrainingResult train(
      String layers,
      String training,
      String mode,
      NetworkProvider provider,
      TrainingObserver observer)
      throws IOException {
    Path output = Files.createTempDirectory(folder, "run");
    return TrainingRun.execute(
        TestSpecs.spec(
            "{'layers':%s}".formatted(layers),
            training,
            "{'validation':0}",
            "{}",
            "{'mode':'%s'}".formatted(mode)),
        new DataLocation(folder, null, null),
        output,
        provider,
        observer,
        Optional::empty);
  }
}
