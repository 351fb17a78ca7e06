package dev.evenkeel.worker.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;

/**
 * The command that starts an engine from the same class path as the server: folders and jars, the
 * executable jar, or an unpacked one.
 */
public final class EngineCommandLine {

  private static final String NESTED_CLASSES = "BOOT-INF/classes/";
  private static final String NESTED_LAUNCHER =
      "org.springframework.boot.loader.launch.PropertiesLauncher";

  private final EngineSettings settings;
  private final String classPath;
  private final String mainClass;
  private final Path nativeCache;

  public EngineCommandLine(
      EngineSettings settings, String classPath, String mainClass, Path nativeCache) {
    this.settings = settings;
    this.classPath = classPath;
    this.mainClass = mainClass;
    this.nativeCache = nativeCache;
  }

  List<String> forSocket(Path socket) {
    List<String> command = new ArrayList<>();
    command.add(settings.java() == null ? ownJava() : settings.java());
    command.addAll(flags());
    if (settings.java() == null) {
      command.addAll(accessFlags(Runtime.version().feature()));
    }
    command.add("-cp");
    command.add(classPath);
    if (isExecutableJar(classPath)) {
      command.add("-Dloader.main=" + mainClass);
      command.add(NESTED_LAUNCHER);
    } else {
      command.add(mainClass);
    }
    command.add(socket.toString());
    command.add(settings.provider());
    return command;
  }

  private List<String> flags() {
    return List.of(
        "-Xmx" + settings.heap().toMegabytes() + "m",
        "-XX:+UseSerialGC",
        "-XX:+ExitOnOutOfMemoryError",
        // A model's zip can hold Java objects; reading one must never run them.
        "-Djdk.serialFilter=!*",
        // With any limit JavaCPP measures the process at every allocation; the supervisor watches.
        "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
        "-Dorg.bytedeco.javacpp.maxBytes=0",
        "-Dorg.bytedeco.javacpp.cachedir=" + nativeCache,
        "-Dorg.deeplearning4j.crash.reporting.enabled=false",
        "-Dlogback.configurationFile=logback-engine.xml");
  }

  /** What newer Java versions want to be told before they let native code in without warnings. */
  static List<String> accessFlags(int javaVersion) {
    List<String> flags = new ArrayList<>();
    if (javaVersion >= 22) {
      flags.add("--enable-native-access=ALL-UNNAMED");
    }
    if (javaVersion >= 24) {
      flags.add("--sun-misc-unsafe-memory-access=allow");
    }
    return flags;
  }

  private static String ownJava() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static boolean isExecutableJar(String classPath) {
    Path jar = Path.of(classPath.split(java.io.File.pathSeparator)[0]);
    if (!jar.toString().equals(classPath) || !Files.isRegularFile(jar)) {
      return false;
    }
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.getEntry(NESTED_CLASSES) != null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
