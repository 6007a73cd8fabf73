package com.joyofhardware.master.preview;

import com.joyofhardware.protocol.SessionId;
import java.net.URI;
import java.util.Optional;

/**
 * The origins under the preview domain.
 *
 * @param publicUrl where our own pages are; previews have its scheme and port
 * @param domain every host below it must lead here
 */
public record PreviewOrigins(URI publicUrl, String domain) {
  private static final String LOCALHOST = "localhost";

  /** Of one port; empty where browsers would look for it on their own machine. */
  public Optional<String> of(SessionId session, int port) {
    return under(port + "--" + session);
  }

  /** Of a session's webviews. */
  public Optional<String> webview(SessionId session) {
    return under("webview--" + session);
  }

  /** Of a session's extension host. */
  public Optional<String> extensionHost(SessionId session) {
    return under("extensions--" + session);
  }

  private Optional<String> under(String label) {
    if (domain.equals(LOCALHOST) && !isThisMachine(publicUrl.getHost())) {
      return Optional.empty();
    }
    int standard = "https".equals(publicUrl.getScheme()) ? 443 : 80;
    int port = publicUrl.getPort();
    return Optional.of(
        publicUrl.getScheme()
            + "://"
            + label
            + "."
            + domain
            + (port < 0 || port == standard ? "" : ":" + port));
  }

  private static boolean isThisMachine(String host) {
    return host.equals(LOCALHOST) || host.endsWith("." + LOCALHOST) || host.equals("127.0.0.1");
  }
}
