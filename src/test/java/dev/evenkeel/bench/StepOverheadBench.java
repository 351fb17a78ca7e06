package dev.evenkeel.bench;

import dev.evenkeel.training.dl4j.Dl4jNetworkProvider;
import dev.evenkeel.training.dl4j.Networks;
import dev.evenkeel.training.network.Batch;
import dev.evenkeel.training.network.FlatVector;
import dev.evenkeel.training.network.TrainableNetwork;
import dev.evenkeel.training.plan.NetworkPlan;
import dev.evenkeel.training.spec.Activation;
import dev.evenkeel.training.spec.OptimizerSpec;
import dev.evenkeel.training.spec.TrainingSpec;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Compares the CPU time of our step (gradients, every norm, update) with plain {@code fit(DataSet)}
 * of the same network, in interleaved rounds on one thread.
 *
 * <p>Run with {@code OMP_NUM_THREADS=1 OMP_WAIT_POLICY=passive}, {@code OPENBLAS_CORETYPE} as the
 * CPU has it and {@code -Dorg.bytedeco.javacpp.maxPhysicalBytes=0}.
 */
public final class StepOverheadBench {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int ROUNDS = 11;

  private StepOverheadBench() {}

  public static void main(String[] arguments) {
    compare(
        "digits 64-64-32-10, batch 32",
        Networks.classifier(
            64, 10, Networks.dense(64, Activation.RELU), Networks.dense(32, Activation.RELU)),
        32,
        300);
    compare(
        "784-256-128-10, batch 128",
        Networks.classifier(
            784, 10, Networks.dense(256, Activation.RELU), Networks.dense(128, Activation.RELU)),
        128,
        60);
  }

  private static void compare(String name, NetworkPlan plan, int batchSize, int steps) {
    List<Batch> batches =
        IntStream.range(0, 20)
            .mapToObj(i -> Networks.batch(batchSize, plan.input().shape().width(), 10, i))
            .toList();
    List<DataSet> dataSets = batches.stream().map(Networks::dataSet).toList();
    TrainingSpec spec = Networks.spec(OptimizerSpec.Type.ADAM);
    MultiLayerNetwork stock = Networks.stock(plan, spec);
    try (TrainableNetwork network = new Dl4jNetworkProvider().create(plan, spec)) {
      NormReader norms = new NormReader(network.gradient().length());
      double[] fit = new double[ROUNDS];
      double[] ours = new double[ROUNDS];
      for (int round = -2; round < ROUNDS; round++) {
        double fitTime = millis(steps, i -> stock.fit(dataSets.get(i % 20)));
        double ourTime = millis(steps, i -> step(network, batches.get(i % 20), norms));
        if (round >= 0) {
          fit[round] = fitTime;
          ours[round] = ourTime;
        }
      }
      report(name, fit, ours);
      System.out.printf(
          "  reading all gradients: %.4f ms%n",
          millis(1000, i -> network.gradient().read(0, norms.buffer, norms.buffer.length)));
    }
  }

  private static void step(TrainableNetwork network, Batch batch, NormReader norms) {
    network.computeGradients(batch);
    if (!Double.isFinite(norms.squaredNorm(network.gradient()))) {
      throw new IllegalStateException("The gradient is not finite.");
    }
    network.applyUpdate(0.001);
  }

  private interface Step {
    void run(int index);
  }

  private static double millis(int steps, Step step) {
    long start = THREADS.getCurrentThreadCpuTime();
    for (int i = 0; i < steps; i++) {
      step.run(i);
    }
    return (THREADS.getCurrentThreadCpuTime() - start) / 1e6 / steps;
  }

  private static void report(String name, double[] fit, double[] ours) {
    double[] ratios = IntStream.range(0, fit.length).mapToDouble(i -> ours[i] / fit[i]).toArray();
    System.out.printf(
        "%s: fit %.4f ms, ours %.4f ms, median ratio %.3f (%.3f to %.3f)%n",
        name, median(fit), median(ours), median(ratios), min(ratios), max(ratios));
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static double min(double[] values) {
    return Arrays.stream(values).min().orElseThrow();
  }

  private static double max(double[] values) {
    return Arrays.stream(values).max().orElseThrow();
  }

  /** What a trainer does to every gradient. */
  private static final class NormReader {
    private final float[] buffer;

    NormReader(int length) {
      buffer = new float[length];
    }

    double squaredNorm(FlatVector vector) {
      vector.read(0, buffer, buffer.length);
      double sum0 = 0;
      double sum1 = 0;
      double sum2 = 0;
      double sum3 = 0;
      for (int i = 0; i + 3 < buffer.length; i += 4) {
        sum0 += (double) buffer[i] * buffer[i];
        sum1 += (double) buffer[i + 1] * buffer[i + 1];
        sum2 += (double) buffer[i + 2] * buffer[i + 2];
        sum3 += (double) buffer[i + 3] * buffer[i + 3];
      }
      return sum0 + sum1 + sum2 + sum3;
    }
  }
}
