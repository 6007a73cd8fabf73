package com.joyofhardware.engine.local.egress;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hosts outside that sandboxes may reach.
 *
 * @param host a name, a literal address, or {@code *.} and a domain for all names below it
 */
public record HostPattern(String host, int port) {
  private static final Pattern FORM =
      Pattern.compile("((?:\\*\\.)?[a-z0-9.-]+|\\[[0-9a-f:.]+])(?::([0-9]{1,5}))");

  /** Reads {@code host:port}; an IPv6 address stands in brackets. */
  public static HostPattern parse(String text) {
    Matcher matcher = FORM.matcher(text.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "not a host pattern: '" + text + "'; write host:port or *.domain:port");
    }
    int port = Integer.parseInt(matcher.group(2));
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("not a port in host pattern '" + text + "': " + port);
    }
    return new HostPattern(matcher.group(1), port);
  }

  boolean matches(String name, int port) {
    if (port != this.port) {
      return false;
    }
    return host.startsWith("*.") ? name.endsWith(host.substring(1)) : name.equals(host);
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
