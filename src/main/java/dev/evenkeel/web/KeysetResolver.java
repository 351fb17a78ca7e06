package dev.evenkeel.web;

import dev.evenkeel.error.Fault;
import dev.evenkeel.error.ServiceException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Reads a {@link Keyset} from the query. */
final class KeysetResolver implements HandlerMethodArgumentResolver {

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return parameter.getParameterType() == Keyset.class;
  }

  @Override
  public Keyset resolveArgument(
      MethodParameter parameter,
      @Nullable ModelAndViewContainer container,
      NativeWebRequest request,
      @Nullable WebDataBinderFactory binders) {
    List<Fault> faults = new ArrayList<>();
    int limit = limit(request.getParameter("limit"), faults);
    UUID after = after(request.getParameter("after"), faults);
    if (!faults.isEmpty()) {
      throw ServiceException.invalid(faults);
    }
    return new Keyset(limit, after);
  }

  private static int limit(@Nullable String text, List<Fault> faults) {
    if (text == null) {
      return Keyset.DEFAULT_LIMIT;
    }
    try {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= Keyset.MAX_LIMIT) {
        return limit;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number out of range.
    }
    faults.add(
        new Fault(
            "/limit",
            "out_of_range",
            "limit must be a whole number from 1 to %d, not '%s'."
                .formatted(Keyset.MAX_LIMIT, text)));
    return Keyset.DEFAULT_LIMIT;
  }

  private static @Nullable UUID after(@Nullable String text, List<Fault> faults) {
    if (text == null) {
      return null;
    }
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      faults.add(
          new Fault(
              "/after",
              "wrong_type",
              "after must be the last_id of a page, not '%s'.".formatted(text)));
      return null;
    }
  }
}
