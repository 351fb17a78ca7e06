package dev.evenkeel.worker;

import dev.evenkeel.engine.EngineCommand;
import dev.evenkeel.engine.ScriptedEngine;
import dev.evenkeel.training.spec.SpecJson;
import dev.evenkeel.training.spec.TrainingSpec;
import dev.evenkeel.worker.engine.Device;
import dev.evenkeel.worker.engine.EngineCommandLine;
import dev.evenkeel.worker.engine.EngineLauncher;
import dev.evenkeel.worker.engine.EngineSettings;
import dev.evenkeel.worker.engine.SocketFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.util.unit.DataSize;

/** Real engine processes whose training is a script; see {@link ScriptedEngine}. */
public final class ScriptedEngines {

  public static final Device DEVICE = new Device(Device.Kind.CPU, 0);

  private ScriptedEngines() {}

  public static EngineSettings settings() {
    return new EngineSettings(
        "deeplearning4j",
        DataSize.ofMegabytes(400),
        DataSize.ofMegabytes(300),
        Duration.ofSeconds(30),
        Duration.ofSeconds(5),
        Duration.ofSeconds(60),
        null,
        null,
        null);
  }

  public static EngineLauncher launcher(EngineSettings settings) {
    return launcher(settings, ScriptedEngine.class.getName());
  }

  public static EngineLauncher launcher(EngineSettings settings, String mainClass) {
    Path folder = temporaryFolder();
    EngineCommandLine commandLine =
        new EngineCommandLine(settings, System.getProperty("java.class.path"), mainClass, folder);
    return new EngineLauncher(settings, commandLine, SocketFolder.in(folder));
  }

  public static EngineCommand.Train order(String run, String script) {
    TrainingSpec spec =
        SpecJson.mapper()
            .readValue(
                """
                {"split": {}, "preprocessing": {}, "network": {"layers": []},
                 "training": {}, "stability": {}}
                """,
                TrainingSpec.class);
    return new EngineCommand.Train(run, "deeplearning4j", spec, script, null, null, "/nowhere");
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("evenkeel-engines");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
