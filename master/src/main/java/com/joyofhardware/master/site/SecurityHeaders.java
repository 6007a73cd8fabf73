package com.joyofhardware.master.site;

import com.joyofhardware.master.preview.PreviewOrigins;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/** The headers of every answer, set first so that errors carry them as well. */
final class SecurityHeaders extends OncePerRequestFilter {
  private static final String YEARS_OF_HTTPS = "max-age=63072000";

  private final ContentPolicy policy;
  private final boolean secure;

  SecurityHeaders(MasterSettings settings, PreviewOrigins previews) {
    this.policy = new ContentPolicy(settings, previews);
    this.secure = settings.isSecure();
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String path = request.getRequestURI();
    response.setHeader("Content-Security-Policy", policy.of(path));
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "same-origin");
    response.setHeader("Cross-Origin-Opener-Policy", openerPolicy(path));
    response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
    if (secure) {
      response.setHeader("Strict-Transport-Security", YEARS_OF_HTTPS);
    }
    response.setHeader("Cache-Control", Pages.isPage(path) ? "no-cache" : "no-store");
    chain.doFilter(request, response);
  }

  /**
   * A page that another page opens in a new window can't be reached by it, although both are ours:
   * else the scripts of one session's IDE could act through the dashboard, or in another session.
   * Browsers that don't know the value keep the window's opener, as without the header.
   */
  private static String openerPolicy(String path) {
    return Pages.isPage(path) ? "noopener-allow-popups" : "same-origin";
  }
}
