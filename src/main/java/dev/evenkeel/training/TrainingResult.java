package dev.evenkeel.training;

import dev.evenkeel.training.evaluation.EvaluationReport;
import dev.evenkeel.training.stability.Verdict;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a run ended.
 *
 * @param executedIterations every gradient step taken
 * @param metrics of the kept model: {@code train_loss}, {@code validation_…}, {@code test_…}
 * @param reports one for each split that was evaluated, validation first
 * @param actions how often each repair was taken, by lower-case name
 * @param model null where there is no finite model to keep
 */
public record TrainingResult(
    StopReason stopReason,
    Verdict verdict,
    long executedIterations,
    Map<String, Double> metrics,
    List<EvaluationReport> reports,
    Map<String, Integer> actions,
    @Nullable ModelManifest model) {}
