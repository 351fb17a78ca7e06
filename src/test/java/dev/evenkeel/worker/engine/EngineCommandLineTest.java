package dev.evenkeel.worker.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.worker.ScriptedEngines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineCommandLineTest {

  private static final Path SOCKET = Path.of("/run/e.sock");

  @TempDir private Path folder;

  @Test
  void startsFromFoldersAndJars() {
    assertThat(command("/classes:/lib/a.jar"))
        .endsWith(
            "-cp",
            "/classes:/lib/a.jar",
            "dev.evenkeel.engine.EngineMain",
            "/run/e.sock",
            "deeplearning4j");
  }

  @Test
  void startsFromTheExecutableJarThroughItsLauncher() throws IOException {
    String jar = jar("BOOT-INF/classes/");

    assertThat(command(jar))
        .endsWith(
            "-cp",
            jar,
            "-Dloader.main=dev.evenkeel.engine.EngineMain",
            "org.springframework.boot.loader.launch.PropertiesLauncher",
            "/run/e.sock",
            "deeplearning4j");
  }

  @Test
  void startsFromAnUnpackedJarDirectly() throws IOException {
    String jar = jar("dev/evenkeel/");

    assertThat(command(jar))
        .endsWith("-cp", jar, "dev.evenkeel.engine.EngineMain", "/run/e.sock", "deeplearning4j");
  }

  @Test
  void givesEveryEngineItsFlags() {
    assertThat(command("/classes"))
        .contains(
            "-Xmx400m",
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "-Djdk.serialFilter=!*",
            "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
            "-Dorg.bytedeco.javacpp.cachedir=/cache",
            "-Dorg.deeplearning4j.crash.reporting.enabled=false");
  }

  @Test
  void letsNativeCodeInWhereJavaWantsToBeAsked() {
    assertThat(EngineCommandLine.accessFlags(17)).isEmpty();
    assertThat(EngineCommandLine.accessFlags(22))
        .containsExactly("--enable-native-access=ALL-UNNAMED");
    assertThat(EngineCommandLine.accessFlags(25))
        .containsExactly(
            "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");
  }

  private static List<String> command(String classPath) {
    return new EngineCommandLine(
            ScriptedEngines.settings(),
            classPath,
            "dev.evenkeel.engine.EngineMain",
            Path.of("/cache"))
        .forSocket(SOCKET);
  }

  private String jar(String entry) throws IOException {
    Path jar = folder.resolve("app.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new ZipEntry(entry));
      out.closeEntry();
    }
    return jar.toString();
  }
}
