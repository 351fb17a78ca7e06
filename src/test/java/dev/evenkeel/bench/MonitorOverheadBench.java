package dev.evenkeel.bench;

import dev.evenkeel.training.DirectTraining;
import dev.evenkeel.training.RunShape;
import dev.evenkeel.training.StepRecord;
import dev.evenkeel.training.TrainingObserver;
import dev.evenkeel.training.dl4j.Dl4jNetworkProvider;
import dev.evenkeel.training.stability.Incident;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/**
 * What watching costs: CPU time of the training thread, from the first to the last iteration, in
 * mode {@code repair} against mode {@code off}, interleaved, for an MLP, a CNN and an LSTM on
 * healthy runs.
 */
public final class MonitorOverheadBench {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final String MLP = "[{'type':'dense','units':256},{'type':'dense','units':128}]";
  private static final String CNN =
      """
      [{'type':'reshape','shape':[28,28,1]},{'type':'conv2d','filters':8,'kernel':5},
       {'type':'max_pooling2d'},{'type':'conv2d','filters':16,'kernel':5},{'type':'max_pooling2d'},
       {'type':'flatten'},{'type':'dense','units':64}]""";
  private static final String LSTM =
      "[{'type':'reshape','shape':[28,28]},{'type':'lstm','units':64}]";

  private MonitorOverheadBench() {}

  public static void main(String[] arguments) throws IOException {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 9;
    Path folder = Files.createTempDirectory("evenkeel-bench");
    DirectTraining data = DirectTraining.noisyTemplates(folder, 2560, 784, 10);
    compare("MLP 784-256-128-10, batch 128", data, MLP, new int[] {128, 20, rounds});
    compare("CNN 28x28, 8 and 16 filters, batch 64", data, CNN, new int[] {64, 3, rounds});
    compare("LSTM 28x28, 64 units, batch 32", data, LSTM, new int[] {32, 2, rounds});
    System.exit(0);
  }

  private static void compare(String name, DirectTraining data, String layers, int[] size)
      throws IOException {
    double[] ratios = new double[size[2]];
    for (int round = -2; round < ratios.length; round++) {
      double off = cpu(data, layers, size, "off");
      double repair = cpu(data, layers, size, "repair");
      if (round >= 0) {
        ratios[round] = repair / off;
      }
    }
    Arrays.sort(ratios);
    System.out.printf(
        "%s: repair / off = %.3f (%.3f to %.3f)%n",
        name, ratios[ratios.length / 2], ratios[0], ratios[ratios.length - 1]);
  }

  private static double cpu(DirectTraining data, String layers, int[] size, String mode)
      throws IOException {
    Stopwatch watch = new Stopwatch();
    String training =
        "{'epochs':%d,'batch_size':%d,'optimizer':{'type':'adam','learning_rate':0.001}}"
            .formatted(size[1], size[0]);
    data.train(layers, training, mode, new Dl4jNetworkProvider(), watch);
    return watch.nanos;
  }

  /** From the built network to the end of the last epoch. */
  private static final class Stopwatch implements TrainingObserver {

    private long began;
    private double nanos;

    @Override
    public void started(RunShape shape) {
      began = began == 0 ? THREADS.getCurrentThreadCpuTime() : began;
    }

    @Override
    public void stepped(StepRecord step) {}

    @Override
    public void probed(long gradients) {}

    @Override
    public void epochEnded(int epoch, long iteration, Map<String, Double> metrics) {
      nanos = THREADS.getCurrentThreadCpuTime() - began;
    }

    @Override
    public void incident(Incident incident) {
      if (incident.severity() != dev.evenkeel.training.stability.Severity.INFO) {
        throw new IllegalStateException("The run was to be healthy: " + incident.message());
      }
    }
  }
}
