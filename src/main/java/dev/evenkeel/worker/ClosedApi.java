package dev.evenkeel.worker;

import dev.evenkeel.error.ErrorCode;
import dev.evenkeel.error.ServiceException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Refuses every request to a server that only works. Its health and figures, under {@code
 * /actuator}, are no part of the API and stay.
 */
final class ClosedApi implements WebMvcConfigurer, HandlerInterceptor {

  private final WorkerSettings settings;

  ClosedApi(WorkerSettings settings) {
    this.settings = settings;
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    if (!settings.servesApi()) {
      registry.addInterceptor(this).excludePathPatterns("/error");
    }
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    throw new ServiceException(
        ErrorCode.NOT_FOUND,
        "This server runs jobs and serves no API (evenkeel.roles=worker). Ask a server that has the role api.");
  }
}
