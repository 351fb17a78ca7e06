package dev.evenkeel.web;

import dev.evenkeel.error.ErrorCode;
import dev.evenkeel.error.ServiceException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Honours {@code Idempotency-Key}: a request that creates something and is sent again gets its
 * first answer.
 *
 * <p>The key is claimed before the work begins and holds the answer afterwards, each in a
 * transaction of its own; a request that fails gives its key back. Thread-safe.
 */
@Component
public class Idempotency {

  public static final String HEADER = "Idempotency-Key";

  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,200}");
  private static final Duration KEPT = Duration.ofHours(24);

  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final Clock clock;

  Idempotency(JdbcClient jdbc, JsonMapper json, Clock clock) {
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
  }

  /**
   * A request that creates something.
   *
   * @param key the header's value; null where it was not sent
   * @param route what is created, such as {@code POST /api/v1/jobs}
   * @param fingerprint equal for two requests exactly if they ask for the same
   */
  public record Request(@Nullable String key, String route, String fingerprint) {}

  private record Stored(
      String fingerprint,
      @Nullable Integer status,
      @Nullable String location,
      @Nullable String body) {}

  /**
   * Creates, or repeats the answer of the request that did.
   *
   * @throws ServiceException where the key came with another request, or the first request is still
   *     at work
   */
  public ResponseEntity<?> once(Request request, Supplier<ResponseEntity<?>> create) {
    if (request.key() == null) {
      return create.get();
    }
    requireUsable(request.key());
    if (!claim(request)) {
      Optional<Stored> stored = stored(request);
      // Absent: given back between the two statements, as good as never claimed.
      return stored.isPresent() ? replay(request, stored.get()) : once(request, create);
    }
    try {
      ResponseEntity<?> answer = create.get();
      remember(request, answer);
      return answer;
    } catch (RuntimeException | Error e) {
      giveBack(request);
      throw e;
    }
  }

  private static void requireUsable(String key) {
    if (!KEY.matcher(key).matches()) {
      throw new ServiceException(
          ErrorCode.MALFORMED_REQUEST,
          "Idempotency-Key must be 1 to 200 visible ASCII characters, such as a UUID.");
    }
  }

  private boolean claim(Request request) {
    OffsetDateTime now = OffsetDateTime.now(clock.withZone(ZoneOffset.UTC));
    jdbc.sql("delete from idempotent_answer where created_at < ?").param(now.minus(KEPT)).update();
    return jdbc.sql(
                """
                insert into idempotent_answer (key, route, fingerprint, created_at) values (?, ?, ?, ?)
                on conflict do nothing""")
            .param(request.key())
            .params(request.route(), request.fingerprint(), now)
            .update()
        == 1;
  }

  private Optional<Stored> stored(Request request) {
    return jdbc.sql(
            "select fingerprint, status, location, body from idempotent_answer where key = ? and route = ?")
        .param(request.key())
        .param(request.route())
        .query(Stored.class)
        .optional();
  }

  private static ResponseEntity<?> replay(Request request, Stored stored) {
    if (!stored.fingerprint().equals(request.fingerprint())) {
      throw new ServiceException(
          ErrorCode.IDEMPOTENCY_KEY_REUSED,
          "Idempotency-Key %s came with another request before. Use a new key for a new request."
              .formatted(request.key()));
    }
    if (stored.status() == null) {
      throw new ServiceException(
          ErrorCode.CONFLICT,
          "The first request with Idempotency-Key %s is still at work. Try again later."
              .formatted(request.key()));
    }
    ResponseEntity.BodyBuilder answer =
        ResponseEntity.status(stored.status()).contentType(MediaType.APPLICATION_JSON);
    if (stored.location() != null) {
      answer.location(URI.create(stored.location()));
    }
    return answer.header("Idempotent-Replayed", "true").body(stored.body());
  }

  private void remember(Request request, ResponseEntity<?> answer) {
    URI location = answer.getHeaders().getLocation();
    jdbc.sql(
            "update idempotent_answer set status = ?, location = ?, body = ? where key = ? and route = ?")
        .param(answer.getStatusCode().value())
        .param(location == null ? null : location.toString())
        .param(json.writeValueAsString(answer.getBody()))
        .param(request.key())
        .param(request.route())
        .update();
  }

  private void giveBack(Request request) {
    jdbc.sql("delete from idempotent_answer where key = ? and route = ?")
        .param(request.key())
        .param(request.route())
        .update();
  }
}
