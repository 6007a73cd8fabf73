package com.joyofhardware.master.site;

import com.joyofhardware.master.account.LogIns.Seen;
import com.joyofhardware.master.account.Principal;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Finds out who asks: by a bearer token, else by the cookie of a log-in. A cookie is sent by the
 * browser whoever made the request, so that a write with one needs our own origin as well.
 */
final class CredentialFilter extends OncePerRequestFilter {
  private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

  /** These make a log-in; one that is there already plays no part. */
  private static final Set<String> WITHOUT_CREDENTIAL = Set.of("/api/v1/login", "/api/v1/setup");

  private final CredentialCheck credentials;
  private final Cookies cookies;
  private final String origin;

  CredentialFilter(MasterSettings settings, Parts parts, Cookies cookies) {
    this.credentials = new CredentialCheck(parts.accounts(), cookies);
    this.cookies = cookies;
    this.origin = settings.origin();
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    try {
      identify(request, response).ifPresent(CredentialFilter::remember);
    } catch (JoyException e) {
      ProblemWriter.write(response, e);
      return;
    }
    chain.doFilter(request, response);
  }

  private Optional<Principal> identify(HttpServletRequest request, HttpServletResponse response) {
    if (WITHOUT_CREDENTIAL.contains(request.getRequestURI())) {
      if (request.getHeader("Origin") != null) {
        requireOwnOrigin(request);
      }
      return Optional.empty();
    }
    String authorization = request.getHeader("Authorization");
    if (authorization != null) {
      return Optional.of(byToken(authorization));
    }
    Optional<String> cookie = cookies.logIn(request);
    Optional<Seen> seen = cookie.flatMap(credentials.logIns()::byCookie);
    if (seen.isPresent()) {
      if (!READS.contains(request.getMethod())) {
        requireOwnOrigin(request);
      }
      if (seen.get().slid()) {
        cookies.setLogIn(response, cookie.orElseThrow());
      }
    }
    return seen.map(Seen::principal);
  }

  private Principal byToken(String authorization) {
    return credentials
        .byToken(authorization)
        .orElseThrow(() ->
            new JoyException(
                ErrorCode.NOT_SIGNED_IN,
                "the token is unknown, expired or revoked; make a new one and send it as"
                    + " 'Authorization: Bearer TOKEN'"));
  }

  private void requireOwnOrigin(HttpServletRequest request) {
    if (!origin.equals(request.getHeader("Origin"))) {
      throw new JoyException(
          ErrorCode.WRONG_ORIGIN,
          "this request doesn't come from a page of "
              + origin
              + "; open that address, or use a"
              + " token");
    }
  }

  private static void remember(Principal principal) {
    PreAuthenticatedAuthenticationToken known =
        new PreAuthenticatedAuthenticationToken(principal, principal.grant(), List.of());
    SecurityContext context = SecurityContextHolder.createEmptyContext();
    context.setAuthentication(known);
    SecurityContextHolder.setContext(context);
  }
}
