package dev.evenkeel.training.evaluation;

import dev.evenkeel.training.data.NaiveForecasts;
import dev.evenkeel.training.network.Batch;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Judges forecasts: as numbers, and by their skill against two forecasts that need no model, 1 −
 * MSE(model)/MSE(reference) (Murphy, 1988) over all steps ahead, averaged over the targets.
 */
public final class ForecastEvaluation implements Evaluation {

  private final RegressionEvaluation numbers;
  private final NaiveForecasts naive;
  private final UserUnits units;
  private final Skill persistence;
  private final Skill seasonal;
  private final float[] truth;
  private final float[] reference;

  /** Turns a network's output into the user's units. */
  public interface UserUnits {
    double of(int output, float value);
  }

  /** Squared errors of the model and of a reference, where there are both. */
  private static final class Skill {
    private final double[] model;
    private final double[] reference;

    Skill(int targets) {
      model = new double[targets];
      reference = new double[targets];
    }

    void add(int target, double modelError, double referenceError) {
      if (!Double.isNaN(referenceError)) {
        model[target] += modelError * modelError;
        reference[target] += referenceError * referenceError;
      }
    }

    /** A reference that is never wrong cannot be beaten: a target with one counts for nothing. */
    double mean() {
      double sum = 0;
      int counted = 0;
      for (int t = 0; t < model.length; t++) {
        if (reference[t] > 0) {
          sum += 1 - model[t] / reference[t];
          counted++;
        }
      }
      return sum / counted;
    }
  }

  public ForecastEvaluation(RegressionEvaluation numbers, NaiveForecasts naive, UserUnits units) {
    this.numbers = numbers;
    this.naive = naive;
    this.units = units;
    persistence = new Skill(naive.targets());
    seasonal = new Skill(naive.targets());
    truth = new float[naive.outputs()];
    reference = new float[naive.outputs()];
  }

  @Override
  public void add(Batch batch, float[] outputs) {
    numbers.add(batch, outputs);
    for (int i = 0; i < batch.size(); i++) {
      int window = batch.rows()[i];
      naive.readTruth(window, truth);
      naive.readPersistence(window, reference);
      compare(persistence, outputs, i);
      naive.readSeasonal(window, reference);
      compare(seasonal, outputs, i);
    }
  }

  private void compare(Skill skill, float[] outputs, int example) {
    for (int k = 0; k < truth.length; k++) {
      if (Float.isFinite(truth[k])) {
        double answer = units.of(k, outputs[example * truth.length + k]);
        skill.add(k % naive.targets(), answer - truth[k], (double) reference[k] - truth[k]);
      }
    }
  }

  @Override
  public Map<String, Double> brief() {
    Map<String, Double> metrics = new LinkedHashMap<>(numbers.brief());
    putFinite(metrics, "persistence_skill", persistence.mean());
    putFinite(metrics, "seasonal_skill", seasonal.mean());
    return metrics;
  }

  private static void putFinite(Map<String, Double> metrics, String name, double value) {
    if (Double.isFinite(value)) {
      metrics.put(name, value);
    }
  }

  @Override
  public EvaluationReport report(String split) {
    @Nullable Integer season = naive.season();
    return EvaluationReport.ofNumbers(split, brief(), season);
  }
}
