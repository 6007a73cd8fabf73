package com.joyofhardware.master.site;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How the master serves. All defaults are in {@link #of}.
 *
 * @param data folder of everything that is kept
 * @param privateAddress where the master listens, a loopback address: the gateway is its only way
 *     out
 * @param privatePort 0 for any free one
 * @param publicUrl the origin people use, without a slash at its end
 * @param gitUrl the origin of git addresses; the public one if it has none of its own
 * @param web what Vite built; null serves no pages
 */
public record MasterSettings(
    Path data,
    InetAddress privateAddress,
    int privatePort,
    URI publicUrl,
    URI gitUrl,
    @Nullable Path web) {
  static final String DATA = "data";
  static final String PRIVATE_ADDRESS = "private-address";
  static final String PRIVATE_PORT = "private-port";
  static final String PUBLIC_URL = "public-url";
  static final String GIT_URL = "git-url";
  static final String WEB = "web";

  private static final Set<String> KEYS =
      Set.of(DATA, PRIVATE_ADDRESS, PRIVATE_PORT, PUBLIC_URL, GIT_URL, WEB);

  public MasterSettings {
    if (!privateAddress.isLoopbackAddress()) {
      throw new IllegalArgumentException(
          PRIVATE_ADDRESS + ": " + privateAddress.getHostAddress() + " is no loopback address");
    }
    if (privatePort < 0 || privatePort > 65_535) {
      throw new IllegalArgumentException(PRIVATE_PORT + ": " + privatePort + " is no port");
    }
    requireOrigin(PUBLIC_URL, publicUrl);
    requireOrigin(GIT_URL, gitUrl);
    if (web != null && !Files.isRegularFile(web.resolve("index.html"))) {
      throw new IllegalArgumentException(WEB + ": " + web + " has no index.html; build the pages");
    }
  }

  /**
   * Reads settings by key.
   *
   * @throws IllegalArgumentException names the key that is unknown, missing or wrong
   */
  public static MasterSettings of(Map<String, String> values) {
    Set<String> unknown = new TreeSet<>(values.keySet());
    unknown.removeAll(KEYS);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException("unknown setting: " + String.join(", ", unknown));
    }
    URI publicUrl = uri(PUBLIC_URL, values.getOrDefault(PUBLIC_URL, "http://localhost:8080"));
    String web = values.get(WEB);
    return new MasterSettings(
        Path.of(values.getOrDefault(DATA, "data")).toAbsolutePath().normalize(),
        address(values.getOrDefault(PRIVATE_ADDRESS, "127.0.0.1")),
        number(PRIVATE_PORT, values.getOrDefault(PRIVATE_PORT, "0")),
        publicUrl,
        Optional.ofNullable(values.get(GIT_URL)).map(text -> uri(GIT_URL, text)).orElse(publicUrl),
        web == null ? null : Path.of(web).toAbsolutePath());
  }

  /** Whether browsers reach us by TLS. */
  boolean isSecure() {
    return "https".equals(publicUrl.getScheme());
  }

  /** As a browser writes it in {@code Origin}: without a default port. */
  String origin() {
    int standard = isSecure() ? 443 : 80;
    int port = publicUrl.getPort();
    return publicUrl.getScheme()
        + "://"
        + publicUrl.getHost()
        + (port < 0 || port == standard ? "" : ":" + port);
  }

  private static void requireOrigin(String key, URI url) {
    boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    if (!web || url.getHost() == null || !url.getRawPath().isEmpty()) {
      throw new IllegalArgumentException(
          key + ": '" + url + "' is no origin such as https://joy.example.org");
    }
  }

  private static URI uri(String key, String text) {
    try {
      return URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(key + ": '" + text + "' is no URL", e);
    }
  }

  private static int number(String key, String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(key + ": '" + text + "' is no number", e);
    }
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(PRIVATE_ADDRESS + ": '" + text + "' is no address", e);
    }
  }
}
