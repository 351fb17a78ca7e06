package dev.evenkeel.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * One real PostgreSQL for the whole test run, a database of its own for each that asks: from
 * Testcontainers where Docker answers, embedded otherwise.
 */
public final class TestPostgres {

  private static final AtomicInteger DATABASES = new AtomicInteger();
  private static final Server SERVER = start();

  private TestPostgres() {}

  /** How to reach a database. */
  public record Database(String url, String user, String password) {}

  private record Server(String host, int port, String user, String password) {

    Database database(String name) {
      return new Database("jdbc:postgresql://%s:%d/%s".formatted(host, port, name), user, password);
    }
  }

  /** A new empty database. */
  public static Database fresh() {
    String name = "test_" + DATABASES.incrementAndGet();
    Database admin = SERVER.database("postgres");
    try (Connection connection =
            DriverManager.getConnection(admin.url(), admin.user(), admin.password());
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return SERVER.database(name);
  }

  private static Server start() {
    return DockerClientFactory.instance().isDockerAvailable() ? container() : embedded();
  }

  private static Server container() {
    PostgreSQLContainer container =
        new PostgreSQLContainer("postgres:18-alpine")
            .withDatabaseName("postgres")
            .withCommand("postgres", "-c", "fsync=off", "-c", "max_connections=300");
    container.start();
    return new Server(
        container.getHost(),
        container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT),
        container.getUsername(),
        container.getPassword());
  }

  private static Server embedded() {
    try {
      EmbeddedPostgres postgres =
          EmbeddedPostgres.builder()
              .setServerConfig("max_connections", "300")
              .setServerConfig("listen_addresses", "127.0.0.1")
              .start();
      return new Server("127.0.0.1", postgres.getPort(), "postgres", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
