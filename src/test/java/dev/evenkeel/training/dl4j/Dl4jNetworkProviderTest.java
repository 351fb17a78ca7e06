package dev.evenkeel.training.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.testing.NativeTest;
import org.junit.jupiter.api.Test;

@NativeTest
class Dl4jNetworkProviderTest {

  @Test
  void warmsUpAndNamesItsLibraries() {
    var provider = new Dl4jNetworkProvider();

    assertThat(provider.warmUp())
        .containsEntry("deeplearning4j", "1.0.0-M2.1")
        .containsEntry("backend", "CpuBackend")
        .doesNotContainKey("seed");
  }
}
