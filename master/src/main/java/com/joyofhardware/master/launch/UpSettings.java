package com.joyofhardware.master.launch;

import com.joyofhardware.gateway.GatewayConfig;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What {@code joy up} will do: the options, understood and checked against each other.
 *
 * @param publicUrl without a slash at its end
 * @param controlSocket where master and gateway meet
 */
record UpSettings(
    Path data,
    String host,
    int port,
    URI publicUrl,
    String previewDomain,
    Optional<Tls> tls,
    Role role,
    Optional<String> db,
    Path controlSocket,
    Optional<Integer> poolFull,
    Optional<Integer> poolBurst,
    boolean engineIsDefault,
    boolean keepSessions) {

  private static final Pattern DOMAIN =
      Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");

  /** Which parts run in this process. */
  enum Role {
    ALL,
    MASTER,
    GATEWAY
  }

  /** Certificate chain and key, both PEM. */
  record Tls(Path certificate, Path key) {}

  static UpSettings of(Options options) {
    requireLocalEngine(options);
    Path data = Path.of(options.get(Option.DATA)).toAbsolutePath().normalize();
    String host = options.get(Option.HOST);
    int port = options.number(Option.PORT, 1, 65_535);
    Optional<Tls> tls = tls(options);
    Role role = role(options.get(Option.ROLE));
    URI publicUrl =
        options.find(Option.PUBLIC_URL).map(UpSettings::origin).orElseGet(() -> own(port, tls));
    requireSafe(host, publicUrl, tls);
    return new UpSettings(
        data,
        host,
        port,
        publicUrl,
        domain(options.get(Option.PREVIEW_DOMAIN)),
        tls,
        role,
        options.find(Option.DB),
        controlSocket(options, role, data),
        options.findNumber(Option.POOL_FULL, 0, 10_000),
        options.findNumber(Option.POOL_BURST, 0, 10_000),
        options.find(Option.ENGINE).isEmpty(),
        options.isSet(Option.KEEP_SESSIONS));
  }

  private static void requireLocalEngine(Options options) {
    String engine = options.find(Option.ENGINE).orElse("local");
    switch (engine) {
      case "local" -> {}
      case "docker", "swarm", "kubernetes" ->
          throw new UsageException(
              "--engine " + engine + ": this engine is not built yet; use local");
      default ->
          throw new UsageException(
              "--engine takes local, docker, swarm or kubernetes, not '" + engine + "'");
    }
  }

  private static Role role(String text) {
    try {
      return Role.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new UsageException("--role takes all, master or gateway, not '" + text + "'");
    }
  }

  private static Path controlSocket(Options options, Role role, Path data) {
    String master = options.find(Option.MASTER).orElse(null);
    if (master == null) {
      return data.resolve("run").resolve("control.sock");
    }
    if (role != Role.GATEWAY) {
      throw new UsageException("--master goes with --role gateway");
    }
    try {
      return GatewayConfig.controlSocket(master);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private static Optional<Tls> tls(Options options) {
    Optional<Path> certificate = options.find(Option.TLS_CERT).map(UpSettings::readable);
    Optional<Path> key = options.find(Option.TLS_KEY).map(UpSettings::readable);
    if (certificate.isPresent() != key.isPresent()) {
      throw new UsageException("--tls-cert and --tls-key go together");
    }
    return certificate.flatMap(chain -> key.map(secret -> new Tls(chain, secret)));
  }

  private static Path readable(String text) {
    Path file = Path.of(text);
    if (!Files.isReadable(file)) {
      throw new UsageException(file + " can't be read");
    }
    return file;
  }

  private static URI origin(String text) {
    try {
      URI url = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
      boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      if (web && url.getHost() != null && url.getRawPath().isEmpty() && url.getQuery() == null) {
        return url;
      }
    } catch (IllegalArgumentException e) {
      // told below, as any other address that is no origin
    }
    throw new UsageException(
        "--public-url takes an origin such as https://joy.example.org, not '" + text + "'");
  }

  private static String domain(String text) {
    if (DOMAIN.matcher(text).matches()) {
      return text;
    }
    throw new UsageException(
        "--preview-domain takes a domain in lower case such as preview.example.org, not '"
            + text
            + "'");
  }

  private static URI own(int port, Optional<Tls> tls) {
    return URI.create((tls.isPresent() ? "https" : "http") + "://localhost:" + port);
  }

  private static void requireSafe(String host, URI publicUrl, Optional<Tls> tls) {
    try {
      if (InetAddress.getByName(host).isLoopbackAddress()
          || tls.isPresent()
          || "https".equals(publicUrl.getScheme())) {
        return;
      }
    } catch (UnknownHostException e) {
      throw new UsageException("--host " + host + " is not an address of this machine");
    }
    throw new UsageException(
        "--host "
            + host
            + " can be reached from other machines: give --tls-cert and --tls-key, or an https"
            + " --public-url where something in front of it does TLS");
  }
}
