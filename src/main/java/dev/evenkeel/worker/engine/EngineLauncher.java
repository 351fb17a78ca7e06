package dev.evenkeel.worker.engine;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Starts engine processes. Thread-safe. */
public final class EngineLauncher {

  private final EngineSettings settings;
  private final EngineCommandLine commandLine;
  private final SocketFolder sockets;
  private final Optional<String> coreType;

  public EngineLauncher(
      EngineSettings settings, EngineCommandLine commandLine, SocketFolder sockets) {
    this.settings = settings;
    this.commandLine = commandLine;
    this.sockets = sockets;
    this.coreType =
        Optional.ofNullable(settings.openblasCoretype()).or(EngineEnvironment::coreTypeHere);
  }

  /** Starts a process for the device; it is ready some time later, or dies. */
  public Engine launch(Device device) throws IOException {
    Path socket = sockets.next();
    ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      listening.bind(UnixDomainSocketAddress.of(socket));
      Process process = process(device, socket);
      daemon("engine-output-" + device.name(), new EngineOutput(device, process.getInputStream()));
      Engine engine = new Engine(process, listening, new EngineHealth(settings, System::nanoTime));
      daemon("engine-events-" + device.name(), () -> engine.listen(socket));
      return engine;
    } catch (IOException | RuntimeException e) {
      listening.close();
      throw e;
    }
  }

  private Process process(Device device, Path socket) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(commandLine.forSocket(socket));
    builder.redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    Map<String, String> wanted = EngineEnvironment.of(device, System.getenv(), coreType);
    environment.clear();
    environment.putAll(wanted);
    return builder.start();
  }

  private static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }
}
