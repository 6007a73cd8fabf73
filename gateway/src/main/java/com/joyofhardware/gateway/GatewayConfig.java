package com.joyofhardware.gateway;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything a gateway is told when it starts.
 *
 * @param host the address to listen on
 * @param port 0 takes any free one
 * @param controlSocket the master's control socket; see {@link #controlSocket(String)}
 * @param publicUrl how people reach this gateway when that isn't its own host and port
 * @param otherHosts more values of {@code Host} that are ours, e.g. of {@code --git-url}
 * @param previewDomain hosts {@code port--session.domain} are previews
 */
public record GatewayConfig(
    String host,
    int port,
    @Nullable Tls tls,
    Path controlSocket,
    @Nullable URI publicUrl,
    List<String> otherHosts,
    String previewDomain,
    GatewayLimits limits) {

  /** PEM files: the certificate chain and its PKCS#8 key. */
  public record Tls(Path certificate, Path key) {}

  public GatewayConfig {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("a port is 0 to 65535, not " + port);
    }
    otherHosts = List.copyOf(otherHosts);
  }

  /** Plain HTTP with every default. */
  public static GatewayConfig of(String host, int port, Path controlSocket) {
    return new GatewayConfig(
        host, port, null, controlSocket, null, List.of(), "localhost", GatewayLimits.DEFAULT);
  }

  public GatewayConfig withTls(@Nullable Tls tls) {
    return new GatewayConfig(
        host, port, tls, controlSocket, publicUrl, otherHosts, previewDomain, limits);
  }

  public GatewayConfig withPublicUrl(@Nullable URI publicUrl) {
    return new GatewayConfig(
        host, port, tls, controlSocket, publicUrl, otherHosts, previewDomain, limits);
  }

  public GatewayConfig withOtherHosts(List<String> otherHosts) {
    return new GatewayConfig(
        host, port, tls, controlSocket, publicUrl, otherHosts, previewDomain, limits);
  }

  public GatewayConfig withPreviewDomain(String previewDomain) {
    return new GatewayConfig(
        host, port, tls, controlSocket, publicUrl, otherHosts, previewDomain, limits);
  }

  public GatewayConfig withLimits(GatewayLimits limits) {
    return new GatewayConfig(
        host, port, tls, controlSocket, publicUrl, otherHosts, previewDomain, limits);
  }

  /**
   * Reads the {@code --master} option.
   *
   * @throws IllegalArgumentException for anything but {@code unix:PATH}
   */
  public static Path controlSocket(String master) {
    if (master.startsWith("unix:") && master.length() > "unix:".length()) {
      return Path.of(master.substring("unix:".length()));
    }
    throw new IllegalArgumentException(
        "--master "
            + master
            + " can't be used: a gateway on another machine than its master isn't built yet;"
            + " write unix:PATH with the path of the master's control socket");
  }
}
