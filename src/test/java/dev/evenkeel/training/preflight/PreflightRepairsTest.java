package dev.evenkeel.training.preflight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.evenkeel.training.TestSpecs;
import dev.evenkeel.training.repair.RepairState;
import dev.evenkeel.training.spec.SpecEdits;
import dev.evenkeel.training.spec.StabilitySpec.Mode;
import dev.evenkeel.training.spec.TrainingSpec;
import dev.evenkeel.training.stability.Cause;
import dev.evenkeel.training.stability.Incident;
import dev.evenkeel.training.stability.RepairAction;
import dev.evenkeel.training.stability.RepairLadder;
import dev.evenkeel.training.stability.StabilityWatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PreflightRepairsTest {

  private static final TrainingSpec SPEC = TestSpecs.spec("{'layers':[]}", "{'shuffle':false}");

  private final List<Incident> incidents = new ArrayList<>();
  private final PreflightRepairs repairs = repairs(Mode.REPAIR, Set.of(RepairAction.values()));

  @Test
  void curesWhatIsCertainAndTellsOfTheRest() {
    TrainingSpec repaired = repairs.admit(SPEC, List.of(order(), suspected(Cause.CLASS_IMBALANCE)));

    assertThat(repaired.training().shuffle()).isTrue();
    assertThat(incidents)
        .extracting(Incident::cause, Incident::action)
        .containsExactly(
            tuple(Cause.DATA_ORDER, RepairAction.FIX_SPEC),
            tuple(Cause.CLASS_IMBALANCE, RepairAction.NONE));
  }

  @Test
  void tellsOfACauseOnceHoweverOftenTheSpecIsChecked() {
    TrainingSpec repaired = repairs.admit(SPEC, List.of(suspected(Cause.CLASS_IMBALANCE)));
    repairs.admit(repaired, List.of(suspected(Cause.CLASS_IMBALANCE)));

    assertThat(repaired).isEqualTo(SPEC);
    assertThat(incidents).hasSize(1);
  }

  @Test
  void neverTreatsTheSamePlaceTwice() {
    TrainingSpec once = repairs.admit(SPEC, List.of(order()));
    // A fix that did not take: without a memory this would go on for ever.
    TrainingSpec twice = repairs.admit(SPEC, List.of(order()));

    assertThat(once).isNotEqualTo(SPEC);
    assertThat(twice).isEqualTo(SPEC);
    assertThat(incidents).hasSize(1);
  }

  @Test
  void treatsTheSameCauseElsewhereInAnotherRound() {
    TrainingSpec spec =
        TestSpecs.spec(
            "{'layers':[{'type':'dense','units':3,'bias_init':-5},{'type':'dense','units':3,'bias_init':-6}]}",
            "{}");
    List<PreflightWarning> both = List.of(shut(spec, 0), shut(spec, 1));

    TrainingSpec first = repairs.admit(spec, both);
    TrainingSpec second = repairs.admit(first, List.of(shut(first, 1)));

    assertThat(incidents)
        .extracting(one -> one.changes().get(0).pointer())
        .containsExactly("/network/layers/0/bias_init", "/network/layers/1/bias_init");
    assertThat(second).isNotEqualTo(first);
  }

  @Test
  void changesNothingWhereNobodyLetsIt() {
    assertThat(repairs(Mode.OBSERVE, Set.of(RepairAction.values())).admit(SPEC, List.of(order())))
        .isEqualTo(SPEC);
    assertThat(repairs(Mode.REPAIR, Set.of()).admit(SPEC, List.of(order()))).isEqualTo(SPEC);
    assertThat(incidents)
        .extracting(Incident::action)
        .containsExactly(RepairAction.NONE, RepairAction.NONE);
  }

  private PreflightRepairs repairs(Mode mode, Set<RepairAction> allowed) {
    return new PreflightRepairs(
        new RepairState(mode, new StabilityWatch(incidents::add), new RepairLadder(allowed)));
  }

  private static PreflightWarning order() {
    return PreflightWarning.of(
        "/training/shuffle",
        Cause.DATA_ORDER,
        Map.of(),
        "Sorted.",
        "Shuffle.",
        List.of(SpecEdits.change(SPEC, "/training/shuffle", true)));
  }

  private static PreflightWarning shut(TrainingSpec spec, int layer) {
    String pointer = "/network/layers/%d/bias_init".formatted(layer);
    return PreflightWarning.of(
        pointer,
        Cause.DEAD_RELU,
        Map.of(),
        "Shut.",
        "Open.",
        List.of(SpecEdits.change(spec, pointer, 0.0)));
  }

  private static PreflightWarning suspected(Cause cause) {
    return PreflightWarning.of("/training", cause, Map.of(), "Perhaps.", "Look.", List.of());
  }
}
