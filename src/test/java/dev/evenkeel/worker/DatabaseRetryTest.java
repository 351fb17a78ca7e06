package dev.evenkeel.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.orm.jpa.JpaSystemException;
import org.springframework.transaction.CannotCreateTransactionException;

class DatabaseRetryTest {

  private final DatabaseRetry retry = new DatabaseRetry(Duration.ofSeconds(5));
  private int tries;

  @Test
  void triesAgainUntilTheDatabaseIsBack() {
    Deque<RuntimeException> outages =
        new ArrayDeque<>(
            List.of(
                new CannotCreateTransactionException("no connection"),
                new JpaSystemException(
                    new RuntimeException(new SQLException("terminating", "57P01"))),
                new JpaSystemException(
                    new RuntimeException("rollback", new SQLException("Connection is closed")))));

    String answer =
        retry.insist(
            () -> {
              tries++;
              if (!outages.isEmpty()) {
                throw outages.pop();
              }
              return "written";
            });

    assertThat(answer).isEqualTo("written");
    assertThat(tries).isEqualTo(4);
  }

  @Test
  void triesOnlyOnceWhatCannotSucceedLater() {
    assertThatThrownBy(() -> failing(new DataIntegrityViolationException("duplicate")))
        .isInstanceOf(DataIntegrityViolationException.class);
    assertThat(tries).isEqualTo(1);
  }

  @Test
  void givesUpInTheEnd() {
    DatabaseRetry brief = new DatabaseRetry(Duration.ZERO);

    assertThatThrownBy(
            () ->
                brief.insist(
                    () -> {
                      throw new CannotCreateTransactionException("no connection");
                    }))
        .isInstanceOf(CannotCreateTransactionException.class);
  }

  @Test
  void doesNotRepeatWhatCannotBeRepeated() {
    assertThatThrownBy(
            () ->
                retry.insistWhile(
                    () -> false,
                    () -> {
                      tries++;
                      throw new CannotCreateTransactionException("no connection");
                    }))
        .isInstanceOf(CannotCreateTransactionException.class);
    assertThat(tries).isEqualTo(1);
  }

  private void failing(RuntimeException failure) {
    retry.insist(
        () -> {
          tries++;
          throw failure;
        });
  }
}
