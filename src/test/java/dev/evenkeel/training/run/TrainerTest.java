package dev.evenkeel.training.run;

import static dev.evenkeel.training.TestSpecs.classification;
import static dev.evenkeel.training.TestSpecs.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.evenkeel.training.RecordingObserver;
import dev.evenkeel.training.RunShape;
import dev.evenkeel.training.RunSignal;
import dev.evenkeel.training.ScriptedNetwork;
import dev.evenkeel.training.StopReason;
import dev.evenkeel.training.TensorFolder;
import dev.evenkeel.training.TrainingResult;
import dev.evenkeel.training.data.DataLocation;
import dev.evenkeel.training.evaluation.EvaluationReport;
import dev.evenkeel.training.stability.Cause;
import dev.evenkeel.training.stability.Incident;
import dev.evenkeel.training.stability.Outcome;
import dev.evenkeel.training.stability.RepairAction;
import dev.evenkeel.training.stability.Severity;
import dev.evenkeel.training.stability.Symptom;
import dev.evenkeel.training.stability.Verdict;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Six examples in batches of two: three iterations an epoch, and one of learning rate 0.1. */
class TrainerTest {

  private static final double NAN = Double.NaN;
  private static final String REPAIR = "{}";
  private static final String STOP = "{'mode':'stop'}";
  private static final String OBSERVE = "{'mode':'observe'}";
  private static final String OFF = "{'mode':'off'}";
  private static final String ALL_TRAIN = "{'validation':0}";
  private static final String A_QUARTER = "{'validation':0.25}";

  @TempDir Path folder;
  private final RecordingObserver observer = new RecordingObserver();
  private RunSignal signal = Optional::empty;
  private float[][] features = TensorFolder.column(1, 2, 3, 4, 5, 6);

  @Test
  void skipsTheUpdateOfANonFiniteStepAndTrainsOn() {
    var network = ScriptedNetwork.withGradientNorms(1.0, 1.1, 0.9, NAN, 1.0, 1.0);

    var result = train(network, "'epochs':2", ALL_TRAIN, REPAIR);

    assertThat(result.stopReason()).isEqualTo(StopReason.COMPLETED);
    assertThat(applied()).isEqualTo(5);
    assertThat(observer.incidents)
        .extracting(Incident::number, Incident::iteration, Incident::action, Incident::outcome)
        .containsExactly(
            tuple(1, 4L, RepairAction.SKIP_UPDATE, Outcome.PENDING),
            tuple(1, 4L, RepairAction.SKIP_UPDATE, Outcome.RECOVERED));
    assertThat(result.verdict()).isEqualTo(Verdict.RECOVERED);
    assertThat(result.actions()).containsExactly(java.util.Map.entry("skip_update", 1));
    assertThat(result.executedIterations()).as("probes included").isBetween(6L, 56L);
    assertThat(network.weights()[0]).isCloseTo(-0.5f, within(1e-6f));
  }

  @Test
  void leavesAHealthyRunAlone() {
    var network = ScriptedNetwork.withGradientNorms(1.0);

    var result = train(network, "'epochs':2", ALL_TRAIN, REPAIR);

    assertThat(result.verdict()).isEqualTo(Verdict.HEALTHY);
    assertThat(result.actions()).isEmpty();
    assertThat(observer.incidents).isEmpty();
    assertThat(applied()).isEqualTo(6);
    assertThat(network.exports()).isEqualTo(1);
    assertThat(network.isClosed()).isTrue();
    assertThat(result.model()).isNotNull();
  }

