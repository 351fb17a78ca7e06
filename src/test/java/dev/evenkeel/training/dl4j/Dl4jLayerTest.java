package dev.evenkeel.training.dl4j;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.evenkeel.testing.NativeTest;
import dev.evenkeel.training.plan.layers.LayerRegistry;
import org.junit.jupiter.api.Test;

@NativeTest
class Dl4jLayerTest {

  @Test
  void everyTypeOfLayerCanBeBuilt() {
    assertThatCode(() -> LayerRegistry.of(Dl4jLayer.class, "Dl4j%s")).doesNotThrowAnyException();
  }
}
