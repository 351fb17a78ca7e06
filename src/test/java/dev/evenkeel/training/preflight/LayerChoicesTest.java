package dev.evenkeel.training.preflight;

import static dev.evenkeel.training.TestSpecs.classification;
import static dev.evenkeel.training.TestSpecs.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.evenkeel.training.RunSetup;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.data.Layout;
import dev.evenkeel.training.plan.NetworkPlanner;
import dev.evenkeel.training.plan.layers.PlanLimits;
import dev.evenkeel.training.spec.TrainingSpec;
import dev.evenkeel.training.stability.Cause;
import dev.evenkeel.training.stability.Severity;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayerChoicesTest {

  private static final DatasetSchema TABLE = classification(900, 4, "a", "b", "c");
  private static final DatasetSchema SEQUENCES =
      new DatasetSchema(
          DatasetSchema.Task.CLASSIFICATION,
          900,
          new Layout.Sequences(30, 30),
          TABLE.features(),
          TABLE.targets(),
          TABLE.classes());

  private static List<PreflightWarning> found(DatasetSchema schema, String layers) {
    TrainingSpec spec = spec("{'layers':[%s]}".formatted(layers), "{}");
    var plan = new NetworkPlanner(PlanLimits.defaults()).plan(spec, schema).plan();
    return new LayerChoices(new RunSetup(spec, plan)).found();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'type':'dense','units':3,'activation':'softmax'} | DOUBLE_SOFTMAX | WARNING | relu
          {'type':'dense','units':8,'activation':'softmax'} | DOUBLE_SOFTMAX | INFO |
          {'type':'dense','units':3,'activation':'softmax'},{'type':'dense','units':8} | SATURATED_ACTIVATION | INFO |
          {'type':'dense','units':3},{'type':'activation','activation':'softmax'} | DOUBLE_SOFTMAX | WARNING | relu
          {'type':'dense','units':8},{'type':'dropout','rate':0.9} | DROPOUT | INFO |
          {'type':'dropout','rate':0.7},{'type':'dense','units':8},{'type':'dropout','rate':0.7} | DROPOUT | INFO |
          """)
  void namesWhatLetsLittleThrough(String layers, Cause cause, Severity severity, String fix) {
    assertThat(found(TABLE, layers))
        .extracting(
            PreflightWarning::cause,
            PreflightWarning::severity,
            one -> one.fix().isEmpty() ? null : one.fix().get(0).to())
        .containsExactly(tuple(cause, severity, fix));
  }

  @ParameterizedTest
  @CsvSource({"-5, WARNING, 3.4", "-1, INFO, "})
  void namesForgetGatesThatStartShut(double bias, Severity severity, String fix) {
    assertThat(found(SEQUENCES, "{'type':'lstm','units':8,'forget_gate_bias':%s}".formatted(bias)))
        .extracting(
            PreflightWarning::cause,
            PreflightWarning::severity,
            one -> one.fix().isEmpty() ? null : one.fix().get(0).to().toString())
        .containsExactly(tuple(Cause.FORGET_BIAS, severity, fix));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'type':'dense','units':16}
          {'type':'dense','units':64},{'type':'dropout','rate':0.5},{'type':'dense','units':64},{'type':'dropout','rate':0.5}
          """)
  void saysNothingOfUsualLayers(String layers) {
    assertThat(found(TABLE, layers)).isEmpty();
  }
}
