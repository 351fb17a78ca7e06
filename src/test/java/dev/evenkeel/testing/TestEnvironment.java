package dev.evenkeel.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** Gives an application context a database and a data directory of its own. */
public final class TestEnvironment
    implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    TestPostgres.Database database = TestPostgres.fresh();
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("spring.datasource.url", database.url());
    settings.put("spring.datasource.username", database.user());
    settings.put("spring.datasource.password", database.password());
    settings.put("spring.datasource.hikari.maximum-pool-size", 8);
    settings.put("evenkeel.data-dir", newFolder());
    if (!context.getEnvironment().containsProperty("evenkeel.devices")) {
      settings.put("evenkeel.devices", "none");
    }
    context
        .getEnvironment()
        .getPropertySources()
        .addFirst(new MapPropertySource("test environment", settings));
  }

  private static String newFolder() {
    try {
      return Files.createTempDirectory("evenkeel-test").toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
