package com.joyofhardware.master.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.http.converter.ByteArrayHttpMessageConverter;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.http.converter.ResourceHttpMessageConverter;
import org.springframework.http.converter.StringHttpMessageConverter;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.resource.PathResourceResolver;

/** JSON by the one codec, arguments of ours, and the built assets. */
@Configuration(proxyBeanMethods = false)
class WebConfiguration implements WebMvcConfigurer {
  /** A year, the most that caches honour (RFC 9111 has no limit; the names hold a hash). */
  private static final Duration FOREVER = Duration.ofDays(365);

  /** Else {@code /{owner}/{repo}} would take the assets' addresses. */
  private static final int BEFORE_HANDLERS = -1;

  private final MasterSettings settings;

  WebConfiguration(MasterSettings settings) {
    this.settings = settings;
  }

  @Override
  public void configureMessageConverters(HttpMessageConverters.ServerBuilder converters) {
    converters.disableDefaults();
    converters.addCustomConverter(new ByteArrayHttpMessageConverter());
    converters.addCustomConverter(new StringHttpMessageConverter());
    converters.addCustomConverter(new ResourceHttpMessageConverter());
    converters.addCustomConverter(new JsonConverter());
  }

  @Override
  public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
    resolvers.add(new CallerArguments());
  }

  @Override
  public void addResourceHandlers(ResourceHandlerRegistry registry) {
    Path web = settings.web();
    if (web == null) {
      return;
    }
    registry.setOrder(BEFORE_HANDLERS);
    registry
        .addResourceHandler("/assets/**")
        .addResourceLocations(assets(web))
        .setCacheControl(CacheControl.maxAge(FOREVER).cachePublic().immutable())
        .resourceChain(false)
        .addResolver(new SmallestEncoding())
        .addResolver(new PathResourceResolver());
  }

  /** Of this build and the earlier ones; the names hold a hash, so that they can't clash. */
  private String[] assets(Path web) {
    try {
      return Stream.concat(Stream.of(web), EarlierBuilds.before(web, settings.data()).stream())
          .map(build -> build.resolve("assets").toUri().toString())
          .map(uri -> uri.endsWith("/") ? uri : uri + "/")
          .toArray(String[]::new);
    } catch (IOException e) {
      throw new UncheckedIOException("the earlier builds of the pages can't be recorded", e);
    }
  }
}
