package dev.evenkeel.web;

import dev.evenkeel.error.ErrorCode;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Answers with a problem document where the servlet container refused a request before any
 * controller saw it.
 */
@RestController
class ContainerErrors implements ErrorController {

  @RequestMapping("${spring.web.error.path:/error}")
  ResponseEntity<Problem> error(HttpServletRequest request) {
    int status =
        request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code
            ? code
            : 404;
    ErrorCode code = codeOf(status);
    Object path = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
    Problem.Request asked =
        new Problem.Request(
            path == null ? request.getRequestURI() : path.toString(),
            RequestIdFilter.idOf(request));
    return ResponseEntity.status(code.status())
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(Problem.of(code, code.title() + ".", List.of(), asked));
  }

  /** The code of a status: our own where there is one, else by its class. */
  static ErrorCode codeOf(int status) {
    return Arrays.stream(ErrorCode.values())
        .filter(code -> code.status() == status)
        .findFirst()
        .orElse(status < 500 ? ErrorCode.MALFORMED_REQUEST : ErrorCode.INTERNAL);
  }
}
