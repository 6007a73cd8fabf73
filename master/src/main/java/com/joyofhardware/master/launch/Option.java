package com.joyofhardware.master.launch;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The options of {@code joy up}. Each is also an environment variable ({@code JOY_DATA}) and a key
 * of the configuration file ({@code data}).
 */
enum Option {
  DATA("DIR", "./data", "where everything is kept"),
  PORT("N", "8080", "the public port"),
  HOST("ADDR", "127.0.0.1", "the address to listen on; another than loopback needs TLS"),
  PUBLIC_URL("URL", null, "how browsers reach this server, e.g. https://joy.example.org"),
  GIT_URL("URL", null, "git on a host of its own", Built.NOT_YET),
  PREVIEW_DOMAIN("D", "localhost", "every host below it leads here: the origins of previews"),
  SSH_PORT("N|off", "2222", "the port of git and sessions over SSH", Built.NOT_YET),
  TLS_CERT("FILE", null, "certificate chain, PEM"),
  TLS_KEY("FILE", null, "its private key, PEM"),
  ENGINE("NAME", null, "local, docker, swarm or kubernetes (local is built so far)"),
  ROLE("NAME", "all", "all, master or gateway"),
  DB("URL", null, "jdbc:postgresql://... ; SQLite under the data folder without it"),
  MASTER("URL|unix:PATH", null, "for --role gateway: the master's control socket"),
  MASTER_KEY("FILE", null, "for a gateway on another machine", Built.NOT_YET),
  POOL_FULL("N", null, "full containers kept or in use; from the machine's size without it"),
  POOL_BURST("N", null, "burst containers kept or in use"),
  CONFIG("FILE", null, "options as lines of key = value"),
  KEEP_SESSIONS("", "false", "when stopped, leave sessions running for the next start");

  private enum Built {
    YES,
    NOT_YET
  }

  private final String argument;
  private final @Nullable String fallback;
  private final String description;
  private final Built built;

  Option(String argument, @Nullable String fallback, String description) {
    this(argument, fallback, description, Built.YES);
  }

  Option(String argument, @Nullable String fallback, String description, Built built) {
    this.argument = argument;
    this.fallback = fallback;
    this.description = description;
    this.built = built;
  }

  static Optional<Option> byKey(String key) {
    return Arrays.stream(values()).filter(option -> option.key().equals(key)).findFirst();
  }

  String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  String variable() {
    return "JOY_" + name();
  }

  boolean isFlag() {
    return argument.isEmpty();
  }

  @Nullable String fallback() {
    return fallback;
  }

  /** A part that isn't built takes its default and {@code off}, and nothing else. */
  void requireBuilt(String value) {
    if (built == Built.NOT_YET && !value.equals(fallback) && !value.equals("off")) {
      throw new UsageException(
          "--" + key() + " " + value + ": this part is not built yet; leave the option out");
    }
  }

  String help() {
    String left = "--" + key() + (isFlag() ? "" : " " + argument);
    String preset = fallback == null || isFlag() ? "" : " [" + fallback + "]";
    return "  %-26s %s%s".formatted(left, description, preset);
  }
}