  @Test
  void neverSkipsThreeUpdatesRunningAndEndsWhenTheLadderIsSpent() {
    var network = ScriptedNetwork.withGradientNorms(1.0, 1.0, 1.0, 1.0, NAN);

    var result = train(network, "'epochs':5", ALL_TRAIN, REPAIR);

    assertThat(result.stopReason()).isEqualTo(StopReason.DIVERGED);
    assertThat(result.verdict()).isEqualTo(Verdict.UNSTABLE);
    assertThat(result.executedIterations()).isLessThanOrEqualTo(2 * 15 + 50);
    var actions =
        observer.incidents.stream()
            .filter(incident -> incident.outcome() != Outcome.RECURRED)
            .filter(incident -> incident.outcome() != Outcome.RECOVERED)
            .filter(
                incident ->
                    incident.outcome() != Outcome.GAVE_UP || incident.action() == RepairAction.STOP)
            .map(Incident::action)
            .toList();
    assertThat(actions)
        .startsWith(RepairAction.SKIP_UPDATE, RepairAction.SKIP_UPDATE)
        .doesNotContainSequence(
            RepairAction.SKIP_UPDATE, RepairAction.SKIP_UPDATE, RepairAction.SKIP_UPDATE)
        .endsWith(RepairAction.STOP);
    assertThat(result.model()).as("the last finite model").isNotNull();
  }

  @Test
  void countsSkipsAcrossEpochsAndForgetsThemAfterAFiniteStep() {
    var network = ScriptedNetwork.withGradientNorms(1, NAN, NAN, 1, NAN, NAN, 1);

    var result = train(network, "'epochs':3", ALL_TRAIN, REPAIR);

    assertThat(result.stopReason()).isEqualTo(StopReason.COMPLETED);
    assertThat(result.verdict()).isEqualTo(Verdict.RECOVERED);
    assertThat(applied()).isEqualTo(5);
  }

  @Test
  void recordsEveryIterationWithItsNormBeforeClipping() {
    var network = ScriptedNetwork.withGradientNorms(4.0, 3.0, 2.0).withLosses(0.5, 0.4, 0.3);

    train(
        network,
        "'epochs':1,'gradient_clipping':{'type':'global_norm','threshold':1}",
        ALL_TRAIN,
        REPAIR);

    assertThat(observer.steps)
        .extracting(
            RecordingObserver.Step::iteration,
            RecordingObserver.Step::epoch,
            RecordingObserver.Step::loss,
            RecordingObserver.Step::gradientNorm,
            RecordingObserver.Step::applied)
        .containsExactly(
            tuple(1L, 1, 0.5, 4.0, true),
            tuple(2L, 1, 0.4, 3.0, true),
            tuple(3L, 1, 0.3, 2.0, true));
    assertThat(network.weights()[0]).isCloseTo(-0.3f, within(1e-6f));
    assertThat(observer.epochs.get(0).get("train_loss")).isCloseTo(0.4, within(1e-12));
  }

  @Test
  void measuresRatiosInTheFirstOfEveryTenIterations() {
    train(ScriptedNetwork.withGradientNorms(1.0), "'epochs':7", ALL_TRAIN, REPAIR);

    assertThat(observer.steps)
        .filteredOn(RecordingObserver.Step::sampled)
        .extracting(RecordingObserver.Step::iteration)
        .containsExactly(1L, 11L, 21L);
    var eleventh = observer.steps.get(10);
    assertThat(eleventh.parameterNorm()).isCloseTo(1.1, within(1e-6));
    assertThat(eleventh.updateRatio()).isCloseTo(0.1 / 1.1, within(1e-6));
    assertThat(eleventh.zeroFraction()).isEqualTo(0.25);
  }

  @Test
  void announcesTheSizeOfTheRun() {
    train(ScriptedNetwork.withGradientNorms(1.0), "'epochs':7", A_QUARTER, REPAIR);

    RunShape shape = observer.shapes.get(0);
    assertThat(shape.trainingExamples()).isEqualTo(4);
    assertThat(shape.iterationsPerEpoch()).isEqualTo(2);
    assertThat(shape.iterations()).isEqualTo(14);
    assertThat(observer.epochs).hasSize(7);
  }

  @Test
  void recordsOneIncidentOfALastingConditionWhenItOnlyObserves() {
    var network = ScriptedNetwork.withGradientNorms(1, 1, NAN, NAN, NAN, NAN);

    var result = train(network, "'epochs':3", ALL_TRAIN, OBSERVE);

    assertThat(result.stopReason()).isEqualTo(StopReason.COMPLETED);
    assertThat(result.verdict()).isEqualTo(Verdict.UNSTABLE);
    assertThat(applied()).isEqualTo(9);
    assertThat(observer.incidents)
        .extracting(Incident::iteration, Incident::action, Incident::outcome)
        .containsExactly(tuple(3L, RepairAction.NONE, Outcome.NOT_ACTED));
    assertThat(result.actions()).isEmpty();
  }

