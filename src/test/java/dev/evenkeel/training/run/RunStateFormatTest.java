package dev.evenkeel.training.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenkeel.training.StopReason;
import dev.evenkeel.training.TestSpecs;
import dev.evenkeel.training.network.NetworkSnapshot;
import dev.evenkeel.training.repair.PlanPosition;
import dev.evenkeel.training.repair.RepairState;
import dev.evenkeel.training.spec.TrainingSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunStateFormatTest {

  private static final TrainingSpec SPEC =
      TestSpecs.spec(
          "{'layers':[{'type':'dense','units':3}]}",
          "{'epochs':7,'class_weights':'balanced'}",
          "{'validation':0.2}",
          "{}",
          "{'allow':['rollback']}");

  @Test
  void aRunThatHasNotBegunComesBack() throws IOException {
    RunState state = RunState.initial(SPEC, SPEC, RepairState.none());

    RunState read = read(bytes(state));

    assertThat(read).isEqualTo(state);
    assertThat(read.recorded()).isZero();
  }

  @Test
  void everyBitOfANumberComesBack() throws IOException {
    float[] odd = {
      Float.NaN, Float.NEGATIVE_INFINITY, -0f, Float.MIN_VALUE, Float.intBitsToFloat(0x7fc00123)
    };
    NetworkSnapshot network = new NetworkSnapshot(odd, new float[0], 3, new long[] {-1, 1L << 62});
    KeptModel.Best best =
        new KeptModel.Best(
            network,
            Map.of("train_loss", Double.NaN, "validation_loss", Double.POSITIVE_INFINITY),
            -0.0,
            4);

    Arm.Resumed resumed = read(bytes(with(network, best))).control();

    NetworkSnapshot snapshot = resumed.best().snapshot();
    for (int i = 0; i < odd.length; i++) {
      assertThat(Float.floatToRawIntBits(snapshot.parameters()[i]))
          .isEqualTo(Float.floatToRawIntBits(odd[i]));
    }
    assertThat(snapshot.randomState()).containsExactly(-1, 1L << 62);
    assertThat(resumed.best().metrics()).isEqualTo(best.metrics());
    assertThat(resumed.best().validationLoss()).isEqualTo(-0.0);
  }

  @Test
  void longVectorsComeBackAndAreWrittenOnce() throws IOException {
    float[] parameters = new float[100_000];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = i / 7f;
    }
    NetworkSnapshot network = new NetworkSnapshot(parameters, new float[0], 3, new long[2]);

    byte[] bytes = bytes(with(network, KeptModel.Best.untrained(network)));
    Arm.Resumed resumed = read(bytes).control();

    assertThat(bytes).hasSizeLessThan(parameters.length * Float.BYTES + 4_000);
    assertThat(resumed.best().snapshot().parameters()).isEqualTo(parameters);
    assertThat(resumed.from().state().parameters())
        .as("the same array in both places")
        .isSameAs(resumed.best().snapshot().parameters());
  }

  @Test
  void anythingElseIsRefused() {
    assertRefused(new byte[0], "ends in its midst");
    assertRefused("{\"epochs\": 3, \"layers\": []}".getBytes(), "not the state of a run");
    assertRefused(new byte[5_000], "not the state of a run");
  }

  @Test
  void anotherVersionIsRefusedWithItsNumber() throws IOException {
    byte[] bytes = bytes(RunState.initial(SPEC, SPEC, RepairState.none()));
    bytes[7] = 9;

    assertRefused(bytes, "version 9");
    assertRefused(bytes, "Start the run anew");
  }

  @Test
  void damageAnywhereIsNoticed() throws IOException {
    NetworkSnapshot network = new NetworkSnapshot(new float[9], new float[9], 3, new long[2]);
    byte[] whole = bytes(with(network, KeptModel.Best.untrained(network)));
    for (int at = 8; at < whole.length; at++) {
      byte[] changed = whole.clone();
      changed[at] ^= 0x10;
      assertThatThrownBy(() -> read(changed)).isInstanceOf(UnreadableRunStateException.class);
      byte[] cut = Arrays.copyOf(whole, at);
      assertThatThrownBy(() -> read(cut)).isInstanceOf(UnreadableRunStateException.class);
    }
  }

  private static RunState with(NetworkSnapshot network, KeptModel.Best best) {
    RepairState.Control from =
        new RepairState.Control(SPEC, new PlanPosition(2, 5), 17, network, 1);
    return new RunState(
        TrainerState.initial(Arm.asAsked(SPEC), 17),
        RepairState.none().state(),
        new Arm.Resumed(from, best, new EarlyStopping.State(0.5, 2)),
        null,
        StopReason.COMPLETED,
        null);
  }

  private static void assertRefused(byte[] bytes, String words) {
    assertThatThrownBy(() -> read(bytes))
        .isInstanceOf(UnreadableRunStateException.class)
        .hasMessageContaining(words);
  }

  private static byte[] bytes(RunState state) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    RunStateFormat.write(state, bytes);
    return bytes.toByteArray();
  }

  private static RunState read(byte[] bytes) throws IOException {
    return RunStateFormat.read(new ByteArrayInputStream(bytes));
  }
}
