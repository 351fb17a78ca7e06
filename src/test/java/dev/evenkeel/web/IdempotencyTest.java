package dev.evenkeel.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenkeel.error.ErrorCode;
import dev.evenkeel.error.ServiceException;
import dev.evenkeel.testing.ServerTest;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.ResponseEntity;

@ServerTest
class IdempotencyTest {

  @Autowired private Idempotency idempotency;

  private final AtomicInteger created = new AtomicInteger();
  private final String key = UUID.randomUUID().toString();

  @Test
  void repeatsTheFirstAnswerInsteadOfCreatingTwice() {
    ResponseEntity<?> first = idempotency.once(request("a"), this::create);
    ResponseEntity<?> second = idempotency.once(request("a"), this::create);

    assertThat(created).hasValue(1);
    assertThat(second.getStatusCode()).isEqualTo(first.getStatusCode());
    assertThat(second.getHeaders().getLocation()).isEqualTo(URI.create("/things/1"));
    assertThat(second.getBody()).isEqualTo("{\"number\":1}");
  }

  @Test
  void refusesAKeyThatCameWithAnotherRequest() {
    idempotency.once(request("a"), this::create);

    assertThatThrownBy(() -> idempotency.once(request("b"), this::create))
        .isInstanceOfSatisfying(
            ServiceException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.IDEMPOTENCY_KEY_REUSED));
  }

  @Test
  void refusesARepetitionWhileTheFirstIsStillAtWork() {
    idempotency.once(
        request("a"),
        () -> {
          assertThatThrownBy(() -> idempotency.once(request("a"), this::create))
              .hasMessageContaining("still at work");
          return create();
        });

    assertThat(created).hasValue(1);
  }

  @Test
  void givesTheKeyBackWhenCreatingFails() {
    assertThatThrownBy(
            () ->
                idempotency.once(
                    request("a"),
                    () -> {
                      throw new ServiceException(ErrorCode.INVALID_REQUEST, "No.");
                    }))
        .isInstanceOf(ServiceException.class);

    idempotency.once(request("b"), this::create);

    assertThat(created).hasValue(1);
  }

  private Idempotency.Request request(String fingerprint) {
    return new Idempotency.Request(key, "POST /things", fingerprint);
  }

  private ResponseEntity<?> create() {
    int number = created.incrementAndGet();
    return ResponseEntity.created(URI.create("/things/" + number)).body(Map.of("number", number));
  }
}
