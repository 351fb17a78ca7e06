package dev.evenkeel.prediction.inference;

import dev.evenkeel.error.ErrorCode;
import dev.evenkeel.error.Outage;
import dev.evenkeel.error.ServiceException;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** Refuses in the form of the Open Inference Protocol: an object with an {@code error}. */
@RestControllerAdvice(assignableTypes = InferenceController.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
class InferenceErrors {

  private static final Logger LOG = LoggerFactory.getLogger(InferenceErrors.class);

  @ExceptionHandler
  ResponseEntity<InferenceAnswers.Error> refused(ServiceException e) {
    return answer(e.code(), e.getMessage());
  }

  @ExceptionHandler
  ResponseEntity<InferenceAnswers.Error> wrongArgument(MethodArgumentTypeMismatchException e) {
    return answer(
        ErrorCode.INVALID_REQUEST,
        "The parameter %s cannot be read from '%s'.".formatted(e.getName(), e.getValue()));
  }

  @ExceptionHandler
  ResponseEntity<InferenceAnswers.Error> wrongMediaType(InvalidMediaTypeException e) {
    return answer(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "Send application/json.");
  }

  @ExceptionHandler
  ResponseEntity<InferenceAnswers.Error> unexpected(Exception e) throws Exception {
    if (e instanceof IOException || e instanceof ErrorResponse) {
      throw e;
    }
    if (Outage.caused(e)) {
      LOG.warn("An inference request found no database: {}", e.getMessage());
      return answer(ErrorCode.UNAVAILABLE, "The database does not answer. Try again later.");
    }
    LOG.error("An inference request failed", e);
    return answer(ErrorCode.INTERNAL, "The server failed; its log tells why.");
  }

  private static ResponseEntity<InferenceAnswers.Error> answer(ErrorCode code, String message) {
    ResponseEntity.BodyBuilder answer =
        ResponseEntity.status(code.status()).contentType(MediaType.APPLICATION_JSON);
    if (code.isPassing()) {
      answer.header(HttpHeaders.RETRY_AFTER, "10");
    }
    return answer.body(new InferenceAnswers.Error(message));
  }
}
