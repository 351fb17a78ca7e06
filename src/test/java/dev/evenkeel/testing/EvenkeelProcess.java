package dev.evenkeel.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/**
 * The server as a process of its own, to be killed: its data directory outlives it, so that another
 * can be started on it.
 */
public final class EvenkeelProcess implements AutoCloseable {

  private static final String MAIN = "dev.evenkeel.EvenkeelApplication";
  private static final String ENGINE = "dev.evenkeel.engine.EngineMain";
  private static final Duration TIME_TO_START = Duration.ofMinutes(2);
  private static final int SECONDS_TO_STOP = 60;

  private final Path dataDirectory;
  private final Path log;
  private final int port;
  private final Process process;

  private EvenkeelProcess(Path dataDirectory, Path log, int port, Process process) {
    this.dataDirectory = dataDirectory;
    this.log = log;
    this.port = port;
    this.process = process;
  }

  /**
   * Starts the compiled classes and waits until the server is ready.
   *
   * @param settings such as {@code evenkeel.devices=cpu:2}
   */
  public static EvenkeelProcess start(Path dataDirectory, String... settings) {
    return start(List.of("-cp", classPath(), MAIN), dataDirectory, settings);
  }

  /** Starts the packaged jar and waits until the server is ready. */
  public static EvenkeelProcess startJar(Path jar, Path dataDirectory, String... settings) {
    return start(List.of("-jar", jar.toString()), dataDirectory, settings);
  }

  private static EvenkeelProcess start(
      List<String> program, Path dataDirectory, String... settings) {
    try {
      Files.createDirectories(dataDirectory);
      int port = freePort();
      Path log = Files.createTempFile(dataDirectory, "server-", ".log");
      Process process =
          new ProcessBuilder(command(program, dataDirectory, port, settings))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      EvenkeelProcess server = new EvenkeelProcess(dataDirectory, log, port, process);
      server.awaitReady();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> command(
      List<String> program, Path dataDirectory, int port, String... settings) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx512m");
    // It lives for seconds: what it saves at its start is more than it would gain later.
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(program);
    command.add("--server.port=" + port);
    command.add("--evenkeel.data-dir=" + dataDirectory.toAbsolutePath());
    Arrays.stream(settings).map(setting -> "--" + setting).forEach(command::add);
    return command;
  }

  /** This JVM's class path without the tests' own classes. */
  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !entry.endsWith("test-classes"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitReady() {
    try {
      Awaitility.await("the server to be ready")
          .atMost(TIME_TO_START)
          .pollInterval(Duration.ofMillis(200))
          .failFast(() -> !process.isAlive())
          .until(this::isReady);
    } catch (RuntimeException e) {
      close();
      throw new IllegalStateException("The server did not start:\n" + log(), e);
    }
  }

  private boolean isReady() throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness"))
            .timeout(Duration.ofSeconds(5))
            .build();
    try {
      return HttpClient.newHttpClient()
              .send(request, HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false;
    }
  }

  public int port() {
    return port;
  }

  public long pid() {
    return process.pid();
  }

  /** A client of this server. */
  public ApiClient client() {
    return new ApiClient(port);
  }

  /** Everything it has said. */
  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its engines, the child JVMs that train. */
  public List<ProcessHandle> engines() {
    return process
        .descendants()
        .filter(child -> commandLine(child).contains(ENGINE))
        .filter(child -> !commandLine(child).startsWith("sh"))
        .toList();
  }

  private static String commandLine(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc/%d/cmdline".formatted(process.pid())))
          .replace('\0', ' ');
    } catch (IOException e) {
      return "";
    }
  }

  /** {@code kill -9}: the server has no chance to tidy up. */
  public void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** {@code kill}: the server shuts down in order. */
  public void stop() {
    process.destroy();
    awaitEnd();
  }

  private void awaitEnd() {
    try {
      if (!process.waitFor(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
        throw new IllegalStateException("The server does not end:\n" + log());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Ends the server, and the embedded PostgreSQL that a killed one leaves behind. */
  @Override
  public void close() {
    if (process.isAlive()) {
      stop();
    }
    leftoverPostmaster().ifPresent(ProcessHandle::destroy);
  }

  private Optional<ProcessHandle> leftoverPostmaster() {
    Path file = dataDirectory.resolve("postgres/data/postmaster.pid");
    try {
      return Files.exists(file)
          ? ProcessHandle.of(Long.parseLong(Files.readAllLines(file).get(0).trim()))
              .filter(found -> commandLine(found).contains("postgres"))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
