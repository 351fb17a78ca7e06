package dev.evenkeel.training;

import dev.evenkeel.training.data.FittedPreprocessing.FittedTarget;
import dev.evenkeel.training.data.NaiveForecasts;
import dev.evenkeel.training.data.PreparedSplit;
import dev.evenkeel.training.data.RunData;
import dev.evenkeel.training.evaluation.ClassScores;
import dev.evenkeel.training.evaluation.ClassificationEvaluation;
import dev.evenkeel.training.evaluation.Evaluation;
import dev.evenkeel.training.evaluation.EvaluationReport;
import dev.evenkeel.training.evaluation.ForecastEvaluation;
import dev.evenkeel.training.evaluation.RegressionEvaluation;
import dev.evenkeel.training.network.Batch;
import dev.evenkeel.training.network.Batches;
import dev.evenkeel.training.network.TrainableNetwork;
import dev.evenkeel.training.plan.NetworkPlan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs one split through the network in inference mode. The loss is the training loss without class
 * weights and without penalties.
 */
public final class SplitEvaluator {

  private static final int LEAST_BATCH = 256;

  /** Inputs of a batch beyond which a larger one gains no speed and only takes memory. */
  private static final long MOST_INPUTS = 1 << 18;

  private final String name;
  private final PreparedSplit split;
  private final RunData data;
  private final NetworkPlan.Output output;
  private final Batches batches;
  private final float[] outputs;

  /** What came of it. */
  public record Judgement(String split, double loss, Evaluation evaluation, boolean answersFinite) {

    /** Metrics by their full names, such as {@code validation_accuracy}; finite ones only. */
    public Map<String, Double> metrics() {
      Map<String, Double> named = new LinkedHashMap<>();
      if (Double.isFinite(loss)) {
        named.put(split + "_loss", loss);
      }
      evaluation.brief().forEach((metric, value) -> named.put(split + "_" + metric, value));
      return named;
    }

    public EvaluationReport report() {
      return evaluation.report(split);
    }
  }

  /** How much of an evaluation is wanted. */
  public enum Depth {
    BRIEF,
    FULL
  }

  public SplitEvaluator(String name, PreparedSplit split, RunData data, RunSetup setup) {
    this.name = name;
    this.split = split;
    this.data = data;
    this.output = setup.plan().output();
    int size = Math.max(leastBatch(setup.plan()), setup.spec().training().batchSize());
    batches = Batches.inOrder(split, size, new Batches.ExampleWeights(new float[0], data.labels()));
    outputs = new float[Math.min(size, split.size()) * output.shape().outputs()];
  }

  private static int leastBatch(NetworkPlan plan) {
    long inputs = Math.max(1, plan.input().shape().size());
    return (int) Math.max(1, Math.min(LEAST_BATCH, MOST_INPUTS / inputs));
  }

  public Judgement evaluate(TrainableNetwork network, Depth depth) {
    Evaluation evaluation = newEvaluation(depth);
    double loss = 0;
    boolean finite = true;
    for (int i = 0; i < batches.count(); i++) {
      Batch batch = batches.batch(i);
      network.predict(batch, outputs);
      // Right after predict: a network may reuse the pass it has just made.
      loss += network.loss(batch) * batch.size();
      evaluation.add(batch, outputs);
      finite &= answersFinite(batch);
    }
    return new Judgement(name, loss / split.size(), evaluation, finite);
  }

  /** Whether the first examples, as far as they are finite themselves, get finite answers. */
  public boolean answersFinite(TrainableNetwork network) {
    Batch batch = batches.batch(0);
    network.predict(batch, outputs);
    return answersFinite(batch);
  }

  private boolean answersFinite(Batch batch) {
    int units = output.shape().outputs();
    for (int i = 0; i < batch.size(); i++) {
      if (!isFinite(outputs, i * units, units)
          && isFinite(batch.features(), i * batch.exampleWidth(), batch.exampleWidth())) {
        return false;
      }
    }
    return true;
  }

  private static boolean isFinite(float[] numbers, int at, int count) {
    for (int i = at; i < at + count; i++) {
      if (!Float.isFinite(numbers[i])) {
        return false;
      }
    }
    return true;
  }

  private Evaluation newEvaluation(Depth depth) {
    List<FittedTarget> targets = data.preprocessing().targets();
    if (!targets.isEmpty()) {
      RegressionEvaluation numbers = new RegressionEvaluation(targets);
      Optional<NaiveForecasts> naive =
          depth == Depth.FULL ? data.naiveForecasts(split) : Optional.empty();
      return naive.isPresent()
          ? new ForecastEvaluation(numbers, naive.get(), (k, value) -> targets.get(k).raw(value))
          : numbers;
    }
    ClassScores scores =
        depth == Depth.FULL ? new ClassScores(output.shape().outputs(), split.size()) : null;
    return new ClassificationEvaluation(data.schema().classes(), data.labels(), output, scores);
  }
}
