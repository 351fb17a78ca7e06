package dev.evenkeel.training.run;

import dev.evenkeel.training.ModelManifest;
import dev.evenkeel.training.SplitEvaluator;
import dev.evenkeel.training.StopReason;
import dev.evenkeel.training.TrainingResult;
import dev.evenkeel.training.evaluation.EvaluationReport;
import dev.evenkeel.training.network.LayerNorms;
import dev.evenkeel.training.repair.RepairState;
import dev.evenkeel.training.spec.StabilitySpec.Mode;
import dev.evenkeel.training.stability.StabilityWatch;
import dev.evenkeel.training.stability.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Judges the model that a run keeps on each split, writes it down, and settles what is open. */
final class Conclusion {

  private final OpenRun open;
  private final OpenRun.Source source;
  private final RepairState repairState;
  private final long recorded;

  /**
   * @param recorded iterations of the whole run
   */
  Conclusion(OpenRun open, OpenRun.Source source, RepairState repairState, long recorded) {
    this.open = open;
    this.source = source;
    this.repairState = repairState;
    this.recorded = recorded;
  }

  /** Of a run that somebody ended. */
  TrainingResult brokenOff(StopReason reason) {
    StabilityWatch watch = repairState.watch();
    return new TrainingResult(
        reason,
        watch.verdict(),
        recorded + repairState.probed(),
        Map.of(),
        List.of(),
        watch.actions(),
        null);
  }

  /**
   * Of a run that came to its end.
   *
   * @param latest how its last arm ended
   */
  TrainingResult of(ArmOutcome best, StopReason latest) throws IOException {
    Map<String, Double> metrics = new LinkedHashMap<>(best.best().metrics());
    List<EvaluationReport> reports = new ArrayList<>();
    open.network().restore(best.best().snapshot());
    open.network().configureRate(best.spec().training().optimizer().learningRate());
    ModelManifest model = judgeAndWrite(metrics, reports);
    StopReason reason = model == null ? StopReason.DIVERGED : reason(best, latest);
    settle(best, reason, metrics);
    StabilityWatch watch = repairState.watch();
    return new TrainingResult(
        reason,
        reason == StopReason.DIVERGED ? Verdict.UNSTABLE : watch.verdict(),
        recorded + repairState.probed(),
        metrics,
        List.copyOf(reports),
        watch.actions(),
        model);
  }

  /** A run whose numbers ended has succeeded all the same if it had learned before. */
  private StopReason reason(ArmOutcome best, StopReason latest) {
    boolean saved = repairState.mode() == Mode.REPAIR && best.hasProvablyLearned();
    return latest == StopReason.DIVERGED && saved ? StopReason.COMPLETED : latest;
  }

  private void settle(ArmOutcome best, StopReason reason, Map<String, Double> metrics) {
    StabilityWatch watch = repairState.watch();
    if (!watch.isWatching()) {
      return;
    }
    boolean learned = reason.isSuccess() && best.hasLearned();
    RepairState.Control control = repairState.control();
    int before = control == null ? 0 : control.incidents();
    watch.end(new StabilityWatch.EndOfRun(learned, best.repaired(), before));
    // Who has been told what is wrong need not be told that it went wrong.
    if (reason.isSuccess() && (learned || watch.verdict() != Verdict.UNSTABLE)) {
      new OutcomeReview(best, metrics, repairState, recorded).incident().ifPresent(watch::open);
    }
  }

  private @Nullable ModelManifest judgeAndWrite(
      Map<String, Double> metrics, List<EvaluationReport> reports) throws IOException {
    boolean finite =
        new LayerNorms(open.network().segments(), open.network().layers())
            .areFinite(open.network().parameters());
    for (SplitEvaluator evaluator : evaluators()) {
      var judgement = evaluator.evaluate(open.network(), SplitEvaluator.Depth.FULL);
      finite &= judgement.answersFinite();
      reports.add(judgement.report());
      if (!judgement.split().equals("train")) {
        metrics.putAll(judgement.metrics());
      }
    }
    return finite
        ? new ModelWriter(open.setup(), open.network())
            .write(inputs(), source.provider(), source.output())
        : null;
  }

  private ModelWriter.Inputs inputs() {
    return new ModelWriter.Inputs(
        open.data().schema(),
        open.data().preprocessing(),
        new Probing(open.network(), open.setup().plan()).ofTraining(open.data()));
  }

  private List<SplitEvaluator> evaluators() {
    var data = open.data();
    List<SplitEvaluator> evaluators = new ArrayList<>();
    data.validation()
        .ifPresent(s -> evaluators.add(new SplitEvaluator("validation", s, data, open.setup())));
    data.test().ifPresent(s -> evaluators.add(new SplitEvaluator("test", s, data, open.setup())));
    if (evaluators.isEmpty()) {
      evaluators.add(new SplitEvaluator("train", data.training(), data, open.setup()));
    }
    return evaluators;
  }
}
