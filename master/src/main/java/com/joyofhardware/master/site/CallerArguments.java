package com.joyofhardware.master.site;

import com.joyofhardware.master.account.Principal;
import com.joyofhardware.protocol.Protocol;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Gives handlers the {@link Caller}; one that takes it answers to nobody else. */
final class CallerArguments implements HandlerMethodArgumentResolver {
  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return parameter.getParameterType() == Caller.class;
  }

  @Override
  public Object resolveArgument(
      MethodParameter parameter,
      @Nullable ModelAndViewContainer container,
      NativeWebRequest request,
      @Nullable WebDataBinderFactory binders) {
    HttpServletRequest http = request.getNativeRequest(HttpServletRequest.class);
    if (http == null) {
      throw new IllegalStateException("not an HTTP request");
    }
    return new Caller(principal().orElseThrow(Access::forbidden), address(http));
  }

  static Optional<Principal> principal() {
    Authentication known = SecurityContextHolder.getContext().getAuthentication();
    return known != null && known.getPrincipal() instanceof Principal principal
        ? Optional.of(principal)
        : Optional.empty();
  }

  /** Only processes of this machine reach the private port, and the gateway sets the header. */
  static String address(HttpServletRequest request) {
    return Optional.ofNullable(request.getHeader(Protocol.CLIENT_HEADER))
        .orElseGet(request::getRemoteAddr);
  }
}
