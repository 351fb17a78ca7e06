package dev.evenkeel.training.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.training.TestSpecs;
import dev.evenkeel.training.stability.SpecChange;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpecEditsTest {

  private final TrainingSpec spec =
      TestSpecs.spec(
          "{'layers':[{'type':'simple_rnn','units':4},{'type':'dense','units':3,'bias_init':-4}]}",
          "{'optimizer':{'type':'sgd','learning_rate':20}}");

  @Test
  void aChangeNotesWhatStoodThere() {
    assertThat(SpecEdits.change(spec, "/training/optimizer/learning_rate", 0.3))
        .isEqualTo(new SpecChange("/training/optimizer/learning_rate", 20.0, 0.3));
  }

  @Test
  void setsReplacesAndRemoves() {
    TrainingSpec edited =
        SpecEdits.apply(
            spec,
            List.of(
                new SpecChange("/training/optimizer/learning_rate", 20.0, 0.3),
                new SpecChange("/network/layers/0", null, Map.of("type", "lstm", "units", 4)),
                new SpecChange("/network/layers/1/bias_init", -4.0, null)));

    assertThat(edited.training().optimizer().learningRate()).isEqualTo(0.3);
    assertThat(edited.network().layers().get(0)).isInstanceOf(LayerSpec.Lstm.class);
    assertThat(((LayerSpec.Dense) edited.network().layers().get(1)).biasInit()).isNull();
  }

  @Test
  void makesTheObjectsOnTheWay() {
    TrainingSpec edited =
        SpecEdits.apply(
            spec, List.of(new SpecChange("/network/output/activation", null, "sigmoid")));

    assertThat(edited.network().output().activation()).isEqualTo(Activation.SIGMOID);
  }
}
