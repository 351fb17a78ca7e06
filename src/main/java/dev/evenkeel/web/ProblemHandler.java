package dev.evenkeel.web;

import dev.evenkeel.error.ErrorCode;
import dev.evenkeel.error.Fault;
import dev.evenkeel.error.Outage;
import dev.evenkeel.error.ServiceException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Turns every exception into a problem document; the one place that maps error codes to HTTP. */
@RestControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
class ProblemHandler {

  private static final Logger LOG = LoggerFactory.getLogger(ProblemHandler.class);
  private static final String RETRY_SECONDS = "10";

  @ExceptionHandler
  ResponseEntity<Problem> refused(ServiceException e, HttpServletRequest request) {
    if (e.code() == ErrorCode.INTERNAL) {
      LOG.error("Request {} failed", request.getRequestURI(), e);
    }
    return answer(e.code(), e.getMessage(), e.faults(), request);
  }

  @ExceptionHandler
  ResponseEntity<Problem> unreadable(
      HttpMessageNotReadableException e, HttpServletRequest request) {
    Throwable cause = NestedExceptionUtils.getMostSpecificCause(e);
    if (cause instanceof ServiceException refused) {
      return refused(refused, request);
    }
    String detail = "The body is missing or cannot be read. Send a JSON object.";
    return answer(ErrorCode.MALFORMED_REQUEST, detail, List.of(), request);
  }

  @ExceptionHandler
  ResponseEntity<Problem> wrongMediaType(
      HttpMediaTypeNotSupportedException e, HttpServletRequest request) {
    String detail =
        "Content-Type %s is not understood here. Send one of: %s."
            .formatted(
                e.getContentType() == null ? "(none)" : e.getContentType(),
                mediaTypes(e.getSupportedMediaTypes()));
    return answer(ErrorCode.UNSUPPORTED_MEDIA_TYPE, detail, List.of(), request);
  }

  @ExceptionHandler
  ResponseEntity<Problem> notAcceptable(
      HttpMediaTypeNotAcceptableException e, HttpServletRequest request) {
    String detail =
        "The Accept header rules out everything that is offered here: %s."
            .formatted(mediaTypes(e.getSupportedMediaTypes()));
    return answer(ErrorCode.NOT_ACCEPTABLE, detail, List.of(), request);
  }

  private static String mediaTypes(List<MediaType> types) {
    return types.stream().map(MediaType::toString).distinct().collect(Collectors.joining(", "));
  }

  @ExceptionHandler
  ResponseEntity<Problem> wrongMethod(
      HttpRequestMethodNotSupportedException e, HttpServletRequest request) {
    var allowed = e.getSupportedHttpMethods();
    String detail =
        "%s is not offered here. Allowed: %s."
            .formatted(
                e.getMethod(),
                allowed == null
                    ? ""
                    : allowed.stream()
                        .map(HttpMethod::name)
                        .sorted()
                        .collect(Collectors.joining(", ")));
    ResponseEntity<Problem> answer =
        answer(ErrorCode.METHOD_NOT_ALLOWED, detail, List.of(), request);
    HttpHeaders headers = new HttpHeaders();
    headers.putAll(answer.getHeaders());
    if (allowed != null) {
      headers.setAllow(allowed);
    }
    return new ResponseEntity<>(answer.getBody(), headers, answer.getStatusCode());
  }

  @ExceptionHandler
  ResponseEntity<Problem> noSuchRoute(NoResourceFoundException e, HttpServletRequest request) {
    String detail = "There is nothing at %s. See /docs for what there is.".formatted(path(request));
    return answer(ErrorCode.NOT_FOUND, detail, List.of(), request);
  }

  /** An id that is no UUID names nothing; anything else of a wrong type is a faulty parameter. */
  @ExceptionHandler
  ResponseEntity<Problem> wrongArgument(
      MethodArgumentTypeMismatchException e, HttpServletRequest request) {
    boolean inPath =
        e.getParameter()
            .hasParameterAnnotation(org.springframework.web.bind.annotation.PathVariable.class);
    if (inPath) {
      return answer(
          ErrorCode.NOT_FOUND,
          "There is nothing with the id %s.".formatted(e.getValue()),
          List.of(),
          request);
    }
    Fault fault =
        new Fault(
            "/" + e.getName(),
            "wrong_type",
            "The parameter %s cannot be read from '%s'.".formatted(e.getName(), e.getValue()));
    return refused(ServiceException.invalid(List.of(fault)), request);
  }

  @ExceptionHandler
  ResponseEntity<Problem> missingParameter(
      MissingServletRequestParameterException e, HttpServletRequest request) {
    Fault fault =
        new Fault(
            "/" + e.getParameterName(),
            "required",
            "The query parameter %s is missing.".formatted(e.getParameterName()));
    return refused(ServiceException.invalid(List.of(fault)), request);
  }

  /** The client went away: nobody is left to answer. */
  @ExceptionHandler
  @Nullable ResponseEntity<Problem> clientGone(AsyncRequestNotUsableException e) {
    return null;
  }

  @ExceptionHandler
  ResponseEntity<Problem> unexpected(Exception e, HttpServletRequest request) {
    if (Outage.caused(e)) {
      LOG.warn("Request {} found no database: {}", request.getRequestURI(), e.getMessage());
      String detail = "The database does not answer. Send the request again a little later.";
      return answer(ErrorCode.UNAVAILABLE, detail, List.of(), request);
    }
    if (e instanceof IOException) {
      LOG.debug("Connection of {} broke", request.getRequestURI(), e);
    } else {
      LOG.error("Request {} failed", request.getRequestURI(), e);
    }
    String detail = "The server failed; its log tells why under the request id.";
    return answer(ErrorCode.INTERNAL, detail, List.of(), request);
  }

  private static ResponseEntity<Problem> answer(
      ErrorCode code, String detail, List<Fault> faults, HttpServletRequest request) {
    Problem.Request asked = new Problem.Request(path(request), RequestIdFilter.idOf(request));
    ResponseEntity.BodyBuilder answer =
        ResponseEntity.status(code.status()).contentType(MediaType.APPLICATION_PROBLEM_JSON);
    if (code.isPassing()) {
      answer.header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
    }
    return answer.body(Problem.of(code, detail, faults, asked));
  }

  private static String path(HttpServletRequest request) {
    return request.getRequestURI();
  }
}
