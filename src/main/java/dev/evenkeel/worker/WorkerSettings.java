package dev.evenkeel.worker;

import dev.evenkeel.worker.engine.EngineSettings;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What this server does, and what it trains on.
 *
 * @param roles {@code api}, {@code worker} or both: a worker alone serves no API ({@link
 *     ClosedApi}), an API alone runs no jobs
 * @param devices {@code auto}, {@code none}, {@code cpu:2} or {@code cuda:0,1}; read by {@link
 *     DeviceList}
 */
@ConfigurationProperties("evenkeel")
public record WorkerSettings(
    @DefaultValue({"api", "worker"}) Set<Role> roles,
    @DefaultValue("auto") String devices,
    @DefaultValue EngineSettings engine) {

  public WorkerSettings {
    if (roles.isEmpty()) {
      throw new IllegalArgumentException(
          "evenkeel.roles is empty. Give api, worker, or both (api,worker).");
    }
  }

  /** Whether this server answers clients. */
  boolean servesApi() {
    return roles.contains(Role.API);
  }

  /** Whether this server runs jobs. */
  boolean runsJobs() {
    return roles.contains(Role.WORKER);
  }
}
