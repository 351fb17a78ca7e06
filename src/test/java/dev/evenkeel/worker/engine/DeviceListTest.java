package dev.evenkeel.worker.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceListTest {

  private static final Machine TWO_CORES = new Machine(2, false, 0);
  private static final Machine WITH_CUDA = new Machine(16, true, 2);

  @Test
  void automaticallyTakesASlotACore() {
    assertThat(names("auto", TWO_CORES)).containsExactly("cpu:0", "cpu:1");
    assertThat(names("auto", new Machine(64, false, 4))).hasSize(8);
  }

  @Test
  void automaticallyTakesEveryCudaDeviceWhereThereAreSome() {
    assertThat(names("auto", WITH_CUDA)).containsExactly("cuda:0", "cuda:1");
    assertThat(names("auto", new Machine(2, true, 0))).containsExactly("cpu:0", "cpu:1");
  }

  @Test
  void takesWhatIsNamed() {
    assertThat(names("none", TWO_CORES)).isEmpty();
    assertThat(names(" cpu:3 ", TWO_CORES)).containsExactly("cpu:0", "cpu:1", "cpu:2");
    assertThat(names("cuda:1, 0", WITH_CUDA)).containsExactly("cuda:1", "cuda:0");
  }

  @Test
  void saysWhatIsMissingForCuda() {
    assertThatThrownBy(() -> DeviceList.parse("cuda:0", TWO_CORES))
        .hasMessage(
            "evenkeel.devices (cuda:0) asks for CUDA, but its backend is not on the class path. Build with -Pcuda, or use cpu:2.");
  }

  @Test
  void refusesADeviceNamedTwice() {
    assertThatThrownBy(() -> DeviceList.parse("cuda:0,0", WITH_CUDA))
        .hasMessage("evenkeel.devices (cuda:0,0) names cuda:0 twice.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "cpu",
        "cpu:",
        "cpu:0",
        "cpu:-1",
        "cpu:two",
        "cpu:9999999999",
        "cpu:257",
        "cuda:",
        "cuda:0,",
        "cuda:x",
        "gpu:0",
        "AUTO",
        "cpu:1,cuda:0"
      })
  void refusesAnythingElseAndShowsIt(String text) {
    assertThatThrownBy(() -> DeviceList.parse(text, WITH_CUDA))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("evenkeel.devices (" + text + ")");
  }

  private static List<String> names(String text, Machine machine) {
    return DeviceList.parse(text, machine).stream().map(Device::name).toList();
  }
}
