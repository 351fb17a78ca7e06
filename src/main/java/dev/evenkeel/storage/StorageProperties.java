package dev.evenkeel.storage;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where the server keeps what it keeps.
 *
 * @param dataDir the folder for blobs, work in progress and the embedded PostgreSQL
 */
@ConfigurationProperties("evenkeel")
public record StorageProperties(@Nullable Path dataDir) {

  public StorageProperties {
    dataDir = dataDir == null ? Path.of("data") : dataDir;
  }

  @Override
  public Path dataDir() {
    return Objects.requireNonNull(dataDir);
  }
}
