package dev.evenkeel.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.api.Test;

class NetworkProvidersTest {

  @Test
  void findsAProviderByItsName() {
    assertThat(NetworkProviders.named("plain_java").warmUp()).containsKey("network");
  }

  @Test
  void saysWhichThereAreWhereThereIsNoneOfAName() {
    assertThatThrownBy(() -> NetworkProviders.named("abacus"))
        .isInstanceOf(TrainingRefusedException.class)
        .hasMessage(
            "There is no network provider 'abacus'. There are: deeplearning4j, plain_java.");
  }

  /** As the server does, which must never load ND4J: none of its jars is on this class path. */
  @Test
  void namesThemWithoutLoadingWhatTheyComputeWith() throws Exception {
    URL ours = NetworkProviders.class.getProtectionDomain().getCodeSource().getLocation();
    try (var alone = new URLClassLoader(new URL[] {ours}, ClassLoader.getPlatformClassLoader())) {
      Class<?> providers = alone.loadClass(NetworkProviders.class.getName());

      Object kinds = providers.getMethod("kinds").invoke(null);

      assertThat(kinds).hasToString("[deeplearning4j]");
    }
  }
}
