package dev.evenkeel.training.preflight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.evenkeel.training.RunSetup;
import dev.evenkeel.training.TestSpecs;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.data.DatasetSchema.FeatureColumn;
import dev.evenkeel.training.data.Layout;
import dev.evenkeel.training.plan.NetworkPlanner;
import dev.evenkeel.training.plan.layers.PlanLimits;
import dev.evenkeel.training.spec.Activation;
import dev.evenkeel.training.spec.TrainingSpec;
import dev.evenkeel.training.stability.Cause;
import dev.evenkeel.training.stability.Severity;
import dev.evenkeel.training.stability.SpecChange;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Where tanh is concerned the expectations are those of real runs: sequences whose first step
 * decides, of 24 units, were learned at gain 1.6 over 40 steps and at 2.5 over 20, and were not at
 * 2 over 40 and 3 over 20.
 */
class RecurrenceChecksTest {

  @ParameterizedTest
  @CsvSource({
    "tanh, 1.0, 40",
    "relu, 1.0, 100",
    "tanh, 0.9, 20",
    "sigmoid, 1.0, 20",
    "tanh, 1.3, 20"
  })
  void usualRecurrencesPass(String activation, double gain, int steps) {
    assertThat(found(rnn(activation, gain), steps)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"tanh, 1.6, 20", "tanh, 1.6, 40", "tanh, 1.3, 40", "tanh, 2.0, 20", "sigmoid, 2, 40"})
  void boundedUnitsThatHoldARecurrenceBackAreOnlySuspected(
      String activation, double gain, int steps) {
    assertThat(found(rnn(activation, gain), steps))
        .extracting(PreflightWarning::cause, PreflightWarning::severity)
        .containsExactly(tuple(Cause.EXPLODING_RECURRENCE, Severity.INFO));
  }

  @ParameterizedTest
  @CsvSource({"tanh, 2.0, 40", "tanh, 3.0, 20", "relu, 1.6, 20", "tanh, 6, 20", "softsign, 9, 40"})
  void whatGrowsAllTheSameBecomesOrthogonal(String activation, double gain, int steps) {
    List<PreflightWarning> found = found(rnn(activation, gain), steps);

    assertThat(found)
        .extracting(PreflightWarning::cause, PreflightWarning::severity)
        .containsExactly(tuple(Cause.EXPLODING_RECURRENCE, Severity.WARNING));
    assertThat(found.get(0).fix())
        .extracting(SpecChange::pointer, SpecChange::to)
        .containsExactly(tuple("/network/layers/0/recurrent_init", "orthogonal"));
  }

  @Test
  void whatFadesBecomesAnLstm() {
    List<PreflightWarning> found = found(rnn("tanh", 0.5), 20);

    assertThat(found)
        .extracting(PreflightWarning::cause, PreflightWarning::severity)
        .containsExactly(tuple(Cause.VANISHING_GRADIENT, Severity.WARNING));
    assertThat(found.get(0).fix())
        .extracting(SpecChange::pointer)
        .containsExactly("/network/layers/0");
  }

  @Test
  void aRecurrenceInBothDirectionsIsNamedWhereItStands() {
    List<PreflightWarning> found =
        found("{'type':'bidirectional','layer':%s}".formatted(rnn("tanh", 6)), 30);

    assertThat(found)
        .extracting(PreflightWarning::pointer)
        .containsExactly("/network/layers/0/layer/recurrent_init");
    assertThat(found.get(0).fix())
        .extracting(SpecChange::pointer)
        .containsExactly("/network/layers/0/layer/recurrent_init");
  }

  @Test
  void rectifiersThatShutHalfOfTheUnitsTakeTwiceTheVariance() {
    String he = "'recurrent_init':{'type':'normal','std':%s}".formatted(Math.sqrt(2.0 / 24));

    assertThat(found("{'type':'simple_rnn','units':24,'activation':'relu',%s}".formatted(he), 60))
        .isEmpty();
    assertThat(
            found("{'type':'simple_rnn','units':24,'activation':'relu','recurrent_init':'he'}", 60))
        .isEmpty();
  }

  @Test
  void gatesLetAnythingPass() {
    assertThat(found("{'type':'lstm','units':8}", 300)).isEmpty();
  }

  @Test
  void aLongRecurrenceIsTriedOverItsFirstStepsOnly() {
    double some = new ChaoticRecurrence(Activation.TANH, 2, 24).growth(200);
    double more = new ChaoticRecurrence(Activation.TANH, 2, 24).growth(400);

    assertThat(more).isCloseTo(some * some, org.assertj.core.data.Percentage.withPercentage(1));
  }

  private static String rnn(String activation, double gain) {
    return "{'type':'simple_rnn','units':24,'activation':'%s','recurrent_init':{'type':'orthogonal','gain':%s}}"
        .formatted(activation, gain);
  }

  private static List<PreflightWarning> found(String layer, int steps) {
    DatasetSchema sequences =
        new DatasetSchema(
            DatasetSchema.Task.CLASSIFICATION,
            100,
            new Layout.Sequences(steps, steps),
            List.of(new FeatureColumn("x", List.of())),
            List.of("kind"),
            List.of("a", "b", "c"));
    TrainingSpec spec = TestSpecs.spec("{'layers':[%s]}".formatted(layer), "{}");
    var plan = new NetworkPlanner(PlanLimits.defaults()).plan(spec, sequences).plan();
    return new RecurrenceChecks(new RunSetup(spec, plan)).found();
  }
}
