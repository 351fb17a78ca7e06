package dev.evenkeel.training.plan.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import dev.evenkeel.training.spec.LayerSpec;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LayerRegistryTest {

  private static final LayerSpec DROPOUT = new LayerSpec.Dropout(0.25);

  @Test
  void everyTypeOfLayerHasAKind() {
    assertThat(LayerRegistry.of(LayerKind.class, "%sKind"))
        .as("a type without its kind is told by its name")
        .isNotNull();
    assertThat(LayerKind.of(DROPOUT)).isEqualTo(new DropoutKind(new LayerSpec.Dropout(0.25)));
  }

  @Test
  void everyTypeOfLayerCanBeAskedFor() {
    JsonSubTypes asked = LayerSpec.class.getAnnotation(JsonSubTypes.class);

    assertThat(LayerRegistry.types())
        .hasSameElementsAs(
            Arrays.stream(asked.value())
                .<Class<? extends LayerSpec>>map(type -> type.value().asSubclass(LayerSpec.class))
                .toList());
  }

  @Test
  void aTypeThatIsLeftOutIsToldByName() {
    assertThatThrownBy(() -> LayerRegistry.of(LayerKind.class, "%sNobodyWrote"))
        .hasMessageContaining("'dense' has no LayerKind")
        .hasMessageContaining("training.plan.layers.DenseNobodyWrote");
  }
}
