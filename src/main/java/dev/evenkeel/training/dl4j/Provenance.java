package dev.evenkeel.training.dl4j;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import org.bytedeco.javacpp.Loader;
import org.nd4j.linalg.factory.Nd4j;

/** Names what the bits of a training depend on besides its spec and data. */
final class Provenance {

  private static final String UNSET = "unset";

  private Provenance() {}

  /** Of this process, the same for every run in it; loads the native libraries. */
  static Map<String, String> libraries() {
    Map<String, String> facts = new TreeMap<>();
    facts.put("deeplearning4j", version("org.deeplearning4j", "deeplearning4j-nn"));
    facts.put("nd4j", version("org.nd4j", "nd4j-api"));
    facts.put("backend", Nd4j.getBackend().getClass().getSimpleName());
    facts.put("native_platform", nativePlatform());
    facts.put("openblas_coretype", environment("OPENBLAS_CORETYPE"));
    facts.put("omp_num_threads", environment("OMP_NUM_THREADS"));
    facts.put("java", System.getProperty("java.version"));
    facts.put("os", System.getProperty("os.name"));
    facts.put("arch", System.getProperty("os.arch"));
    facts.put("evenkeel", ownVersion());
    return facts;
  }

  private static String ownVersion() {
    return Objects.requireNonNullElse(
        Provenance.class.getPackage().getImplementationVersion(), "development");
  }

  private static String environment(String name) {
    return Objects.requireNonNullElse(System.getenv(name), UNSET);
  }

  private static String version(String group, String artifact) {
    String file = "/META-INF/maven/%s/%s/pom.properties".formatted(group, artifact);
    try (InputStream stream = Provenance.class.getResourceAsStream(file)) {
      Properties properties = new Properties();
      if (stream != null) {
        properties.load(stream);
      }
      return properties.getProperty("version", UNSET);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The classifier of the native build, the name of the folder that JavaCPP loaded it from. */
  private static String nativePlatform() {
    return Loader.getLoadedLibraries().entrySet().stream()
        .filter(library -> library.getKey().contains("nd4j"))
        .map(library -> Path.of(library.getValue()).getParent())
        .filter(Objects::nonNull)
        .map(folder -> folder.getFileName().toString())
        .findFirst()
        .orElse(UNSET);
  }
}
