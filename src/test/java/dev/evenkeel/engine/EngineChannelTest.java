package dev.evenkeel.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenkeel.training.StepBatch;
import dev.evenkeel.training.StopReason;
import dev.evenkeel.training.spec.SpecJson;
import dev.evenkeel.training.spec.TrainingSpec;
import dev.evenkeel.training.stability.Cause;
import dev.evenkeel.training.stability.Incident;
import dev.evenkeel.training.stability.Outcome;
import dev.evenkeel.training.stability.RepairAction;
import dev.evenkeel.training.stability.Severity;
import dev.evenkeel.training.stability.SpecChange;
import dev.evenkeel.training.stability.Symptom;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EngineChannelTest {

  private static final String SPEC =
      """
      {"split": {"validation": 0.2}, "preprocessing": {},
       "network": {"layers": [{"type": "dense", "units": 8, "activation": "relu"}]},
       "training": {"epochs": 3, "optimizer": {"type": "adam"}},
       "stability": {"mode": "stop"}}
      """;

  private ChannelPair pair;

  @BeforeEach
  void connect() throws IOException {
    pair = ChannelPair.open();
  }

  @AfterEach
  void disconnect() throws IOException {
    pair.close();
  }

  @Test
  void carriesNumbersThatAreNotFinite() throws IOException {
    double[] odd = {1.5, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
    StepBatch steps =
        new StepBatch(
            7,
            odd,
            odd,
            new double[][] {odd, odd},
            new long[] {10},
            new double[][] {{Double.NaN}, {0}},
            new double[][] {{1}, {2}},
            new double[][] {{}, {}});

    pair.engine().send(new EngineEvent.Stepped("job/1", 2, steps));

    assertThat(pair.server().readEvent())
        .usingRecursiveComparison()
        .withEqualsForType(Double::equals, Double.class)
        .isEqualTo(new EngineEvent.Stepped("job/1", 2, steps));
  }

  @Test
  void carriesASpecWithEveryDefault() throws IOException {
    TrainingSpec spec = SpecJson.mapper().readValue(SPEC, TrainingSpec.class);
    EngineCommand order =
        new EngineCommand.Train("job/1", "deeplearning4j", spec, "/data", null, null, "/out");

    pair.server().send(order);
    pair.server().send(new EngineCommand.Stop("job/1", StopReason.TIMED_OUT));
    pair.server().send(new EngineCommand.Exit());

    assertThat(pair.engine().readCommand()).isEqualTo(order);
    assertThat(pair.engine().readCommand())
        .isEqualTo(new EngineCommand.Stop("job/1", StopReason.TIMED_OUT));
    assertThat(pair.engine().readCommand()).isEqualTo(new EngineCommand.Exit());
  }

  @Test
  void carriesEvidenceAndChangesWithNulls() throws IOException {
    Map<String, Object> evidence = new HashMap<>();
    evidence.put("loss", null);
    evidence.put("rows", List.of(3, 5));
    Incident incident =
        new Incident(
            1,
            12,
            12,
            1,
            Severity.CRITICAL,
            Symptom.NON_FINITE,
            Cause.NON_FINITE_DATA,
            0.9,
            -1,
            "",
            evidence,
            "The loss is NaN.",
            "Clean row 3.",
            RepairAction.SKIP_UPDATE,
            Map.of("skipped", 1),
            Outcome.PENDING,
            List.of(
                new SpecChange("/training/optimizer/learning_rate", 20.0, 1e-7),
                new SpecChange(
                    "/training/gradient_clipping", null, Map.of("type", "value", "threshold", 2.5)),
                new SpecChange("/training/shuffle", false, true),
                new SpecChange("/training/early_stopping", Map.of("patience", 5), null)));

    pair.engine().send(new EngineEvent.IncidentReported("job/1", incident));

    assertThat(pair.server().readEvent())
        .isEqualTo(new EngineEvent.IncidentReported("job/1", incident));
  }

  @Test
  void saysSoWhenTheOtherSideIsGone() throws IOException {
    pair.engineSocket().write(ByteBuffer.wrap(new byte[] {0, 0, 0, 9, 1, 2}));
    pair.engine().close();

    assertThat(pair.server().readEvent()).isNull();
  }

  @Test
  void refusesAMessageThatClaimsTooMuch() throws IOException {
    pair.engineSocket().write(ByteBuffer.wrap(new byte[] {0x7f, 0, 0, 0}));

    assertThatThrownBy(() -> pair.server().readEvent())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("2130706432")
        .hasMessageContaining(String.valueOf(EngineChannel.MAX_FRAME));
  }

  @Test
  void refusesWhatIsNoMessage() throws IOException {
    pair.engineSocket().write(ByteBuffer.wrap(new byte[] {0, 0, 0, 2, 0x18, 0x2a}));

    assertThatThrownBy(() -> pair.server().readEvent()).isInstanceOf(IOException.class);
  }
}
