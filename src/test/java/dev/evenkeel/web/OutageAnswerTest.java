package dev.evenkeel.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.transaction.CannotCreateTransactionException;

class OutageAnswerTest {

  private final ProblemHandler handler = new ProblemHandler();

  @Test
  void aDatabaseThatIsAwayIsA503ThatSaysWhenToAskAgain() {
    for (Exception outage :
        new Exception[] {
          new CannotGetJdbcConnectionException("no connection"),
          new CannotCreateTransactionException("no connection"),
          new UncategorizedSQLException("read", "select", new SQLException("stopped", "57P01"))
        }) {
      ResponseEntity<Problem> answer = answer(outage);

      assertThat(answer.getStatusCode().value()).isEqualTo(503);
      assertThat(answer.getHeaders().getFirst(HttpHeaders.RETRY_AFTER)).isEqualTo("10");
      assertThat(answer.getBody()).extracting(Problem::code).isEqualTo("unavailable");
    }
  }

  @Test
  void anyOtherFailureIsNoOutage() {
    assertThat(answer(new IllegalStateException("a bug")).getStatusCode().value()).isEqualTo(500);
  }

  private ResponseEntity<Problem> answer(Exception failure) {
    return handler.unexpected(failure, new MockHttpServletRequest("GET", "/api/v1/jobs"));
  }
}
