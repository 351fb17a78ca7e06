package dev.evenkeel.training.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.testing.NativeTest;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

@NativeTest
class FencedExecutionerTest {

  @Test
  void nd4jGoesThroughIt() {
    new Dl4jNetworkProvider().warmUp();

    assertThat(Nd4j.getExecutioner()).isInstanceOf(FencedExecutioner.class);
  }
}
