package dev.evenkeel.engine;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;

/**
 * The engine process: {@code EngineMain <socket> <provider>} connects to its server and trains for
 * it.
 */
public final class EngineMain {

  private EngineMain() {}

  public static void main(String[] args) throws IOException {
    serve(args, new NetworkTraining(args[1]));
  }

  static void serve(String[] args, EngineTask task) throws IOException {
    try (EngineChannel channel =
        new EngineChannel(SocketChannel.open(UnixDomainSocketAddress.of(args[0])))) {
      // halt, not exit: a hung native call must not keep the process
      new EngineSession(channel, task, code -> Runtime.getRuntime().halt(code.code())).run();
    }
  }
}
