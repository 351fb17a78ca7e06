package dev.evenkeel.training.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.evenkeel.training.dl4j.CudaSupport.Capability;
import dev.evenkeel.training.dl4j.CudaSupport.Device;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CudaSupportTest {

  private static final Device AMPERE = new Device("NVIDIA A100", Capability.parse("8.0"));
  private static final Device HOPPER = new Device("NVIDIA H100", Capability.parse("9.0"));

  @ParameterizedTest
  @ValueSource(strings = {"3.5", "3.7", "5.2", "6.1", "7.0", "7.5", "8.0", "8.6"})
  void takesCardsThatTheBackendHasCodeFor(String capability) {
    assertThat(CudaSupport.refusal(Capability.parse(capability))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"8.9", "9.0", "10.0", "12.1"})
  void refusesCardsThatCameLater(String capability) {
    assertThat(CudaSupport.refusal(Capability.parse(capability)))
        .hasValueSatisfying(
            reason -> assertThat(reason).contains(capability, "newer than 8.6", "Use cpu"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.1", "3.0"})
  void refusesCardsOfTheDistantPast(String capability) {
    assertThat(CudaSupport.refusal(Capability.parse(capability)))
        .hasValueSatisfying(reason -> assertThat(reason).contains(capability, "older than 3.5"));
  }

  @Test
  void namesTheDeviceThatItRefuses() {
    var support = new CudaSupport(true, () -> List.of(AMPERE, HOPPER));

    assertThat(support.refusal(0)).isEmpty();
    assertThat(support.refusal(1))
        .hasValueSatisfying(reason -> assertThat(reason).startsWith("cuda:1 (NVIDIA H100):"));
  }

  @Test
  void saysWhenThereIsNoSuchDevice() {
    var support = new CudaSupport(true, () -> List.of(AMPERE));

    assertThat(support.refusal(3))
        .hasValueSatisfying(reason -> assertThat(reason).contains("cuda:3", "1 CUDA device(s)"));
  }

  @Test
  void saysWhenTheBuildHasNoCudaAndAsksNoDriver() {
    var support = new CudaSupport(false, () -> fail("The driver must not be asked."));

    assertThat(support.refusal(0))
        .hasValueSatisfying(reason -> assertThat(reason).contains("-Pcuda"));
    assertThat(CudaSupport.isBackendPresent()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "8", "8.6.1", "a.b", "8."})
  void refusesWhatIsNoCapability(String text) {
    assertThatThrownBy(() -> Capability.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
