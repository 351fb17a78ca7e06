package dev.evenkeel.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * A PostgreSQL of the server's own: durable (fsync on), on loopback only, with a password that only
 * this user can read.
 */
final class EmbeddedDatabase implements JdbcConnectionDetails, AutoCloseable {

  private static final String HOST_RULES =
      """
      local all all scram-sha-256
      host  all all 127.0.0.1/32 scram-sha-256
      host  all all ::1/128      scram-sha-256
      """;

  private final String password;
  private final EmbeddedPostgres postgres;

  /** Starts it on a free port, with its data under {@code folder}. */
  EmbeddedDatabase(Path folder) {
    Path data = folder.resolve("data");
    try {
      password = password(folder.resolve("password"));
      LeftoverPostmaster.stop(data);
      postgres = start(folder, data);
      requirePasswords(data);
    } catch (IOException | SQLException e) {
      throw new IllegalStateException(
          "The embedded PostgreSQL under %s did not start. Read the log above, or set spring.datasource.url."
              .formatted(folder),
          e);
    }
  }

  private EmbeddedPostgres start(Path folder, Path data) throws IOException {
    return EmbeddedPostgres.builder()
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setOverrideWorkingDirectory(folder.resolve("binaries").toFile())
        .setRegisterShutdownHook(false)
        .setLocaleConfig("locale", "C.UTF-8")
        .setServerConfig("fsync", "on")
        .setServerConfig("listen_addresses", "127.0.0.1")
        .setServerConfig("unix_socket_directories", "''")
        .setServerConfig("max_connections", "60")
        .setServerConfig("password_encryption", "scram-sha-256")
        .setConnectConfig("password", password)
        // Recovery after a killed machine reads the write-ahead log first.
        .setPGStartupWait(Duration.ofMinutes(2))
        .start();
  }

  private static String password(Path file) throws IOException {
    if (Files.exists(file)) {
      return Files.readString(file);
    }
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    String password = HexFormat.of().formatHex(random);
    Path draft = file.resolveSibling("password.new");
    Files.deleteIfExists(draft);
    Files.createFile(
        draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(draft, password);
    Files.move(draft, file);
    return password;
  }

  /**
   * The cluster is made with trust; from here on every connection needs the password. Repeated at
   * each start.
   */
  private void requirePasswords(Path data) throws SQLException, IOException {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("alter role postgres password '" + password + "'");
      Files.writeString(data.resolve("pg_hba.conf"), HOST_RULES);
      statement.execute("select pg_reload_conf()");
    }
  }

  @Override
  public String getJdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(postgres.getPort());
  }

  @Override
  public String getUsername() {
    return "postgres";
  }

  @Override
  public String getPassword() {
    return password;
  }

  @Override
  public void close() {
    try {
      postgres.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
