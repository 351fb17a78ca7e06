package dev.evenkeel.training.dl4j;

import dev.evenkeel.training.RunShape;
import dev.evenkeel.training.RunSignal;
import dev.evenkeel.training.StepRecord;
import dev.evenkeel.training.TensorFolder;
import dev.evenkeel.training.TestSpecs;
import dev.evenkeel.training.TrainingObserver;
import dev.evenkeel.training.TrainingResult;
import dev.evenkeel.training.data.DataLocation;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.data.Layout;
import dev.evenkeel.training.data.OffsetsWriter;
import dev.evenkeel.training.run.TrainingRun;
import dev.evenkeel.training.spec.TrainingSpec;
import dev.evenkeel.training.stability.Incident;
import dev.evenkeel.training.stability.RepairAction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Whole runs of real networks on small datasets, with everything that was said about them. */
final class WatchedRuns {

  private final Path folder;

  WatchedRuns(Path folder) {
    this.folder = folder;
  }

  /**
   * A run that has ended.
   *
   * @param incidents as they were told, each once more when its outcome was known
   * @param steps recorded iterations
   */
  record Run(TrainingResult result, List<Incident> incidents, long steps) {

    String parameters() {
      return result.model().parametersSha256();
    }

    List<RepairAction> acts() {
      return incidents.stream().map(Incident::action).distinct().toList();
    }

    Incident first(RepairAction action) {
      return incidents.stream()
          .filter(incident -> incident.action() == action)
          .findFirst()
          .orElseThrow(() -> new AssertionError(action + " is not among " + incidents));
    }
  }

  /** Everything that a client would write, as JSON with single quotes. */
  record Wish(String network, String training, String preprocessing, String stability) {

    Wish(String network, String training) {
      this(network, training, "{}", "{}");
    }

    Wish in(String mode) {
      return with("{'mode':'%s'}".formatted(mode));
    }

    Wish with(String other) {
      return new Wish(network, training, preprocessing, other);
    }
  }

  Run run(Wish wish) throws IOException {
    return run(wish, new Listener(), Optional::empty);
  }

  Run run(Wish wish, Listener listener, RunSignal signal) throws IOException {
    TrainingSpec spec =
        TestSpecs.spec(
            wish.network(),
            wish.training(),
            "{'validation':0}",
            wish.preprocessing(),
            wish.stability());
    TrainingResult result =
        TrainingRun.execute(
            spec,
            new DataLocation(folder.resolve("data"), null, null),
            Files.createDirectories(folder.resolve("output")),
            new Dl4jNetworkProvider(),
            listener,
            signal);
    return new Run(result, listener.incidents, listener.steps);
  }

  /** Three clouds in six dimensions. */
  void clouds(int count) {
    Random random = new Random(11);
    float[][] x = new float[count][6];
    float[][] y = new float[count][1];
    for (int i = 0; i < count; i++) {
      y[i][0] = i % 3;
      for (int k = 0; k < 6; k++) {
        x[i][k] = (float) (random.nextGaussian() * 0.5 + (k % 3 == i % 3 ? 2 : 0));
      }
    }
    write(x, y, "a", "b", "c");
  }

  /** Every twentieth is of a class that lies two standard deviations from the others. */
  void rare(int count) {
    Random random = new Random(3);
    float[][] x = new float[count][1];
    float[][] y = new float[count][1];
    for (int i = 0; i < count; i++) {
      y[i][0] = i % 20 == 0 ? 1 : 0;
      x[i][0] = (float) (random.nextGaussian() + 2 * y[i][0]);
    }
    write(x, y, "common", "rare");
  }

  /** Labels that have nothing to do with the numbers. */
  void riddles(int count) {
    Random random = new Random(12);
    float[][] x = new float[count][4];
    float[][] y = new float[count][1];
    for (int i = 0; i < count; i++) {
      y[i][0] = random.nextInt(2);
      for (int k = 0; k < 4; k++) {
        x[i][k] = (float) random.nextGaussian();
      }
    }
    write(x, y, "no", "yes");
  }

  /** Two clouds whose labels are exchanged from one row up to another. */
  void exchanged(int count, int from, int to) {
    Random random = new Random(13);
    float[][] x = new float[count][6];
    float[][] y = new float[count][1];
    for (int i = 0; i < count; i++) {
      int cloud = random.nextInt(2);
      y[i][0] = i >= from && i < to ? 1 - cloud : cloud;
      for (int k = 0; k < 6; k++) {
        x[i][k] = (float) (random.nextGaussian() + (cloud == 1 ? 1.5 : -1.5));
      }
    }
    write(x, y, "no", "yes");
  }

  /** Three clouds with rows that lack a cell. */
  void missing(int count, int... rows) {
    Random random = new Random(14);
    float[][] x = new float[count][6];
    float[][] y = new float[count][1];
    for (int i = 0; i < count; i++) {
      y[i][0] = i % 3;
      for (int k = 0; k < 6; k++) {
        x[i][k] = (float) (random.nextGaussian() * 0.5 + (k % 3 == i % 3 ? 2 : 0));
      }
    }
    for (int row : rows) {
      x[row][2] = Float.NaN;
    }
    write(x, y, "a", "b", "c");
  }

  private void write(float[][] x, float[][] y, String... classes) {
    TensorFolder.write(
        folder.resolve("data"), TestSpecs.classification(x.length, x[0].length, classes), x, y);
  }

  /** Sequences of up to seven steps; their class is the sign of the first. */
  void sequences(int count) throws IOException {
    Random random = new Random(15);
    List<float[]> steps = new ArrayList<>();
    float[][] y = new float[count][1];
    Path data = Files.createDirectories(folder.resolve("data"));
    try (OffsetsWriter offsets = new OffsetsWriter(data.resolve(DatasetSchema.OFFSETS_FILE))) {
      for (int i = 0; i < count; i++) {
        int length = 1 + random.nextInt(7);
        y[i][0] = random.nextInt(2);
        for (int step = 0; step < length; step++) {
          steps.add(new float[] {step > 0 ? 0 : 2 * y[i][0] - 1, (float) random.nextGaussian()});
        }
        offsets.append(length);
      }
      Layout.Sequences layout = offsets.finish();
      DatasetSchema schema =
          new DatasetSchema(
              DatasetSchema.Task.CLASSIFICATION,
              count,
              layout,
              List.of(
                  new DatasetSchema.FeatureColumn("x", List.of()),
                  new DatasetSchema.FeatureColumn("noise", List.of())),
              List.of("answer"),
              List.of("no", "yes"));
      TensorFolder.write(data, schema, steps.toArray(new float[0][]), y);
    }
  }

  /** Counts steps and remembers incidents. */
  static class Listener implements TrainingObserver {

    final List<Incident> incidents = new ArrayList<>();
    long steps;
    long probes;

    @Override
    public void started(RunShape shape) {}

    @Override
    public void stepped(StepRecord step) {
      steps++;
    }

    @Override
    public void probed(long gradients) {
      probes += gradients;
    }

    @Override
    public void epochEnded(int epoch, long iteration, Map<String, Double> metrics) {}

    @Override
    public void incident(Incident incident) {
      incidents.add(incident);
    }
  }
}
