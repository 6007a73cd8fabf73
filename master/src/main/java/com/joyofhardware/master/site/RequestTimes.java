package com.joyofhardware.master.site;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.springframework.web.filter.OncePerRequestFilter;

/** Times requests for {@link Figures}. Anybody can make up a method: the unusual share a name. */
final class RequestTimes extends OncePerRequestFilter {
  private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "DELETE");

  private final Figures figures;

  RequestTimes(Figures figures) {
    this.figures = figures;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    long start = System.nanoTime();
    try {
      chain.doFilter(request, response);
    } finally {
      String method = METHODS.contains(request.getMethod()) ? request.getMethod() : "other";
      figures.answered(method, response.getStatus(), Duration.ofNanos(System.nanoTime() - start));
    }
  }
}
