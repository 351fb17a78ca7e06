package dev.evenkeel.training.dl4j;

import dev.evenkeel.training.network.Batch;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Says what a step over images and sequences costs, ours against Deeplearning4j's own {@code
 * fit(DataSet)}, and whether the process grows over a thousand batches of changing lengths.
 *
 * <p>Run as an engine runs: {@code OMP_NUM_THREADS=1 OMP_WAIT_POLICY=passive}, {@code -Xmx256m
 * -XX:+UseSerialGC -Dorg.bytedeco.javacpp.maxPhysicalBytes=0}. CPU time of the calling thread.
 */
final class ChainBench {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int ROUNDS = 5;

  private ChainBench() {}

  /**
   * @param arguments {@code speed}, {@code memory}, or nothing for both
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length == 0 || arguments[0].equals("speed")) {
      compare("LeNet 28x28, batch 64", "digits", LENET, 64, 5);
      compare("LSTM 128 over 28x28, batch 32", "rows", "[{'type':'lstm','units':128}]", 32, 5);
      compare(
          "bidirectional LSTM 64 over 28x28, batch 32",
          "rows",
          "[{'type':'bidirectional','layer':{'type':'lstm','units':64,'return_sequences':true}},{'type':'global_pooling'}]",
          32,
          5);
    }
    if (arguments.length == 0 || arguments[0].equals("memory")) {
      grow("[{'type':'lstm','units':32}]");
      grow("[{'type':'bidirectional','layer':{'type':'lstm','units':32}}]");
      grow(
          "[{'type':'bidirectional','layer':{'type':'simple_rnn','units':32,'return_sequences':true}},{'type':'dense','units':16},{'type':'global_pooling'}]");
    }
  }

  private static final String LENET =
      "[{'type':'conv2d','filters':20,'kernel':5},{'type':'max_pooling2d'},{'type':'conv2d','filters':50,'kernel':5},{'type':'max_pooling2d'},{'type':'flatten'},{'type':'dense','units':500}]";

  private static void compare(String name, String dataset, String layers, int size, int steps) {
    Chains.Chain chain = Chains.chain(dataset, layers, "{'type':'adam'}");
    Batch batch = Chains.batch(chain.plan(), size, 1);
    BatchArrays.Native data = new BatchArrays(chain.plan()).fill(batch);
    DataSet dataSet = new DataSet(data.features(), data.labels());
    MultiLayerNetwork stock =
        new MultiLayerNetwork(new NetworkConfigurationBuilder(chain.spec()).build(chain.plan()));
    stock.init();
    try (var network = new Dl4jNetwork(chain.plan(), chain.spec())) {
      double[] fit = new double[ROUNDS];
      double[] ours = new double[ROUNDS];
      for (int round = 0; round < ROUNDS; round++) {
        fit[round] = milliseconds(steps, () -> stock.fit(dataSet));
        ours[round] =
            milliseconds(
                steps,
                () -> {
                  network.computeGradients(batch);
                  network.applyUpdate(0.001);
                });
      }
      System.out.printf(
          "%s: fit %.1f ms, ours %.1f ms a step (medians of %d rounds)%n",
          name, median(fit), median(ours), ROUNDS);
    }
  }

  /** Forward, backward, step and judgement over batches of every length from 1 to 120. */
  private static void grow(String layers) throws IOException {
    Chains.Chain chain = Chains.chain("long", layers, "{'type':'adam'}");
    Random random = new Random(1);
    try (var network = new Dl4jNetwork(chain.plan(), chain.spec())) {
      StringBuilder sizes = new StringBuilder();
      for (int step = 0; step <= 1000; step++) {
        int[] lengths = random.ints(8, 1, random.nextInt(120) + 2).toArray();
        Batch batch =
            Chains.batch(chain.plan(), lengths, Arrays.stream(lengths).max().orElseThrow(), step);
        network.computeGradients(batch);
        network.applyUpdate(0.001);
        network.predict(batch, new float[8 * Chains.CLASSES]);
        network.loss(batch);
        if (step % 200 == 0) {
          sizes.append(' ').append(residentMegabytes());
        }
      }
      System.out.printf("%s: MB after each 200 steps:%s%n", layers, sizes);
    }
  }

  private static long residentMegabytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }

  private static double milliseconds(int steps, Runnable step) {
    long before = THREADS.getCurrentThreadCpuTime();
    for (int i = 0; i < steps; i++) {
      step.run();
    }
    return (THREADS.getCurrentThreadCpuTime() - before) / 1e6 / steps;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
