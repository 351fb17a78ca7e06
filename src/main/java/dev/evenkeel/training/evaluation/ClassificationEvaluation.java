package dev.evenkeel.training.evaluation;

import dev.evenkeel.training.data.LabelEncoding;
import dev.evenkeel.training.evaluation.EvaluationReport.ClassReport;
import dev.evenkeel.training.network.Batch;
import dev.evenkeel.training.plan.NetworkPlan;
import dev.evenkeel.training.plan.OutputMeaning;
import dev.evenkeel.training.spec.Activation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Judges classes. Averages over classes are macro averages: of recall over the classes that occur
 * (balanced accuracy), of precision, recall and F1 over those that occur or were predicted. An
 * output that is not finite predicts nothing.
 */
public final class ClassificationEvaluation implements Evaluation {

  /** Beyond this many classes a confusion matrix is left out: nobody reads it. */
  private static final int MOST_CLASSES_CONFUSED = 256;

  private static final double LEAST_PROBABILITY = 1e-15;

  private final List<String> classes;
  private final LabelEncoding labels;
  private final NetworkPlan.Output output;
  private final @Nullable ClassScores scores;
  private final long[] occurring;
  private final long[] predicted;
  private final long[] hits;
  private final long[][] confusion;
  private long examples;
  private double logLoss;
  private boolean finite = true;

  /**
   * @param scores null where no ROC area is wanted
   */
  public ClassificationEvaluation(
      List<String> classes,
      LabelEncoding labels,
      NetworkPlan.Output output,
      @Nullable ClassScores scores) {
    this.classes = classes;
    this.labels = labels;
    this.output = output;
    this.scores = scores;
    int count = classes.size();
    occurring = new long[count];
    predicted = new long[count];
    hits = new long[count];
    confusion = count > MOST_CLASSES_CONFUSED ? new long[0][] : new long[count][count];
  }

  @Override
  public void add(Batch batch, float[] outputs) {
    int units = output.shape().outputs();
    for (int i = 0; i < batch.size(); i++) {
      int truth = labels.classOf(batch.labels(), i * batch.labelWidth());
      if (truth >= 0) {
        add(truth, outputs, i * units, units);
      }
    }
  }

  private void add(int truth, float[] outputs, int at, int units) {
    examples++;
    occurring[truth]++;
    if (!isFinite(outputs, at, units)) {
      finite = false;
      return;
    }
    int answer = output.meaning().answer(outputs, at, units);
    predicted[answer]++;
    if (answer == truth) {
      hits[truth]++;
    }
    if (confusion.length > 0) {
      confusion[truth][answer]++;
    }
    logLoss -=
        Math.log(Math.max(LEAST_PROBABILITY, OutputMeaning.probability(truth, outputs, at, units)));
    if (scores != null) {
      scores.add(truth, outputs, at);
    }
  }

  private static boolean isFinite(float[] outputs, int at, int units) {
    for (int k = 0; k < units; k++) {
      if (!Float.isFinite(outputs[at + k])) {
        return false;
      }
    }
    return true;
  }

  private boolean hasProbabilities() {
    boolean single = output.shape().outputs() == 1;
    return output.activation() == (single ? Activation.SIGMOID : Activation.SOFTMAX);
  }

  @Override
  public Map<String, Double> brief() {
    Map<String, Double> metrics = new LinkedHashMap<>();
    if (examples > 0) {
      metrics.put("accuracy", (double) sum(hits) / examples);
      metrics.put("balanced_accuracy", balancedAccuracy());
    }
    return metrics;
  }

  @Override
  public double recall(int ofClass) {
    return ofClass < 0 || occurring[ofClass] == 0
        ? Double.NaN
        : (double) hits[ofClass] / occurring[ofClass];
  }

  private double balancedAccuracy() {
    double sum = 0;
    int present = 0;
    for (int k = 0; k < occurring.length; k++) {
      if (occurring[k] > 0) {
        sum += (double) hits[k] / occurring[k];
        present++;
      }
    }
    return sum / present;
  }

  @Override
  public EvaluationReport report(String split) {
    Map<String, Double> metrics = brief();
    if (examples > 0) {
      addMacroAverages(metrics);
    }
    if (examples > 0 && finite) {
      if (scores != null) {
        putFinite(metrics, "roc_auc", scores.macroArea());
      }
      if (hasProbabilities()) {
        putFinite(metrics, "log_loss", logLoss / examples);
      }
    }
    return new EvaluationReport(split, metrics, confusion, classes, perClass(), null);
  }

  private List<ClassReport> perClass() {
    return confusion.length == 0
        ? List.of()
        : IntStream.range(0, classes.size()).mapToObj(this::ofClass).toList();
  }

  private ClassReport ofClass(int k) {
    return new ClassReport(
        classes.get(k),
        predicted[k] == 0 ? 0 : (double) hits[k] / predicted[k],
        occurring[k] == 0 ? 0 : (double) hits[k] / occurring[k],
        hits[k] == 0 ? 0 : 2.0 * hits[k] / (occurring[k] + predicted[k]),
        occurring[k]);
  }

  private void addMacroAverages(Map<String, Double> metrics) {
    double precision = 0;
    double recall = 0;
    double f1 = 0;
    int seen = 0;
    for (int k = 0; k < occurring.length; k++) {
      if (occurring[k] + predicted[k] > 0) {
        ClassReport report = ofClass(k);
        precision += report.precision();
        recall += report.recall();
        f1 += report.f1();
        seen++;
      }
    }
    metrics.put("precision", precision / seen);
    metrics.put("recall", recall / seen);
    metrics.put("f1", f1 / seen);
  }

  private static void putFinite(Map<String, Double> metrics, String name, double value) {
    if (Double.isFinite(value)) {
      metrics.put(name, value);
    }
  }

  private static long sum(long[] numbers) {
    long sum = 0;
    for (long number : numbers) {
      sum += number;
    }
    return sum;
  }
}
