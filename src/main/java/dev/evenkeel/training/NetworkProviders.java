package dev.evenkeel.training;

import dev.evenkeel.training.network.NetworkProvider;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** The network providers on the class path, by name. */
public final class NetworkProviders {

  private NetworkProviders() {}

  /**
   * Finds the provider of a name.
   *
   * @throws TrainingRefusedException where there is none
   */
  public static NetworkProvider named(String kind) {
    return all()
        .filter(provider -> provider.kind().equals(kind))
        .findFirst()
        .orElseThrow(
            () ->
                new TrainingRefusedException(
                    "unknown_provider",
                    "There is no network provider '%s'. There are: %s."
                        .formatted(kind, String.join(", ", kinds()))));
  }

  /** All names, in the order of the alphabet. */
  public static List<String> kinds() {
    return all().map(NetworkProvider::kind).sorted().toList();
  }

  private static Stream<NetworkProvider> all() {
    return ServiceLoader.load(NetworkProvider.class, NetworkProvider.class.getClassLoader())
        .stream()
        .map(ServiceLoader.Provider::get);
  }
}
