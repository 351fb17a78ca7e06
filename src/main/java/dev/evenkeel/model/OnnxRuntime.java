package dev.evenkeel.model;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import dev.evenkeel.storage.DataDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * ONNX Runtime, loaded once for the process. Give it only files that our own engine has written: a
 * crafted graph can kill the process.
 *
 * <p>Thread-safe.
 */
@Component
public final class OnnxRuntime {

  private static final List<String> LIBRARIES =
      List.of("libonnxruntime.so", "libonnxruntime4j_jni.so");

  private static @Nullable OrtEnvironment loaded;

  private final OrtEnvironment environment;

  public OnnxRuntime(DataDirectory directory) {
    environment = load(directory);
  }

  /** Opens a graph for inference on the caller's thread alone. */
  public OnnxSession open(Path graph) {
    try (SessionOptions options = new SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      // An arena would keep the peak of every model that was ever asked for a large batch.
      options.setCPUArenaAllocator(false);
      OrtSession session = environment.createSession(graph.toString(), options);
      return OnnxSession.of(environment, session);
    } catch (OrtException e) {
      throw new BrokenArtifactsException(
          "%s cannot be loaded: %s".formatted(graph, e.getMessage()));
    }
  }

  private static synchronized OrtEnvironment load(DataDirectory directory) {
    if (loaded == null) {
      extractLibraries(directory.folder("onnxruntime"));
      // Anything less writes to the process's standard error.
      loaded = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
    }
    return loaded;
  }

  /** Left to itself the library leaves 22 MB in the temporary folder after every killed process. */
  private static void extractLibraries(Path folder) {
    String platform =
        "linux-" + (System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x64");
    try {
      for (String library : LIBRARIES) {
        String resource = "/ai/onnxruntime/native/" + platform + "/" + library;
        try (InputStream in = OrtEnvironment.class.getResourceAsStream(resource)) {
          if (in == null) {
            return;
          }
          Path temporary = folder.resolve(library + ".new");
          Files.copy(in, temporary, StandardCopyOption.REPLACE_EXISTING);
          Files.move(temporary, folder.resolve(library), StandardCopyOption.ATOMIC_MOVE);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    System.setProperty("onnxruntime.native.path", folder.toString());
  }
}
