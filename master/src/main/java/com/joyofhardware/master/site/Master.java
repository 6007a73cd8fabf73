package com.joyofhardware.master.site;

import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.web.servlet.handler.AbstractUrlHandlerMapping;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** The master's HTTP server, on its private port. */
public final class Master implements AutoCloseable {
  private final ConfigurableApplicationContext context;
  private final URI url;
  private final RunFile runFile;

  private Master(ConfigurableApplicationContext context, URI url, RunFile runFile) {
    this.context = context;
    this.url = url;
    this.runFile = runFile;
  }

  /** Starts to serve; returns once the port is open. */
  public static Master start(MasterSettings settings, Parts parts) {
    SpringApplication application = new SpringApplication(MasterApplication.class);
    application.setWebApplicationType(WebApplicationType.SERVLET);
    application.setBannerMode(Banner.Mode.OFF);
    application.setLogStartupInfo(false);
    application.setRegisterShutdownHook(false); // the launcher stops the parts, in its order
    application.addInitializers(context -> {
      GenericApplicationContext beans = (GenericApplicationContext) context;
      beans.registerBean(MasterSettings.class, () -> settings);
      beans.registerBean(Parts.class, () -> parts);
    });
    ConfigurableApplicationContext context = application.run(arguments(settings));
    URI url = URI.create("http://" + hostOf(settings) + ":" + portOf(context));
    try {
      RunFile runFile = RunFile.write(settings.data(), url, parts.accounts().operator());
      return new Master(context, url, runFile);
    } catch (RuntimeException e) {
      context.close();
      throw e;
    }
  }

  /**
   * Spring's own settings. As arguments they come before its files and the environment: a stray
   * {@code SERVER_PORT} changes nothing.
   */
  private static String[] arguments(MasterSettings settings) {
    return Stream.of(
            Map.entry("server.address", settings.privateAddress().getHostAddress()),
            Map.entry("server.port", String.valueOf(settings.privatePort())),
            Map.entry("server.shutdown", "graceful"),
            Map.entry("spring.lifecycle.timeout-per-shutdown-phase", "5s"),
            Map.entry("spring.config.location", "optional:classpath:/none/"),
            Map.entry("spring.threads.virtual.enabled", "true"),
            Map.entry("spring.jmx.enabled", "false"),
            Map.entry("spring.web.resources.add-mappings", "false"),
            Map.entry("springdoc.api-docs.path", OpenApi.PATH),
            Map.entry("springdoc.paths-to-match", "/api/v1/**"),
            Map.entry("springdoc.swagger-ui.enabled", "false"))
        .map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
        .toArray(String[]::new);
  }

  private static int portOf(ConfigurableApplicationContext context) {
    return Objects.requireNonNull(((WebServerApplicationContext) context).getWebServer()).getPort();
  }

  private static String hostOf(MasterSettings settings) {
    String address = settings.privateAddress().getHostAddress();
    return address.contains(":") ? "[" + address + "]" : address;
  }

  /** Where it serves, for gateways on this machine. */
  public URI url() {
    return url;
  }

  public int port() {
    return url.getPort();
  }

  /** The patterns of all addresses, of handlers, resources and mounts. */
  Set<String> mappings() {
    Set<String> patterns = new TreeSet<>();
    context
        .getBeansOfType(AbstractUrlHandlerMapping.class)
        .values()
        .forEach(mapping -> patterns.addAll(mapping.getHandlerMap().keySet()));
    context
        .getBeansOfType(RequestMappingHandlerMapping.class)
        .values()
        .forEach(mapping ->
            mapping
                .getHandlerMethods()
                .keySet()
                .forEach(known -> patterns.addAll(known.getPatternValues())));
    context
        .getBean(Parts.class)
        .mounts()
        .forEach(mount -> patterns.add("/" + mount.segment() + "/*"));
    return patterns;
  }

  /** Ends event streams, then waits a few seconds for requests under way. */
  @Override
  public void close() {
    if (!context.isActive()) {
      return;
    }
    runFile.delete();
    context.getBean(EventStreams.class).close();
    context.close();
  }
}
