package com.joyofhardware.master.site;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.resource.EncodedResourceResolver;
import org.springframework.web.servlet.resource.ResourceResolverChain;

/**
 * Serves brotli to whoever takes it. Browsers name gzip first without preferring it (RFC 9110,
 * section 12.5.3), and the resolver would go by their order.
 */
final class SmallestEncoding extends EncodedResourceResolver {
  private static final String BROTLI = "br";

  @Override
  protected @Nullable Resource resolveResourceInternal(
      @Nullable HttpServletRequest request,
      String path,
      List<? extends Resource> locations,
      ResourceResolverChain chain) {
    return super.resolveResourceInternal(
        request == null ? null : new BrotliFirst(request), path, locations, chain);
  }

  private static final class BrotliFirst extends HttpServletRequestWrapper {
    private BrotliFirst(HttpServletRequest request) {
      super(request);
    }

    @Override
    public @Nullable String getHeader(String name) {
      String value = super.getHeader(name);
      boolean taken =
          HttpHeaders.ACCEPT_ENCODING.equalsIgnoreCase(name)
              && value != null
              && List.of(value.split(",", -1)).stream().anyMatch(one -> one.strip().equals(BROTLI));
      return taken ? BROTLI + ", " + value : value;
    }
  }
}