  @Test
  void neverExportsANonFiniteModel() {
    var network = ScriptedNetwork.withGradientNorms(NAN);

    var result = train(network, "'epochs':2", ALL_TRAIN, OFF);

    assertThat(result.stopReason()).isEqualTo(StopReason.COMPLETED);
    assertThat(result.verdict()).isEqualTo(Verdict.UNWATCHED);
    assertThat(observer.incidents).isEmpty();
    assertThat(network.weights()).as("the untrained parameters").containsOnly(0f);
  }

  @Test
  void endsAtTheFirstCriticalIncidentWhereItIsToldTo() {
    var network = ScriptedNetwork.withGradientNorms(1, NAN, 1);

    var result = train(network, "'epochs':2", ALL_TRAIN, STOP);

    assertThat(result.stopReason()).isEqualTo(StopReason.DIVERGED);
    assertThat(observer.steps).hasSize(2);
    assertThat(applied()).isEqualTo(1);
    assertThat(observer.incidents)
        .extracting(Incident::action, Incident::outcome)
        .containsExactly(tuple(RepairAction.STOP, Outcome.GAVE_UP));
  }

  @Test
  void endsWhereSkippingIsNotAllowed() {
    var network = ScriptedNetwork.withGradientNorms(1, NAN, 1);

    var result = train(network, "'epochs':2", ALL_TRAIN, "{'allow':['clip_gradient']}");

    assertThat(result.stopReason()).isEqualTo(StopReason.DIVERGED);
    assertThat(applied()).isEqualTo(1);
  }

  @Test
  void namesTheRowsOfBadDataAsTheCause() {
    features = TensorFolder.column(1, 2, 3, Double.NaN, 5, 6);
    var network = ScriptedNetwork.withGradientNorms(1, NAN, 1);

    train(network, "'epochs':1,'shuffle':false", ALL_TRAIN, REPAIR, "{'missing':'keep'}");

    Incident incident = observer.incidents.get(0);
    assertThat(incident.symptom()).isEqualTo(Symptom.SUSPICIOUS_SPEC);
    assertThat(incident.severity()).isEqualTo(Severity.WARNING);
    assertThat(incident.action()).isEqualTo(RepairAction.FIX_SPEC);
    assertThat(incident.cause()).isEqualTo(Cause.NON_FINITE_DATA);
    assertThat(incident.evidence()).containsEntry("rows", java.util.List.of(3));
    assertThat(incident.message()).contains("NaN").contains("[3]");
    assertThat(incident.advice()).contains("preprocessing.missing");
  }

  @Test
  void settlesASkipOfTheLastIterationByLookingAtTheNetwork() {
    var network = ScriptedNetwork.withGradientNorms(1, 1, NAN);

    var result = train(network, "'epochs':1", ALL_TRAIN, REPAIR);

    assertThat(result.stopReason()).isEqualTo(StopReason.COMPLETED);
    assertThat(result.verdict()).isEqualTo(Verdict.RECOVERED);
    assertThat(observer.incidents)
        .extracting(Incident::outcome)
        .containsExactly(Outcome.PENDING, Outcome.RECOVERED);
  }

  @Test
  void keepsTheModelOfTheLowestValidationLoss() {
    var network =
        ScriptedNetwork.withGradientNorms(1.0)
            .withValidationLosses(0.9, 0.5, 0.7, NAN, 0.6)
            .withLosses(5, 5, 4, 4, 3, 3, 2, 2, 1, 1);

    var result = train(network, "'epochs':5", A_QUARTER, REPAIR);

    assertThat(result.metrics()).containsEntry("train_loss", 4.0);
    assertThat(network.weights()[0]).as("after 2 epochs of 2").isCloseTo(-0.4f, within(1e-6f));
    assertThat(observer.epochs)
        .extracting(m -> m.get("validation_loss"))
        .containsExactly(0.9, 0.5, 0.7, null, 0.6);
    assertThat(result.reports()).extracting(EvaluationReport::split).containsExactly("validation");
  }

