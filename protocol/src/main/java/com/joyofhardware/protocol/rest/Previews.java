package com.joyofhardware.protocol.rest;

import org.jspecify.annotations.Nullable;

/** Bodies of {@code /api/v1/sessions/{id}/previews}. */
public final class Previews {
  private Previews() {}

  /** {@code POST}: asks for an address that opens the preview of a port. */
  public record Wanted(int port) {}

  /**
   * The answer to it.
   *
   * @param url good once, within a minute
   */
  public record Opened(String url) {
    @Override
    public String toString() {
      return "Opened[...]";
    }
  }

  /** {@code PUT …/{port}}: whether everybody with the address may see it. */
  public record Sharing(@Nullable Boolean shared) {}

  /**
   * {@code GET /sessions/{id}/webview}: where the IDE's webviews and extension host run.
   *
   * @param origin of webviews; null where the server has no domain for it
   * @param extensions of the extension host, likewise
   */
  public record Webview(@Nullable String origin, @Nullable String extensions) {}

  /**
   * A port's preview.
   *
   * @param address where it is, without anything secret; it opens by itself only while shared
   */
  public record Preview(int port, boolean shared, String address) {}
}
