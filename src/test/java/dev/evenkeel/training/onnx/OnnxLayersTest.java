package dev.evenkeel.training.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.training.spec.LayerSpec;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OnnxLayersTest {

  static Stream<Class<?>> kinds() {
    return permitted(LayerSpec.class);
  }

  static Stream<Class<?>> recurrentKinds() {
    return permitted(LayerSpec.Recurrent.class);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyKindOfLayerHasAForm(Class<? extends LayerSpec> kind) {
    assertThat(OnnxLayers.of(kind)).isNotNull();
  }

  @ParameterizedTest
  @MethodSource("recurrentKinds")
  void everyRecurrentKindRunsInBothDirections(Class<? extends LayerSpec> kind) {
    assertThat(OnnxLayers.of(kind)).isInstanceOf(OnnxRecurrence.class);
  }

  private static Stream<Class<?>> permitted(Class<?> kind) {
    return kind.isSealed()
        ? Arrays.stream(kind.getPermittedSubclasses()).flatMap(OnnxLayersTest::permitted).distinct()
        : Stream.of(kind);
  }
}