  @Test
  void keepsTheLastModelWithoutValidation() {
    var network = ScriptedNetwork.withGradientNorms(1.0);

    var result = train(network, "'epochs':3", ALL_TRAIN, REPAIR);

    assertThat(network.weights()[0]).isCloseTo(-0.9f, within(1e-6f));
    assertThat(result.metrics()).containsOnlyKeys("train_loss");
    assertThat(result.reports()).extracting(EvaluationReport::split).containsExactly("train");
  }

  @Test
  void stopsEarlyWhenValidationNoLongerImproves() {
    var network =
        ScriptedNetwork.withGradientNorms(1.0).withValidationLosses(0.9, 0.5, 0.6, 0.55, 0.4);

    var result = train(network, "'epochs':50,'early_stopping':{'patience':2}", A_QUARTER, REPAIR);

    assertThat(result.stopReason()).isEqualTo(StopReason.EARLY_STOPPED);
    assertThat(observer.epochs).hasSize(4);
    assertThat(network.weights()[0]).isCloseTo(-0.4f, within(1e-6f));
  }

  @Test
  void endsBetweenTwoBatchesWhenAsked() {
    var network = ScriptedNetwork.withGradientNorms(1.0);
    signal = () -> network.updates() < 2 ? Optional.empty() : Optional.of(StopReason.CANCELLED);

    var result = train(network, "'epochs':5", ALL_TRAIN, REPAIR);

    assertThat(result.stopReason()).isEqualTo(StopReason.CANCELLED);
    assertThat(result.executedIterations()).isEqualTo(2);
    assertThat(result.model()).isNull();
    assertThat(network.exports()).isZero();
    assertThat(network.isClosed()).isTrue();
  }

  @Test
  void followsTheSchedule() {
    var network = ScriptedNetwork.withGradientNorms(1.0);

    train(
        network,
        "'epochs':2,'schedule':{'type':'step','period':2,'factor':0.5,'warmup_iterations':2}",
        ALL_TRAIN,
        REPAIR);

    assertThat(network.rates()).containsExactly(0.05, 0.1, 0.1, 0.1, 0.05, 0.05);
  }

  @Test
  void seesEveryExampleOnceAnEpochInAnOrderOfItsOwn() {
    var network = ScriptedNetwork.withGradientNorms(1.0);
    var again = ScriptedNetwork.withGradientNorms(1.0);

    train(network, "'epochs':2,'batch_size':4", ALL_TRAIN, REPAIR);
    train(again, "'epochs':2,'batch_size':4", ALL_TRAIN, REPAIR);

    var rows = network.seenRows();
    assertThat(rows).extracting(java.util.List::size).containsExactly(4, 2, 4, 2);
    assertThat(java.util.stream.Stream.concat(rows.get(0).stream(), rows.get(1).stream()))
        .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5);
    assertThat(rows.get(0)).isNotEqualTo(rows.get(2));
    assertThat(again.seenRows()).isEqualTo(rows);
  }

  private int applied() {
    return (int) observer.steps.stream().filter(RecordingObserver.Step::applied).count();
  }

  private TrainingResult train(
      ScriptedNetwork network, String training, String split, String stability) {
    return train(network, training, split, stability, "{'numeric':'none'}");
  }

  private TrainingResult train(
      ScriptedNetwork network,
      String training,
      String split,
      String stability,
      String preprocessing) {
    var schema = classification(6, 1, "no", "yes");
    TensorFolder.write(folder, schema, features, TensorFolder.column(0, 1, 0, 1, 0, 1));
    String optimization =
        "{%s'optimizer':{'type':'sgd','learning_rate':0.1},%s}"
            .formatted(training.contains("batch_size") ? "" : "'batch_size':2,", training);
    return TrainingRun.execute(
        spec("{'layers':[]}", optimization, split, preprocessing, stability),
        new DataLocation(folder, null, null),
        folder,
        network.provider(),
        observer,
        signal);
  }
}
