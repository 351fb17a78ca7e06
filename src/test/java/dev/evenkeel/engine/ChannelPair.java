package dev.evenkeel.engine;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Both ends of a connected socket. */
record ChannelPair(EngineChannel server, EngineChannel engine, SocketChannel engineSocket)
    implements AutoCloseable {

  static ChannelPair open() throws IOException {
    Path socket = Files.createTempDirectory("evenkeel-channel").resolve("s");
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(socket);
    try (ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      listening.bind(address);
      SocketChannel engine = SocketChannel.open(address);
      SocketChannel server = listening.accept();
      return new ChannelPair(new EngineChannel(server), new EngineChannel(engine), engine);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    engine.close();
  }
}
